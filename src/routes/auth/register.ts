import type { APIEvent } from "@solidjs/start/server";
import { answerRegister } from "#/server/api/account-doors.ts";

export const POST = ({ request }: APIEvent) => answerRegister(request);
