import { invitationJob, sendInvitationMail } from "#/server/admin/invite-participant.ts";
import { runApprovalExpiry, runReminder } from "#/server/ai/tool-jobs.ts";
import { reminderJob } from "#/server/ai/tools/builtin/reminders.ts";
import { approvalExpiryJob } from "#/server/ai/tools/request-calls.ts";
import type { App } from "#/server/app.ts";
import { sendRegistrationMail, sendResetMail } from "#/server/identity/account-mail-jobs.ts";
import { registrationJob } from "#/server/identity/register.ts";
import { resetJob } from "#/server/identity/reset-password.ts";
import { type JobOutcome, startWorker, type Worker } from "#/server/jobs/worker.ts";
import { sendMailJob } from "#/server/ports/mail/send-mail.ts";

export type JobDeps = {
  readonly app: App;
  readonly tenantId: string;
  /** Aborts when the attempt takes too long, is no longer ours, or the process ends. */
  readonly signal: AbortSignal;
};

/** Does one job. It parses its own payload, and doing it twice must be as good as once. */
export type JobHandler = (deps: JobDeps, payload: unknown) => Promise<void>;

/** What each kind of job does. A kind that is not here waits for a process that knows it. */
const jobHandlers: Readonly<Record<string, JobHandler>> = {
  "mail.send": sendMailJob,
  [registrationJob]: sendRegistrationMail,
  [resetJob]: sendResetMail,
  [invitationJob]: sendInvitationMail,
  [approvalExpiryJob]: runApprovalExpiry,
  [reminderJob]: runReminder,
};

/** Starts doing the jobs of every tenant in this process. */
export function startJobs(
  app: App,
  onFinished: (kind: string, outcome: JobOutcome, milliseconds: number) => void = () => {},
): Worker {
  const runs = Object.fromEntries(
    Object.entries(jobHandlers).map(([kind, handle]) => [
      kind,
      (tenantId: string, payload: unknown, signal: AbortSignal) => handle({ app, tenantId, signal }, payload),
    ]),
  );
  return startWorker({ database: app.database, wake: app.wake, runs, onFinished });
}
