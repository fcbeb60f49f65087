import type { APIEvent } from "@solidjs/start/server";
import { answerSync } from "#/server/api/sync-door.ts";

export const GET = ({ request }: APIEvent) => answerSync(request);
