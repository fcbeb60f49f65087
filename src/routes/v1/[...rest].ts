import type { APIEvent } from "@solidjs/start/server";
import { answerRest } from "#/server/api/rest/rest-door.ts";

const answer = ({ request }: APIEvent) => answerRest(request);

export const GET = answer;
export const HEAD = answer;
export const OPTIONS = answer;
export const POST = answer;
export const PUT = answer;
export const PATCH = answer;
export const DELETE = answer;
