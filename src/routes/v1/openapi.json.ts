import type { APIEvent } from "@solidjs/start/server";
import { answerOpenApi } from "#/server/api/rest/openapi-door.ts";
import { otherMethods } from "#/server/api/rest/rest-door.ts";

export const GET = ({ request }: APIEvent) => answerOpenApi(request);
export const HEAD = ({ request }: APIEvent) => answerOpenApi(request);

const refuse = otherMethods("GET");
export const OPTIONS = refuse;
export const POST = refuse;
export const PUT = refuse;
export const PATCH = refuse;
export const DELETE = refuse;
