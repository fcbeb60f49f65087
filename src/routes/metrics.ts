import type { APIEvent } from "@solidjs/start/server";
import { answerMetrics } from "#/server/node/metrics.ts";

export const GET = ({ request }: APIEvent) => answerMetrics(request);
