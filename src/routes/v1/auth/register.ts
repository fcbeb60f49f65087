import type { APIEvent } from "@solidjs/start/server";
import { answerRegister } from "#/server/api/auth-door.ts";

export const POST = ({ request }: APIEvent) => answerRegister(request);
