import type { APIEvent } from "@solidjs/start/server";
import { answerDemoSignIn } from "#/server/api/sign-in-door.ts";

export const POST = ({ request }: APIEvent) => answerDemoSignIn(request);
