import { sql } from "drizzle-orm";
import { read } from "#/server/database/transact.ts";
import type { Verifier } from "#/server/identity/bearer.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

export type SignInPage = {
  tenant: { name: string; server_name: string };
  demo: boolean;
  /** Who can be signed in as with one click; empty outside a demo. */
  people: { id: string; display_name: string; local_id: string; admin: boolean }[];
};

/** What the sign-in page shows. The only page a visitor gets, so it tells nothing of a tenant but its name. */
export async function signInPage({ database, demo }: Verifier, tenant: Tenant): Promise<SignInPage> {
  const people = demo
    ? await read(database, tenant.id, (tx) =>
        tx.rows<SignInPage["people"][number]>(sql`
          select id, display_name, local_id, 'admin' = any(roles) as admin from app.participants
          where participant_type = 'human' and deactivated_at is null order by created_at, id limit 12`),
      )
    : [];
  return { tenant: { name: tenant.name, server_name: tenant.serverName }, demo, people };
}
