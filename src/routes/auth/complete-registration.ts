import type { APIEvent } from "@solidjs/start/server";
import { answerCompleteRegistration } from "#/server/api/account-doors.ts";

export const POST = ({ request }: APIEvent) => answerCompleteRegistration(request);
