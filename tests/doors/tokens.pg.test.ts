import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { TokenSet } from "../../src/domain/identity/schema.ts";
import type { Scope } from "../../src/domain/identity/scopes.ts";
import {
  answerAuthConfig,
  answerCodeLogin,
  answerJwks,
  answerRefresh,
  answerRegister,
  answerToken,
} from "../../src/server/api/auth-door.ts";
import { answerSync } from "../../src/server/api/sync-door.ts";
import type { App } from "../../src/server/app.ts";
import { transact } from "../../src/server/database/transact.ts";
import { storePassword } from "../../src/server/identity/admit-account.ts";
import { deactivateParticipant } from "../../src/server/identity/deactivate-participant.ts";
import { openStream } from "../../src/server/identity/open-stream.ts";
import { createToken, verifyPersonalToken } from "../../src/server/identity/personal-tokens.ts";
import { startProgramSession } from "../../src/server/identity/refresh-tokens.ts";
import { absentId, expectRefusal } from "../support/refusal.ts";
import type { Person } from "../support/world.ts";
import { call, codeOf, cookieOf, type Doors, openDoors, signOut, syncSince } from "./support.ts";

const host = "localhost:3000";
const password = "correct horse battery staple";

let doors: Doors;
let ana: Person;
let cookie: string;
let made = 0;

/** The app of the doors, for as long as one test lasts, with other settings. */
const share = (app: App) => {
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

type Asked = {
  fields?: Record<string, string> | string;
  json?: unknown;
  headers?: Record<string, string>;
  host?: string;
};

function post(path: string, { fields, json, headers = {}, host: at = host }: Asked = {}): Request {
  const type = json === undefined ? "application/x-www-form-urlencoded" : "application/json";
  const body = json === undefined ? new URLSearchParams(fields).toString() : JSON.stringify(json);
  return new Request(`http://${at}${path}`, {
    method: "POST",
    body,
    headers: { host: at, "content-type": type, ...headers },
  });
}

const get = (path: string, headers: Record<string, string> = {}) =>
  new Request(`http://${host}${path}`, { headers: { host, ...headers } });
const dataOf = async <T>(response: Response) => ((await response.json()) as { data: T }).data;

/** Signs programs in with a password, as an instance with local accounts does. */
async function withPasswords(allowed = true): Promise<void> {
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

const tokenOf = async (scopes: Scope[], person = ana) => {
  const ctx = { ...person.ctx, now: () => new Date() };
  return createToken(ctx, { name: "script", scopes, expires_in_days: null });
};
const tokensOf = async (person = ana): Promise<TokenSet> =>
  startProgramSession(doors.app, await doors.app.tenants.byHost("localhost"), person.participant.id, "a program");

describe("the doors for tokens", () => {
  test("say what a program must know", async () => {
    const response = await answerAuthConfig(get("/v1/auth/config"));
    expect(await response.json()).toEqual({
      data: {
        issuer: "http://localhost:3000",
        authorization_endpoint: null,
        token_endpoint: "http://localhost:3000/v1/auth/token",
        jwks_uri: "http://localhost:3000/v1/auth/jwks.json",
        scopes_supported: ["openid", "profile", "email"],
        redirect_uri: "http://localhost:3000/v1/auth/login",
        grant_types: ["refresh_token"],
      },
      meta: { request_id: expect.any(String) },
    });
    await withPasswords();
    const local = await dataOf<{ grant_types: string[] }>(await answerAuthConfig(get("/v1/auth/config")));
    expect(local.grant_types).toEqual(["password", "refresh_token"]);
  });

  test("publish the keys that verify, and nothing else of them", async () => {
    await tokensOf();
    const response = await answerJwks(get("/v1/auth/jwks.json"));
    const { keys } = (await response.json()) as { keys: Record<string, string>[] };
    expect(keys).toHaveLength(1);
    expect(keys[0]).toEqual({
      kty: "OKP",
      crv: "Ed25519",
      alg: "EdDSA",
      use: "sig",
      kid: expect.any(String),
      x: expect.any(String),
    });
  });

  test("give tokens for a name and a password, as a form and as JSON, and keep none", async () => {
    await withPasswords();
    const fields = { grant_type: "password", username: `ana${made}`, password };
    for (const asked of [{ fields }, { json: fields }]) {
      const response = await answerToken(post("/v1/auth/token", asked));
      expect(response.status).toBe(200);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
      expect(response.headers.get("set-cookie")).toBeNull();
      const set = await dataOf<TokenSet>(response);
      expect(set).toMatchObject({ token_type: "Bearer", expires_in: 3600 });
      expect((await call("views.overview", "query", undefined, { bearer: set.access_token })).status).toBe(200);
    }
  });

  test("give none for a wrong password, an unknown name, or where the tenant does not allow it", async () => {
    await withPasswords();
    const ask = async (more: Record<string, string>) => {
      const response = await answerToken(
        post("/v1/auth/token", { fields: { grant_type: "password", username: `ana${made}`, password, ...more } }),
      );
      return [response.status, await codeOf(response)];
    };
    expect(await ask({ password: "wrong" })).toEqual([401, "SW_AUTH_BAD_CREDENTIALS"]);
    expect(await ask({ username: "nobody" })).toEqual([401, "SW_AUTH_BAD_CREDENTIALS"]);
    await withPasswords(false);
    expect(await ask({})).toEqual([403, "SW_AUTH_GRANT_DISABLED"]);
    share(doors.app);
    expect(await ask({})).toEqual([403, "SW_AUTH_GRANT_DISABLED"]);
  });

  test("take the grants they know, each field once, and no other field or form", async () => {
    await withPasswords();
    const good = { grant_type: "password", username: `ana${made}`, password };
    const bad: Asked[] = [
      { fields: {} },
      { fields: { ...good, grant_type: "client_credentials" } },
      { fields: { ...good, scope: "admin" } },
      { fields: { ...good, tenant_id: absentId } },
      { fields: `${new URLSearchParams(good)}&username=other` },
      { json: { ...good, password: { $ne: "" } } },
      { json: { ...good, username: ["a"] } },
      { json: [good] },
      { json: null },
      { fields: good, headers: { "content-type": "text/plain" } },
      { fields: "{", headers: { "content-type": "application/json" } },
      { fields: { ...good, username: "a".repeat(321) } },
    ];
    for (const asked of bad) {
      const response = await answerToken(post("/v1/auth/token", asked));
      expect([JSON.stringify(asked), response.status, await codeOf(response)]).toEqual([
        JSON.stringify(asked),
        400,
        "SW_BAD_REQUEST",
      ]);
    }
    const huge = await answerToken(post("/v1/auth/token", { fields: { ...good, password: "x".repeat(300_000) } }));
    expect(huge.status).toBe(413);
  });

  test("refuse a browser of another site and serve programs, which have no Origin", async () => {
    const { refresh_token } = await tokensOf();
    for (const origin of ["https://evil.example", "null", "http://localhost:3001"]) {
      for (const answer of [answerRefresh, answerToken, answerCodeLogin, answerRegister]) {
        const response = await answer(post("/v1/auth/x", { fields: { refresh_token }, headers: { origin } }));
        expect(await codeOf(response)).toBe("SW_AUTH_BAD_ORIGIN");
      }
    }
    expect((await answerRefresh(post("/v1/auth/refresh", { fields: { refresh_token } }))).status).toBe(200);
  });

  test("exchange a refresh token in both places, once", async () => {
    const { refresh_token } = await tokensOf();
    const second = await dataOf<TokenSet>(await answerRefresh(post("/v1/auth/refresh", { json: { refresh_token } })));
    const again = await answerRefresh(post("/v1/auth/refresh", { json: { refresh_token } }));
    expect([again.status, await codeOf(again)]).toEqual([401, "SW_AUTH_INVALID_TOKEN"]);
    const fields = { grant_type: "refresh_token", refresh_token: second.refresh_token };
    expect((await answerToken(post("/v1/auth/token", { fields }))).status).toBe(200);
    const elsewhere = await doors.world.tenant(`acme${made}`);
    const third = await tokensOf();
    const foreign = post("/v1/auth/refresh", {
      json: { refresh_token: third.refresh_token },
      host: `${elsewhere.serverName}:3000`,
    });
    expect((await answerRefresh(foreign)).status).toBe(401);
  });

  test("want the whole exchange of a code, and a provider for it", async () => {
    const fields = { code: "c", redirect_uri: "http://localhost:3000/v1/auth/login", code_verifier: "v".repeat(43) };
    const response = await answerCodeLogin(post("/v1/auth/login", { fields }));
    expect([response.status, await codeOf(response)]).toEqual([400, "SW_AUTH_OIDC_FAILED"]);
    for (const missing of ["code", "redirect_uri", "code_verifier"]) {
      const { [missing]: _, ...rest } = fields as Record<string, string>;
      expect(await codeOf(await answerCodeLogin(post("/v1/auth/login", { fields: rest })))).toBe("SW_BAD_REQUEST");
    }
  });

  test("tell a bearer who they are here, as often as asked", async () => {
    const { access_token } = await tokensOf();
    const ask = (bearer: string) =>
      answerRegister(post("/v1/auth/register", { headers: { authorization: `Bearer ${bearer}` } }));
    const first = await dataOf<unknown>(await ask(access_token));
    expect(first).toEqual({
      participant_id: ana.participant.id,
      tenant_id: doors.world.tenantId,
      display_name: `Ana${made}`,
      local_id: `ana${made}`,
      fqid: `@ana${made}:localhost`,
      personal_workspace_id: ana.workspace.id,
    });
    expect(await dataOf<unknown>(await ask(access_token))).toEqual(first);
    expect((await ask((await tokenOf(["read"])).token)).status).toBe(200);
    expect((await ask((await tokenOf(["write"])).token)).status).toBe(403);
    expect((await answerRegister(post("/v1/auth/register"))).status).toBe(401);
    expect((await answerRegister(post("/v1/auth/register", { headers: { cookie } }))).status).toBe(401);
  });

  test("count attempts at refresh tokens from one address, and say when to come back", async () => {
    const headers = { "x-scaiwave-address": "198.51.100.7" };
    const statuses: number[] = [];
    for (let n = 0; n < 61; n += 1) {
      const response = await answerRefresh(post("/v1/auth/refresh", { json: { refresh_token: `swr_${n}` }, headers }));
      statuses.push(response.status);
      if (response.status === 429) expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect(new Set(statuses.slice(0, 60))).toEqual(new Set([401]));
    expect(statuses.at(-1)).toBe(429);
  });
});

describe("a credential in another place", () => {
  const elsewhere = (secret: string): [string, Record<string, string>, string][] => [
    ["x-api-key", { "x-api-key": secret }, ""],
    ["a query", {}, `?access_token=${encodeURIComponent(secret)}&token=${encodeURIComponent(secret)}`],
    ["a cookie of any name", { cookie: `access_token=${secret}; ${doors.app.sessions.cookieName}=${secret}` }, ""],
    ["another scheme", { authorization: `Basic ${Buffer.from(`x:${secret}`).toString("base64")}` }, ""],
    ["no scheme", { authorization: secret }, ""],
    ["a header of a proxy", { "x-forwarded-authorization": `Bearer ${secret}`, "x-access-token": secret }, ""],
  ];

  test("opens nothing: Authorization alone carries tokens, the cookie alone a browser's session", async () => {
    const { access_token, refresh_token } = await tokensOf();
    const { token } = await tokenOf(["read", "write"]);
    for (const secret of [access_token, refresh_token, token]) {
      for (const [where, headers, query] of elsewhere(secret)) {
        const ask = { headers: { host, ...headers } };
        const response = await answerSync(new Request(`http://${host}/v1/sync${query}`, ask));
        expect([where, response.status]).toEqual([where, 401]);
      }
    }
  });

  test("beside a good cookie decides alone: a bad bearer is not helped by it", async () => {
    for (const bearer of ["a.b.c", "swp_nothing", "swr_nothing"]) {
      expect((await call("views.overview", "query", undefined, { cookie, bearer })).status).toBe(401);
    }
    const { token } = await tokenOf(["read"]);
    const response = await call("presence.set", "mutation", { presence: null }, { cookie, bearer: token });
    expect(await codeOf(response)).toBe("SW_AUTH_INSUFFICIENT_SCOPE");
  });

  test("cannot become a browser's: no ticket, no token and no sign-out by a token", async () => {
    const { access_token } = await tokensOf();
    const { token } = await tokenOf(["read", "write"]);
    for (const bearer of [access_token, token]) {
      const ticket = await call("identity.streamTicket", "mutation", { client_id: absentId }, { bearer });
      expect(await codeOf(ticket)).toBe("SW_AUTH_NEEDS_SESSION");
    }
    const input = { name: "stronger", scopes: ["read", "write", "admin"], expires_in_days: null };
    for (const [name, kind, body] of [
      ["identity.createToken", "mutation", input],
      ["identity.tokens", "query", undefined],
      ["identity.revokeToken", "mutation", { token_id: absentId }],
    ] as const) {
      expect(await codeOf(await call(name, kind, body, { bearer: token }))).toBe("SW_AUTH_NEEDS_SESSION");
    }
    await signOut({ bearer: token });
    expect((await call("views.overview", "query", undefined, { bearer: token })).status).toBe(200);
  });
});

describe("a personal token", () => {
  const read = (bearer: string) => call("views.overview", "query", undefined, { bearer });
  const write = (bearer: string) => call("presence.set", "mutation", { presence: null }, { bearer });
  const admin = (bearer: string) => call("admin.settings", "query", undefined, { bearer });
  const change = (bearer: string) => call("admin.updateSettings", "mutation", {}, { bearer });

  test("does what its scopes say, whatever its owner may do", async () => {
    const olga = await doors.world.person(`olga${made}`, { roles: ["owner"] });
    const rows: [Scope[], number[]][] = [
      [["read"], [200, 403, 403, 403, 200]],
      [["write"], [403, 200, 403, 403, 403]],
      [
        ["read", "write"],
        [200, 200, 403, 403, 200],
      ],
      [
        ["read", "admin"],
        [200, 403, 200, 403, 200],
      ],
      [["admin"], [403, 403, 403, 403, 403]],
      [
        ["read", "write", "admin"],
        [200, 200, 200, 200, 200],
      ],
    ];
    for (const [scopes, statuses] of rows) {
      const { token } = await tokenOf(scopes, olga);
      const answers = [await read(token), await write(token), await admin(token), await change(token)];
      const sync = await syncSince("?since=0&timeout=0", { bearer: token });
      expect([scopes, ...answers.map(({ status }) => status), sync.status]).toEqual([scopes, ...statuses]);
    }
  });

  test("of the scope admin is given to admins alone and is worth nothing to who is none any more", async () => {
    await expectRefusal(tokenOf(["read", "admin"]), "SW_AUTH_INSUFFICIENT_PERMISSION");
    const adam = await doors.world.person(`adam${made}`, { roles: ["admin"] });
    const { token } = await tokenOf(["read", "admin"], adam);
    expect((await admin(token)).status).toBe(200);
    await doors.world.owner`update app.participants set roles = '{}' where id = ${adam.participant.id}`;
    expect(await codeOf(await admin(token))).toBe("SW_AUTH_INSUFFICIENT_PERMISSION");
  });

  test("is shown once, listed without its secret, and dead when it is revoked", async () => {
    const input = { name: "  Nightly   report ", scopes: ["read", "read"], expires_in_days: 30 };
    const asked = await call("identity.createToken", "mutation", input, { cookie });
    const { data: fresh } = (
      (await asked.json()) as { result: { data: { id: string; token: string; name: string; scopes: string[] } } }
    ).result;
    expect(fresh).toMatchObject({
      name: "Nightly report",
      scopes: ["read"],
      token: expect.stringMatching(/^swp_[\w-]{43}$/),
    });
    const list = await (await call("identity.tokens", "query", undefined, { cookie })).text();
    expect(list).toContain(fresh.id);
    expect(list).not.toContain(fresh.token);
    expect((await read(fresh.token)).status).toBe(200);
    const stranger = await cookieOf((await doors.world.person(`eve${made}`)).participant.id);
    const foreign = await call("identity.revokeToken", "mutation", { token_id: fresh.id }, { cookie: stranger });
    expect(await codeOf(foreign)).toBe("SW_TOKEN_NOT_FOUND");
    expect((await call("identity.revokeToken", "mutation", { token_id: fresh.id }, { cookie })).status).toBe(200);
    expect(await codeOf(await read(fresh.token))).toBe("SW_AUTH_INVALID_TOKEN");
    expect(await codeOf(await call("identity.revokeToken", "mutation", { token_id: fresh.id }, { cookie }))).toBe(
      "SW_TOKEN_NOT_FOUND",
    );
    const [stored] = await doors.world
      .owner`select count(*)::int as n from app.personal_tokens where name = 'Nightly report'`;
    expect(stored!.n).toBe(0);
    const lines = await doors.world.owner`select action from app.audit_log where target_id = ${fresh.id} order by id`;
    expect(lines.map(({ action }) => action)).toEqual(["token.created", "token.revoked"]);
  });

  test("takes nothing beside its name, scopes and days", async () => {
    const good = { name: "t", scopes: ["read"], expires_in_days: 1 };
    const bad = [
      { ...good, participant_id: absentId },
      { ...good, id: absentId },
      { ...good, secret_hash: "00" },
      { ...good, scopes: [] },
      { ...good, scopes: ["everything"] },
      { ...good, scopes: "read" },
      { ...good, expires_in_days: 0 },
      { ...good, expires_in_days: 3651 },
      { ...good, name: "" },
      { name: "t", scopes: ["read"] },
    ];
    for (const input of bad) {
      const response = await call("identity.createToken", "mutation", input, { cookie });
      expect([JSON.stringify(input), response.status]).toEqual([JSON.stringify(input), 400]);
    }
  });

  test("is one of at most fifty, also when many are made at once", async () => {
    const input = { name: "many", scopes: ["read"], expires_in_days: null };
    const answers = await Promise.all(
      Array.from({ length: 55 }, () => call("identity.createToken", "mutation", input, { cookie })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(50);
    for (const each of answers) if (each.status !== 200) expect(await codeOf(each)).toBe("SW_TENANT_CAPACITY");
  });

  test("is dead with its owner's account, in another tenant, and at its end", async () => {
    const { token, id } = await tokenOf(["read"]);
    const elsewhere = await doors.world.tenant(`other${made}`);
    const foreign = await call("views.overview", "query", undefined, {
      bearer: token,
      host: `${elsewhere.serverName}:3000`,
    });
    expect(await codeOf(foreign)).toBe("SW_AUTH_INVALID_TOKEN");
    await doors.world.owner`update app.personal_tokens set expires_at = now() + interval '1 minute' where id = ${id}`;
    expect((await read(token)).status).toBe(200);
    await doors.world.owner`update app.personal_tokens set expires_at = now() where id = ${id}`;
    expect(await codeOf(await read(token))).toBe("SW_AUTH_EXPIRED_TOKEN");

    const other = await tokenOf(["read"]);
    const by = { now: () => new Date(), newId: doors.app.newId, actorId: null, address: null };
    await transact(doors.app.database, doors.world.tenantId, new Date(), async (tx) =>
      tx.emit(await deactivateParticipant(tx, by, ana.participant.id), () => undefined),
    );
    expect(await codeOf(await read(other.token))).toBe("SW_AUTH_INVALID_TOKEN");
  });

  test("notes its use every five minutes at most", async () => {
    const { token, id } = await tokenOf(["read"]);
    const { clock, owner, database } = doors.world;
    const tenant = await doors.app.tenants.byHost("localhost");
    const used = async () =>
      (await owner`select last_used_at from app.personal_tokens where id = ${id}`)[0]!.last_used_at;
    const at: unknown[] = [await used()];
    for (const wait of [0, 299_000, 2_000]) {
      clock.advance(wait);
      await verifyPersonalToken({ database, now: clock.now }, tenant, token);
      at.push(await used());
    }
    expect(at[0]).toBeNull();
    expect(at[1]).toEqual(at[2]);
    expect(at[3]).not.toEqual(at[2]);
  });
});

describe("a stream opened by a token", () => {
  const open = (token: string) => openStream({ ...doors.app, scheme: "http" }, { token, origin: null, host });

  test("ends with the token, belongs to its session, and only listens without the scope to write", async () => {
    const { access_token } = await tokensOf();
    const byAccess = await open(access_token);
    expect(byAccess).toMatchObject({
      participant_id: ana.participant.id,
      session_id: expect.any(String),
      read_only: false,
    });
    expect(Date.parse(byAccess.expires_at!) - Date.now()).toBeGreaterThan(3_590_000);
    expect(Date.parse(byAccess.expires_at!) - Date.now()).toBeLessThanOrEqual(3_600_000);

    const reader = await tokenOf(["read"]);
    expect(await open(reader.token)).toMatchObject({ session_id: reader.id, expires_at: null, read_only: true });
    expect(await open((await tokenOf(["read", "write"])).token)).toMatchObject({ read_only: false });
    await expectRefusal(open((await tokenOf(["write"])).token), "SW_AUTH_INSUFFICIENT_SCOPE");
  });

  test("is not opened by a refresh token or a token that is over", async () => {
    const { refresh_token } = await tokensOf();
    await expectRefusal(open(refresh_token), "SW_AUTH_INVALID_TOKEN");
    const { token, id } = await tokenOf(["read"]);
    await doors.world.owner`update app.personal_tokens set expires_at = now() - interval '1 second' where id = ${id}`;
    await expectRefusal(open(token), "SW_AUTH_EXPIRED_TOKEN");
  });
});
