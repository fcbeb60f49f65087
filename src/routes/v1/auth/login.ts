import type { APIEvent } from "@solidjs/start/server";
import { answerCodeLogin } from "#/server/api/auth-door.ts";
import { answerProviderReturn } from "#/server/api/provider-door.ts";

export const GET = ({ request }: APIEvent) => answerProviderReturn(request);
export const POST = ({ request }: APIEvent) => answerCodeLogin(request);
