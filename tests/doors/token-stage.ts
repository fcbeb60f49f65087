import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { TokenSet } from "../../src/domain/identity/schema.ts";
import type { Scope } from "../../src/domain/identity/scopes.ts";
import type { App } from "../../src/server/app.ts";
import { transact } from "../../src/server/database/transact.ts";
import { storePassword } from "../../src/server/identity/admit-account.ts";
import { createToken } from "../../src/server/identity/personal-tokens.ts";
import { startProgramSession } from "../../src/server/identity/refresh-tokens.ts";
import type { Person } from "../support/world.ts";
import { cookieOf, type Doors, openDoors } from "./support.ts";

// The doors for tokens, with Ana anew for each test: all of it lives as long as the one file that imports it.

export const host = "localhost:3000";
export const password = "correct horse battery staple";

export let doors: Doors;
export let ana: Person;
export let cookie: string;
export let made = 0;

/** The app of the doors, for as long as one test lasts, with other settings. */
export const share = (app: App) => {
  (globalThis as { scaiwaveApp?: Promise<App> }).scaiwaveApp = Promise.resolve(app);
};

beforeAll(async () => {
  doors = await openDoors();
});
afterAll(() => doors.end());
beforeEach(async () => {
  made += 1;
  ana = await doors.world.person(`ana${made}`, { email: `ana${made}@example.com` });
  cookie = await cookieOf(ana.participant.id);
});
afterEach(() => share(doors.app));

export type Asked = {
  fields?: Record<string, string> | string;
  json?: unknown;
  headers?: Record<string, string>;
  host?: string;
};

export function post(path: string, { fields, json, headers = {}, host: at = host }: Asked = {}): Request {
  const type = json === undefined ? "application/x-www-form-urlencoded" : "application/json";
  const body = json === undefined ? new URLSearchParams(fields).toString() : JSON.stringify(json);
  return new Request(`http://${at}${path}`, {
    method: "POST",
    body,
    headers: { host: at, "content-type": type, ...headers },
  });
}

export const get = (path: string, headers: Record<string, string> = {}) =>
  new Request(`http://${host}${path}`, { headers: { host, ...headers } });
export const dataOf = async <T>(response: Response) => ((await response.json()) as { data: T }).data;

/** Signs programs in with a password, as an instance with local accounts does. */
export async function withPasswords(allowed = true): Promise<void> {
  share({ ...doors.app, config: { ...doors.app.config, authMode: "local" } });
  const { database } = doors.app;
  const hash = await doors.app.passwords.hash(password);
  await transact(database, doors.world.tenantId, new Date(), async (tx) => {
    await storePassword(tx, ana.participant.id, hash, new Date());
    return tx.emit([], () => undefined);
  });
  const features = JSON.stringify({ auth: { password_grant_enabled: allowed } });
  await doors.world
    .owner`update app.tenants set features = ${features}::text::jsonb where tenant_id = ${doors.world.tenantId}`;
}

export const tokenOf = async (scopes: Scope[], person = ana) => {
  const ctx = { ...person.ctx, now: () => new Date() };
  return createToken(ctx, { name: "script", scopes, expires_in_days: null });
};
export const tokensOf = async (person = ana): Promise<TokenSet> =>
  startProgramSession(doors.app, await doors.app.tenants.byHost("localhost"), person.participant.id, "a program");
