import { sql } from "drizzle-orm";
import type { Config } from "#/server/config.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { hashSecret, newSecret } from "#/server/identity/secrets.ts";

export type LinkPurpose = "reset_password" | "invitation" | "registration";

const hourMs = 3_600_000;
/** How long each kind of link works. A reset is asked for by someone who waits for it; an invitation waits for them. */
const lifeMs: Record<LinkPurpose, number> = {
  reset_password: hourMs,
  registration: 24 * hourMs,
  invitation: 7 * 24 * hourMs,
};

/** For whom a link is: `participantId` is null for a registration, whose person is nobody yet. */
export type LinkOwner = { purpose: LinkPurpose; email: string; participantId: string | null };
export type FoundLink = LinkOwner & { displayName: string | null; localId: string | null };

/**
 * Makes a link and answers its secret, which only the mail may carry: the database keeps its hash. Earlier links of the
 * same purpose for the same person or address are void, so the newest mail is the one that works.
 */
export async function issueLink(tx: Writer, now: Date, { purpose, email, participantId }: LinkOwner): Promise<string> {
  const secret = newSecret();
  const expires = new Date(now.getTime() + lifeMs[purpose]).toISOString();
  await tx.rows(sql`
    delete from app.mail_links
    where expires_at < ${now.toISOString()}::timestamptz
      or (purpose = ${purpose} and (participant_id = ${participantId}::uuid or (${participantId}::uuid is null and email = ${email})))`);
  await tx.rows(sql`
    insert into app.mail_links (tenant_id, secret_hash, participant_id, purpose, email, created_at, expires_at)
    values (${tx.tenantId}, decode(${hex(secret)}, 'hex'), ${participantId}::uuid, ${purpose}, ${email},
      ${now.toISOString()}::timestamptz, ${expires}::timestamptz)`);
  return secret;
}

/**
 * Looks at a link without using it up; undefined when it is used, expired, of another tenant, or leads to a closed account.
 * One that was sent to an address which the account no longer has is worth nothing either.
 */
export async function findLink(tx: Reader, now: Date, secret: string): Promise<FoundLink | undefined> {
  if (secret.length === 0 || secret.length > 100) return undefined;
  const [found] = await tx.rows<FoundLink>(sql`
    select l.purpose, l.email, l.participant_id as "participantId", p.display_name as "displayName", p.local_id as "localId"
    from app.mail_links l left join app.participants p on p.id = l.participant_id
    where l.secret_hash = decode(${hex(secret)}, 'hex') and l.expires_at > ${now.toISOString()}::timestamptz
      and (l.purpose = 'registration' or (p.deactivated_at is null and lower(p.email) = lower(l.email)))`);
  return found;
}

/** Uses a link up: of several who come with it at once, exactly one gets an answer. */
export async function takeLink(tx: Writer, now: Date, secret: string): Promise<FoundLink | undefined> {
  const found = await findLink(tx, now, secret);
  if (!found) return undefined;
  const taken = await tx.rows(sql`
    delete from app.mail_links where secret_hash = decode(${hex(secret)}, 'hex') returning purpose`);
  return taken.length === 1 ? found : undefined;
}

/**
 * Where a link in a mail leads: always to the tenant's own host, as configured. The Host of the request that asked for the
 * mail is whatever its sender wrote, and a link built from it would hand the secret to them.
 */
export function linkAddress(
  { mode, port }: Pick<Config, "mode" | "port">,
  serverName: string,
  path: "/register" | "/reset" | "/forgot" | "/sign-in",
  secret?: string,
): string {
  const scheme = mode === "production" ? "https" : "http";
  const shownPort = mode === "production" || port === 80 ? "" : `:${port}`;
  return `${scheme}://${serverName}${shownPort}${path}${secret === undefined ? "" : `?link=${secret}`}`;
}

function hex(secret: string): string {
  return Buffer.from(hashSecret(secret)).toString("hex");
}
