import type { APIEvent } from "@solidjs/start/server";
import { answerSigned } from "#/server/api/media-door.ts";
import { answerRest } from "#/server/api/rest/rest-door.ts";

/** With a signature the picture itself; without one, for those who may see it, an address that has one. */
const answer = ({ request, params }: APIEvent) =>
  new URL(request.url).searchParams.has("signature") ? answerSigned(request, params.media ?? "") : answerRest(request);

export const GET = answer;
export const HEAD = answer;

const refuse = ({ request }: APIEvent) => answerRest(request);
export const OPTIONS = refuse;
export const POST = refuse;
export const PUT = refuse;
export const PATCH = refuse;
export const DELETE = refuse;
