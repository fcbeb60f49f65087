import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { ChangePasswordInput } from "#/domain/identity/inputs.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import type { AccountDeps } from "#/server/identity/account-deps.ts";
import { requireGoodPassword } from "#/server/identity/admit-account.ts";
import { takesPasswords } from "#/server/identity/auth-features.ts";
import { endAllSessions } from "#/server/identity/deactivate-participant.ts";
import { tellPasswordChanged } from "#/server/identity/reset-password.ts";
import { audit, auditorOf } from "#/server/log/audit.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

type Own = { hash: string | null; email: string | null; local_id: string; display_name: string };

/**
 * Changes one's own password with the current one, and ends one's other sessions. Attempts are counted like those of
 * signing in: who finds an unlocked screen must not guess at it either.
 * @throws SwError SW_NOT_FOUND where there are no passwords, SW_AUTH_BAD_CREDENTIALS, SW_AUTH_WEAK_PASSWORD,
 * SW_RATE_LIMIT_EXCEEDED
 */
export async function changePassword(
  deps: Pick<AccountDeps, "limits" | "passwords" | "config" | "newId" | "now">,
  tenant: Tenant,
  ctx: Context,
  { current_password, new_password }: ChangePasswordInput,
): Promise<void> {
  if (!takesPasswords(deps.config)) throw new SwError("SW_NOT_FOUND");
  const me = ctx.actor.participantId;
  await deps.limits.consume("sign_in_account", tenant.id, me);
  const own = await reading(ctx, async (tx) => {
    const [row] = await tx.rows<Own>(sql`
      select w.hash, p.email, p.local_id, p.display_name
      from app.participants p left join app.passwords w on w.participant_id = p.id where p.id = ${me}`);
    return row;
  });
  const isRight = await deps.passwords.matches(current_password, own?.hash ?? null);
  if (!own?.hash || !isRight) throw new SwError("SW_AUTH_BAD_CREDENTIALS");
  requireGoodPassword(new_password, own);
  const hash = await deps.passwords.hash(new_password);

  await writing(ctx, async (tx) => {
    // Only over the one that was checked: of two changes at once, the second no longer knew the current one.
    const changed = await tx.rows(sql`
      update app.passwords set hash = ${hash}, changed_at = ${ctx.now().toISOString()}::timestamptz
      where participant_id = ${me} and hash = ${own.hash} returning participant_id`);
    if (changed.length === 0) throw new SwError("SW_AUTH_BAD_CREDENTIALS");
    await tx.rows(sql`delete from app.mail_links where participant_id = ${me}`);
    const by = auditorOf(ctx);
    audit(tx, by, { action: "account.password_changed", target: { type: "participant", id: me } });
    if (own.email) tellPasswordChanged(tx, deps, tenant, own.email);
    const events = await endAllSessions(tx, by, me, { except: ctx.actor.sessionId });
    return tx.emit(events, () => undefined);
  });
  await deps.limits.forgive("sign_in_account", tenant.id, me);
}
