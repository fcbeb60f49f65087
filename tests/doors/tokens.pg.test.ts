import { describe, expect, test } from "vitest";
import type { TokenSet } from "../../src/domain/identity/schema.ts";
import {
  answerAuthConfig,
  answerCodeLogin,
  answerJwks,
  answerRefresh,
  answerRegister,
  answerToken,
} from "../../src/server/api/auth-door.ts";
import { answerSync } from "../../src/server/api/sync-door.ts";
import { absentId } from "../support/refusal.ts";
import { call, codeOf, signOut } from "./support.ts";
import {
  type Asked,
  ana,
  cookie,
  dataOf,
  doors,
  get,
  host,
  made,
  password,
  post,
  share,
  tokenOf,
  tokensOf,
  withPasswords,
} from "./token-stage.ts";

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
