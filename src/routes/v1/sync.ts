import type { APIEvent } from "@solidjs/start/server";
import { otherMethods } from "#/server/api/rest/rest-door.ts";
import { answerSync } from "#/server/api/sync-door.ts";

export const GET = ({ request }: APIEvent) => answerSync(request);

const refuse = otherMethods("GET");
export const OPTIONS = refuse;
export const POST = refuse;
export const PUT = refuse;
export const PATCH = refuse;
export const DELETE = refuse;
