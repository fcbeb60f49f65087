import type { APIEvent } from "@solidjs/start/server";
import { answerSignOut } from "#/server/api/sign-in-door.ts";

export const POST = ({ request }: APIEvent) => answerSignOut(request);
