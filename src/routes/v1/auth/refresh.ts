import type { APIEvent } from "@solidjs/start/server";
import { answerRefresh } from "#/server/api/auth-door.ts";

export const POST = ({ request }: APIEvent) => answerRefresh(request);
