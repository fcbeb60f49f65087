import type { APIEvent } from "@solidjs/start/server";
import { answerForgot } from "#/server/api/account-doors.ts";

export const POST = ({ request }: APIEvent) => answerForgot(request);
