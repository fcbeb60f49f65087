import type { APIEvent } from "@solidjs/start/server";
import { answerTrpc } from "#/server/api/trpc-door.ts";

const answer = ({ request }: APIEvent) => answerTrpc(request);

export const GET = answer;
export const POST = answer;
