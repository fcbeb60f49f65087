import { type JWTHeaderParameters, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { readConfig } from "../../src/server/config.ts";
import { proveBearer } from "../../src/server/identity/bearer.ts";
import { startProgramSession, type TokenDoor } from "../../src/server/identity/refresh-tokens.ts";
import { SigningKeys } from "../../src/server/identity/signing-keys.ts";
import type { Tenant } from "../../src/server/tenants/find-tenant.ts";
import { makeWorld, type Person, type TenantWorld, type World } from "./world.ts";

// The door of tokens without its HTTP, with Ana anew for each test; it lives as long as the one file that imports it.

export const dayMs = 24 * 3_600_000;

export let world: World;
export let acme: TenantWorld;
export let ana: Person;
export let door: TokenDoor;
export let home: Tenant;
export let foreign: Tenant;

const tenantOf = (tenant: TenantWorld, slug: string): Tenant => ({
  id: tenant.tenantId,
  slug,
  name: slug,
  serverName: tenant.serverName,
});

beforeAll(async () => {
  world = await makeWorld();
  acme = await world.tenant("acme");
  home = tenantOf(world, "home");
  foreign = tenantOf(acme, "acme");
});
afterAll(() => world.drop());

export let made = 0;
beforeEach(async () => {
  made += 1;
  ana = await world.person(`ana${made}`);
  door = {
    database: world.database,
    config: readConfig({}),
    keys: new SigningKeys(world.database.app, world.clock.now),
    wake: { advanced: (id) => world.advanced.push(id) },
    now: world.clock.now,
    newId: world.newId,
  };
});

export const tokens = (who = ana) => startProgramSession(door, home, who.participant.id, "a program");
export const prove = (token: string, tenant = home) => proveBearer(door, tenant, token);
export const claimsOf = (token: string): JWTPayload & Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString());
export const headerOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split(".")[0]!, "base64url").toString());

/** A token signed with our real key, with some claims and headers changed: what only a bug of ours could let in. */
export async function forged(claims: JWTPayload = {}, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
  const { access_token } = await tokens();
  const { kid, key } = await door.keys.signing();
  return new SignJWT({ ...claimsOf(access_token), ...claims })
    .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid, ...header })
    .sign(key);
}

export const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
