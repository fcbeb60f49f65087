import type { APIEvent } from "@solidjs/start/server";
import { answerAuthConfig } from "#/server/api/auth-door.ts";

export const GET = ({ request }: APIEvent) => answerAuthConfig(request);
