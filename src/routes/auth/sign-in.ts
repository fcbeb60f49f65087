import type { APIEvent } from "@solidjs/start/server";
import { answerSignIn } from "#/server/api/sign-in-door.ts";

export const POST = ({ request }: APIEvent) => answerSignIn(request);
