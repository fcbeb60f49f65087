import { z } from "zod";
import type { App } from "#/server/app.ts";

/** Payloads were written by us, and a job may be older than the program that runs it. */
const message = z.object({
  id: z.string().max(100),
  to: z.string().max(320),
  subject: z.string().max(300),
  text: z.string().max(100_000),
});

/** The job of kind `mail.send`. Rejects when the mail did not leave, so that the job is tried again. */
export async function sendMailJob(
  { app }: { app: Pick<App, "mail">; tenantId: string },
  payload: unknown,
): Promise<void> {
  await app.mail.send(message.parse(payload));
}
