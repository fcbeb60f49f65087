import { sql } from "drizzle-orm";
import type { Config } from "#/server/config.ts";
import type { Database } from "#/server/database/connect.ts";
import { type Reader, read } from "#/server/database/transact.ts";
import { authFeatures, takesPasswords } from "#/server/identity/auth-features.ts";
import { findLink, type LinkPurpose } from "#/server/identity/mail-links.ts";
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
      isSetUpHere(config, tenant) ? hasOwner(tx).then((known) => !known) : false,
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

/** Where a setup code makes an owner: in the instance's own tenant alone. Others get theirs from the operator. */
export function isSetUpHere(config: Config, tenant: Pick<Tenant, "serverName">): boolean {
  return config.mode === "production" && takesPasswords(config) && tenant.serverName === config.serverName;
}

/** A deactivated owner counts: making a new one is then the operator's act, not that of whoever finds the page. */
export async function hasOwner(tx: Reader): Promise<boolean> {
  const rows = await tx.rows(sql`select id from app.participants where 'owner' = any(roles) limit 1`);
  return rows.length > 0;
}

export type LinkPage = {
  purpose: LinkPurpose;
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
  return read(database, tenant.id, async (tx) => {
    const found = await findLink(tx, now(), link);
    return found ? { purpose: found.purpose, email: found.email, display_name: found.displayName } : null;
  });
}
