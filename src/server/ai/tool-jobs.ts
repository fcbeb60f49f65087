import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { expireApproval } from "#/server/ai/approvals.ts";
import { deliverReminder } from "#/server/ai/tools/builtin/reminders.ts";
import type { AiHost } from "#/server/ai/tools/host.ts";
import { resumeTurn } from "#/server/ai/turns/start-turn.ts";

type Deps = { app: AiHost; tenantId: string };

const call = z.object({ call_id: id });
const reminder = z.object({ reminder_id: id });

/** Ends a call that nobody decided on in time. */
export function runApprovalExpiry({ app, tenantId }: Deps, payload: unknown): Promise<void> {
  return expireApproval(app, tenantId, call.parse(payload).call_id, (tx, turnId) => resumeTurn(app, tx, turnId));
}

/** Says a reminder that is due. */
export function runReminder({ app, tenantId }: Deps, payload: unknown): Promise<void> {
  return deliverReminder(app, tenantId, reminder.parse(payload).reminder_id);
}
