import type { APIEvent } from "@solidjs/start/server";
import { answerSetup } from "#/server/api/account-doors.ts";

export const POST = ({ request }: APIEvent) => answerSetup(request);
