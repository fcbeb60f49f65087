import type { APIEvent } from "@solidjs/start/server";
import { answerProviderStart } from "#/server/api/provider-door.ts";

export const GET = ({ request }: APIEvent) => answerProviderStart(request);
