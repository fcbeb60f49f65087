import { sql } from "drizzle-orm";
import { z } from "zod";
import type { InviteParticipantInput } from "#/domain/admin/inputs.ts";
import type { ManagedParticipant } from "#/domain/admin/schema.ts";
import { SwError } from "#/domain/errors.ts";
import { managedOne } from "#/server/admin/list-managed.ts";
import type { Config } from "#/server/config.ts";
import type { Database } from "#/server/database/connect.ts";
import { type Context, writing } from "#/server/database/context.ts";
import { transact } from "#/server/database/transact.ts";
import { admitAccount } from "#/server/identity/admit-account.ts";
import { takesPasswords } from "#/server/identity/auth-features.ts";
import { issueLink, linkAddress } from "#/server/identity/mail-links.ts";
import { invitationMail, welcomeMail } from "#/server/identity/mails.ts";
import { enqueue } from "#/server/jobs/enqueue.ts";
import { audit, auditorOf } from "#/server/log/audit.ts";
import type { Mail, Message } from "#/server/ports/mail/port.ts";

/** The job that writes the mail of an invitation. */
export const invitationJob = "account.invitation";

/**
 * Makes an account that has no password yet, and sends its owner a link with which they choose one. The address counts as
 * proven only when they come back with it.
 * Where a provider alone signs people in, accounts are made by signing in there, and nobody is invited here.
 * @throws SwError SW_AUTH_REGISTRATION_CLOSED, SW_EMAIL_TAKEN, SW_NAME_TAKEN, SW_TENANT_CAPACITY
 */
export async function inviteParticipant(
  ctx: Context,
  { authMode }: Pick<Config, "authMode">,
  input: InviteParticipantInput,
): Promise<ManagedParticipant> {
  if (authMode === "scaikey") {
    throw new SwError("SW_AUTH_REGISTRATION_CLOSED", "People get their account by signing in with the provider.");
  }
  return writing(ctx, async (tx) => {
    const around = { now: ctx.now, newId: ctx.newId, serverName: ctx.actor.serverName };
    const account = { ...input, roles: [], passwordHash: null, emailVerified: false };
    const { participantId, events } = await admitAccount(tx, around, account);
    const payload = { id: ctx.newId(), participant_id: participantId, inviter_id: ctx.actor.participantId };
    enqueue(tx, { id: ctx.newId(), kind: invitationJob, payload, runAt: ctx.now() });
    audit(tx, auditorOf(ctx), { action: "account.invited", target: { type: "participant", id: participantId } });
    const shown = await managedOne(tx, participantId);
    return tx.emit(events, (): ManagedParticipant => ({ ...shown, sign_in: ["invited"] }));
  });
}

const asked = z.object({ id: z.string().max(100), participant_id: z.uuid(), inviter_id: z.uuid() });
type Invited = { email: string; tenant: string; server_name: string; inviter: string };
type Deps = { app: { database: Database; mail: Mail; config: Config; now: () => Date }; tenantId: string };

/**
 * Makes the link and hands it straight to the mail, so that its secret is stored nowhere; a second attempt makes another
 * and voids the first. Whoever has a password or was deactivated meanwhile needs none.
 */
export async function sendInvitationMail({ app, tenantId }: Deps, payload: unknown): Promise<void> {
  const { id, participant_id, inviter_id } = asked.parse(payload);
  const mail = await transact(app.database, tenantId, app.now(), async (tx) => {
    const [invited] = await tx.rows<Invited>(sql`
      select p.email, t.name as tenant, t.server_name, coalesce(by.display_name, t.name) as inviter
      from app.participants p join app.tenants t on t.tenant_id = p.tenant_id
      left join app.participants by on by.id = ${inviter_id}
      where p.id = ${participant_id} and p.deactivated_at is null and p.email is not null and t.suspended_at is null
        and not exists (select from app.passwords w where w.participant_id = p.id) for no key update of p`);
    if (!invited) return tx.emit([], () => null);
    const { email, tenant, server_name, inviter } = invited;
    const mailed = (words: Pick<Message, "subject" | "text">) => tx.emit([], () => ({ id, to: email, ...words }));
    // In a demo one click is enough: a link with which to choose a password would lead nowhere.
    if (!takesPasswords(app.config)) {
      return mailed(welcomeMail(tenant, inviter, linkAddress(app.config, server_name, "/sign-in")));
    }
    const owner = { purpose: "invitation" as const, email, participantId: participant_id };
    const secret = await issueLink(tx, app.now(), owner);
    return mailed(invitationMail(tenant, inviter, linkAddress(app.config, server_name, "/reset", secret)));
  });
  if (mail) await app.mail.send(mail);
}
