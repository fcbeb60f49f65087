import { sql } from "drizzle-orm";
import type { Config } from "#/server/config.ts";
import type { Database } from "#/server/database/connect.ts";
import { type Reader, read } from "#/server/database/transact.ts";
import { authFeatures, takesPasswords } from "#/server/identity/auth-features.ts";
import { hashSecret } from "#/server/identity/secrets.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

export type SignInPage = {
  tenant: { name: string; server_name: string };
  demo: boolean;
  /** Who can be signed in as with one click; empty but where the mode is `mock`. */
  people: { id: string; display_name: string; local_id: string; admin: boolean }[];
  /** Whether there are passwords, and so their doors: sign in, forgot, reset. */
  password: boolean;
  /** The identity provider to sign in with, if there is one. */
  provider: { name: string } | null;
  /** Whether one may ask for an account oneself. It may still be for some mail domains only. */
  registration: boolean;
  /** Whether the first owner is still to be made, with the code that the start printed. */
  setup: boolean;
};

type Around = { database: Database; config: Config };

/** What the sign-in page shows. The only page a visitor gets, so it tells nothing of a tenant but its name and its doors. */
export function signInPage({ database, config }: Around, tenant: Tenant): Promise<SignInPage> {
  return read(database, tenant.id, async (tx) => {
    const password = takesPasswords(config);
    const [features, people, setup] = await Promise.all([
      authFeatures(tx, config),
      config.mode === "demo" && config.authMode === "mock" ? demoPeople(tx) : [],
      awaitsFirstOwner(tx, config, tenant),
    ]);
    return {
      tenant: { name: tenant.name, server_name: tenant.serverName },
      demo: config.mode === "demo",
      people,
      password,
      provider: config.provider ? { name: config.provider.name } : null,
      registration: password && features.registration !== "closed",
      setup,
    };
  });
}

function demoPeople(tx: Reader): Promise<SignInPage["people"]> {
  return tx.rows<SignInPage["people"][number]>(sql`
    select id, display_name, local_id, 'admin' = any(roles) as admin from app.participants
    where participant_type = 'human' and deactivated_at is null order by created_at, id limit 12`);
}

/** In the instance's own tenant alone: others get their owner from the operator. */
export async function awaitsFirstOwner(
  tx: Reader,
  config: Config,
  tenant: Pick<Tenant, "serverName">,
): Promise<boolean> {
  if (config.mode !== "production" || !takesPasswords(config) || tenant.serverName !== config.serverName) return false;
  return !(await hasOwner(tx));
}

/** A deactivated owner counts: making a new one is then the operator's act, not that of whoever finds the page. */
export async function hasOwner(tx: Reader): Promise<boolean> {
  const rows = await tx.rows(sql`select id from app.participants where 'owner' = any(roles) limit 1`);
  return rows.length > 0;
}

export type LinkPage = {
  purpose: "reset_password" | "invitation" | "registration";
  email: string;
  /** Null for a registration, whose person is nobody yet. */
  display_name: string | null;
};

/** What the page of a mailed link shows, without using it up; null when it is used, expired, or of another tenant. */
export async function linkPage(
  { database, now }: { database: Database; now: () => Date },
  tenant: Tenant,
  link: string,
): Promise<LinkPage | null> {
  if (link.length === 0 || link.length > 100) return null;
  const hash = Buffer.from(hashSecret(link)).toString("hex");
  const [found] = await read(database, tenant.id, (tx) =>
    tx.rows<LinkPage>(sql`
      select l.purpose, l.email, p.display_name
      from app.mail_links l left join app.participants p on p.id = l.participant_id
      where l.secret_hash = decode(${hash}, 'hex') and l.expires_at > ${now().toISOString()}::timestamptz
        and p.deactivated_at is null`),
  );
  return found ?? null;
}
