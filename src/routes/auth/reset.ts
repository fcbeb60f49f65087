import type { APIEvent } from "@solidjs/start/server";
import { answerReset } from "#/server/api/account-doors.ts";

export const POST = ({ request }: APIEvent) => answerReset(request);
