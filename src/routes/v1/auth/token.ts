import type { APIEvent } from "@solidjs/start/server";
import { answerToken } from "#/server/api/auth-door.ts";

export const POST = ({ request }: APIEvent) => answerToken(request);
