import { sql } from "drizzle-orm";
import type { AuditAction } from "#/domain/admin/actions.ts";
import type { Context } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";

export type AuditLine = {
  action: AuditAction;
  target?: { type: string; id: string };
  /** Facts of the act, such as the roles before and after; never a secret, and never what people wrote. */
  details?: Record<string, unknown>;
};

/** Who did it and from where. A null actor is the operator's command line or the identity provider. */
export type Auditor = { newId: () => string; now: () => Date; actorId: string | null; address: string | null };

/** Writes a line of the audit log in the transaction of the act: no act without its line, no line without its act. */
export function audit(tx: Writer, by: Auditor, { action, target, details }: AuditLine): void {
  tx.alongside(sql`
    insert into app.audit_log (tenant_id, id, at, actor_id, action, target_type, target_id, details, address)
    values (${tx.tenantId}, ${by.newId()}, ${by.now().toISOString()}::timestamptz, ${by.actorId}, ${action},
      ${target?.type ?? null}, ${target?.id ?? null}, ${JSON.stringify(details ?? {})}::text::jsonb, ${by.address})`);
}

/** The actor of a use case, as the one who did it. */
export function auditorOf(ctx: Context): Auditor {
  return { newId: ctx.newId, now: ctx.now, actorId: ctx.actor.participantId, address: ctx.actor.address };
}
