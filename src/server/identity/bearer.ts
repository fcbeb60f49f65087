import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { scopes } from "#/domain/identity/scopes.ts";
import type { Database } from "#/server/database/connect.ts";
import type { Actor } from "#/server/database/context.ts";
import { read } from "#/server/database/transact.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/** Where credentials are checked: `demo` alone lets mock bearers in. */
export type Verifier = { database: Database; demo: boolean };

/**
 * Whom a bearer token names in this tenant, or SW_AUTH_INVALID_TOKEN. JWT-shaped tokens are always verified, never
 * mocked; none are issued yet, so all are refused. Any other bearer is the fixed demo person, and only in a demo.
 */
export async function actorOfBearer(verifier: Verifier, tenant: Tenant, token: string): Promise<Actor> {
  const jwtShaped = token.split(".").length === 3;
  if (jwtShaped || !verifier.demo) throw new SwError("SW_AUTH_INVALID_TOKEN");
  const person = await fixedPerson(verifier, tenant);
  if (!person) throw new SwError("SW_AUTH_INVALID_TOKEN");
  return {
    tenantId: tenant.id,
    serverName: tenant.serverName,
    participantId: person.id,
    roles: person.roles,
    sessionId: null,
    credential: "mock",
    scopes,
    address: null,
  };
}

/** The first person of the tenant stands in for every mock bearer. */
async function fixedPerson(verifier: Verifier, tenant: Tenant): Promise<{ id: string; roles: string[] } | undefined> {
  const rows = await read(verifier.database, tenant.id, (tx) =>
    tx.rows<{ id: string; roles: string[] }>(sql`
      select id, to_jsonb(roles) as roles from app.participants
      where participant_type = 'human' and deactivated_at is null order by created_at, id limit 1`),
  );
  return rows[0];
}
