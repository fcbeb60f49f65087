import type { APIEvent } from "@solidjs/start/server";
import { answerJwks } from "#/server/api/auth-door.ts";

export const GET = ({ request }: APIEvent) => answerJwks(request);
