import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Config } from "#/server/config.ts";
import type { Database } from "#/server/database/connect.ts";
import { transact, type Writer } from "#/server/database/transact.ts";
import { authFeatures, mayRegister } from "#/server/identity/auth-features.ts";
import { issueLink, linkAddress } from "#/server/identity/mail-links.ts";
import { alreadyRegisteredMail, registrationMail, resetMail } from "#/server/identity/mails.ts";
import type { Mail, Message } from "#/server/ports/mail/port.ts";

/**
 * The jobs that answer a question for a link. They look the account up, so that the request need not; and the link is made
 * here and handed straight to the mail, so that no secret of it is ever stored: a second attempt makes another.
 */
type Deps = { app: { database: Database; mail: Mail; config: Config; now: () => Date }; tenantId: string };

const asked = z.object({ id: z.string().max(100), email: z.string().max(320) });

type Host = { name: string; server_name: string };
type Words = Pick<Message, "subject" | "text">;

export function sendRegistrationMail(deps: Deps, payload: unknown): Promise<void> {
  return answer(deps, payload, async (tx, { name, server_name }, email) => {
    const { config, now } = deps.app;
    if (!mayRegister(await authFeatures(tx, config), email)) return null;
    const known = await tx.rows(sql`select id from app.participants where lower(email) = ${email}`);
    if (known.length > 0) return alreadyRegisteredMail(name, linkAddress(config, server_name, "/forgot"));
    const secret = await issueLink(tx, now(), { purpose: "registration", email, participantId: null });
    return registrationMail(name, linkAddress(config, server_name, "/register", secret));
  });
}

/** Only to a proven address: to another the account could be lost to whoever has the address by mistake. */
export function sendResetMail(deps: Deps, payload: unknown): Promise<void> {
  return answer(deps, payload, async (tx, { name, server_name }, email) => {
    const { config, now } = deps.app;
    const [person] = await tx.rows<{ id: string; email: string }>(sql`
      select id, lower(email) as email from app.participants
      where lower(email) = ${email} and email_verified_at is not null and deactivated_at is null
        and participant_type = 'human' for no key update`);
    if (!person) return null;
    const owner = { purpose: "reset_password" as const, email: person.email, participantId: person.id };
    const secret = await issueLink(tx, now(), owner);
    return resetMail(name, linkAddress(config, server_name, "/reset", secret));
  });
}

async function answer(
  { app, tenantId }: Deps,
  payload: unknown,
  write: (tx: Writer, host: Host, email: string) => Promise<Words | null>,
): Promise<void> {
  const { id, email } = asked.parse(payload);
  const words = await transact(app.database, tenantId, app.now(), async (tx) => {
    const [host] = await tx.rows<Host>(sql`
      select name, server_name from app.tenants where tenant_id = ${tenantId} and suspended_at is null`);
    const written = host ? await write(tx, host, email) : null;
    return tx.emit([], () => written);
  });
  if (words) await app.mail.send({ id, to: email, ...words });
}
