import type { APIEvent } from "@solidjs/start/server";
import { answerScaiKeyWebhook } from "#/server/api/webhook-door.ts";

export const POST = ({ request }: APIEvent) => answerScaiKeyWebhook(request);
