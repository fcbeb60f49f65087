import type { APIEvent } from "@solidjs/start/server";
import { answerUpload } from "#/server/api/media-door.ts";
import { otherMethods } from "#/server/api/rest/rest-door.ts";

export const POST = ({ request }: APIEvent) => answerUpload(request);

const refuse = otherMethods("POST");
export const OPTIONS = refuse;
export const GET = refuse;
export const PUT = refuse;
export const PATCH = refuse;
export const DELETE = refuse;
