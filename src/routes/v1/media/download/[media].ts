import type { APIEvent } from "@solidjs/start/server";
import { answerDownload } from "#/server/api/media-door.ts";
import { otherMethods } from "#/server/api/rest/rest-door.ts";

const answer = ({ request, params }: APIEvent) => answerDownload(request, params.media ?? "");

export const GET = answer;
export const HEAD = answer;

const refuse = otherMethods("GET", "HEAD");
export const OPTIONS = refuse;
export const POST = refuse;
export const PUT = refuse;
export const PATCH = refuse;
export const DELETE = refuse;
