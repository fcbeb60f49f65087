import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { answerProviderReturn, answerProviderStart } from "../../src/server/api/provider-door.ts";
import { readConfig } from "../../src/server/config.ts";
import { ensureAccount, verifyProviderToken } from "../../src/server/identity/provider/exchange-code.ts";
import { Provider, providerOf } from "../../src/server/identity/provider/provider.ts";
import { readSession } from "../../src/server/identity/sessions.ts";
import { Browser, host, openProviderDoors, type ProviderDoors } from "../support/provider-doors.ts";
import { expectRefusal } from "../support/refusal.ts";
import { ScaiKeyApi } from "../support/scaikey-api.ts";

let api: ScaiKeyApi;
let doors: ProviderDoors;

beforeAll(async () => {
  api = await new ScaiKeyApi().start();
  doors = await openProviderDoors(api.environment);
});
afterAll(async () => {
  await doors.end();
  await api.stop();
});
beforeEach(() => {
  api.override = () => undefined;
});

const tenant = () => doors.app.tenants.byHost(host);
const failed = "/sign-in?error=SW_AUTH_OIDC_FAILED";
const hashOf = (token: string) => createHash("sha256").update(token).digest().subarray(0, 16).toString("base64url");

type Tokens = { id_token: string; access_token: string };

/** Signs in with tokens that the test makes; `nonce` is the one that was asked for. Answers where one lands. */
async function signInWith(
  make: (nonce: string) => Promise<Tokens>,
): Promise<{ location: string | null; signedIn: boolean }> {
  const browser = new Browser();
  const begun = await browser.visit(`http://${host}/auth/provider`);
  const url = new URL(begun.headers.get("location")!);
  api.codes.set("code", await make(url.searchParams.get("nonce")!));
  const back = await browser.visit(`http://${host}/v1/auth/login?code=code&state=${url.searchParams.get("state")}`);
  const cookie = [...browser.cookies(host)].map(([name, value]) => `${name}=${value}`).join("; ");
  const session = await readSession(doors.app.sessions, doors.world.tenantId, cookie);
  return { location: back.headers.get("location"), signedIn: session !== null };
}

const withIdToken = (claims: Record<string, unknown>, header?: { alg?: string; kid?: string }) =>
  signInWith(async (nonce) => ({
    id_token: await api.sign({ nonce, name: "Ana", email: "ana@corp.test", ...claims }, header),
    access_token: "opaque",
  }));

const now = () => Math.floor(Date.now() / 1000);

describe("an ID token", () => {
  test("signs in, in each algorithm that we take, within a minute of skew", async () => {
    await api.useKeys("RS256", "ES256", "PS256", "EdDSA");
    for (const alg of ["RS256", "ES256", "PS256", "EdDSA"]) {
      expect([alg, await withIdToken({}, { alg })]).toEqual([alg, { location: "/", signedIn: true }]);
    }
    expect((await withIdToken({ exp: now() - 30, iat: now() + 30 })).signedIn).toBe(true);
    expect((await withIdToken({ aud: [api.clientId, "other"], azp: api.clientId })).signedIn).toBe(true);
  });

  test.each<[string, Record<string, unknown>]>([
    ["another issuer", { iss: "https://evil.example" }],
    ["the issuer with a slash more", { iss: "ISSUER/" }],
    ["another audience", { aud: "app_other" }],
    ["several audiences without ours", { aud: ["app_other", "app_third"] }],
    ["several audiences and no authorised party", { aud: ["app_scaiwave", "app_other"] }],
    ["another authorised party", { azp: "app_other" }],
    ["another nonce", { nonce: "replayed" }],
    ["no nonce", { nonce: undefined }],
    ["an end that is over", { exp: now() - 61 }],
    ["no end", { exp: undefined }],
    ["an end that is no number", { exp: "never" }],
    ["a beginning in the future", { iat: now() + 120 }],
    ["no beginning", { iat: undefined }],
    ["a time before which it does not count", { nbf: now() + 120 }],
    ["no subject", { sub: undefined }],
    ["an empty subject", { sub: "" }],
    ["a subject that is too long", { sub: "u".repeat(256) }],
    ["a subject with a zero", { sub: "usr\u0000" }],
    ["a subject that is no text", { sub: 7 }],
    ["the hash of another access token", { at_hash: hashOf("another") }],
  ])("is refused with %s", async (_what, claims) => {
    const meant = claims.iss === "ISSUER/" ? { iss: `${api.issuer}/` } : claims;
    expect(await withIdToken(meant)).toEqual({ location: failed, signedIn: false });
  });

  test("is refused unsigned, signed with the public key as a secret, by a stranger, and as nonsense", async () => {
    for (const alg of ["none", "HS256", "RS256"] as const) {
      const answer = await signInWith(async (nonce) => ({
        id_token: await api.forge({ nonce }, alg),
        access_token: "a",
      }));
      expect([alg, answer]).toEqual([alg, { location: failed, signedIn: false }]);
    }
    for (const id_token of ["", "a.b.c", "x".repeat(20_000), "e30.e30."]) {
      expect((await signInWith(async () => ({ id_token, access_token: "a" }))).location).toBe(failed);
    }
  });

  test("is refused in an algorithm that the provider does not say it uses", async () => {
    await api.useKeys("RS256", "ES256");
    api.override = (_request, path) =>
      path.endsWith("openid-configuration")
        ? { status: 200, body: { ...api.discovery(), id_token_signing_alg_values_supported: ["ES256"] } }
        : undefined;
    const strict = new Provider(doors.app.config.provider!, { https: false, now: () => new Date() });
    await expect(strict.verify(await api.sign({}, { alg: "RS256" }))).rejects.toMatchObject({ kind: "refused" });
    expect((await strict.verify(await api.sign({}, { alg: "ES256" }))).claims.sub).toBe("usr_ana");
  });

  test("vouches for its access token", async () => {
    const answer = await signInWith(async (nonce) => ({
      id_token: await api.sign({ nonce, at_hash: hashOf("opaque") }, { alg: "RS256" }),
      access_token: "opaque",
    }));
    expect(answer.signedIn).toBe(true);
  });

  test("may not come with an access token about somebody else", async () => {
    const answer = await signInWith(async (nonce) => ({
      id_token: await api.sign({ nonce, sub: "usr_ana" }),
      access_token: await api.sign({ sub: "usr_boss", role: "tenant_admin", scope: "openid" }),
    }));
    expect(answer.location).toBe(failed);
  });
});

describe("the provider's keys", () => {
  test("are read again when a token names an unknown one, and not for every forged name", async () => {
    await api.useKeys("RS256");
    expect((await withIdToken({})).signedIn).toBe(true);
    await api.useKeys("RS256");
    expect((await withIdToken({})).signedIn).toBe(true);
    await withIdToken({}, { kid: "forged-0" });
    const before = api.asked.filter((path) => path.endsWith("jwks.json")).length;
    for (let index = 1; index < 10; index += 1) {
      expect((await withIdToken({}, { kid: `forged-${index}` })).location).toBe(failed);
    }
    expect(api.asked.filter((path) => path.endsWith("jwks.json")).length).toBe(before);
  });
});

describe("a provider that does not answer as it should", () => {
  const fresh = (https = false) => new Provider(doors.app.config.provider!, { https, now: () => new Date() });
  const bentDiscovery = (answer: ReturnType<ScaiKeyApi["override"]>) => {
    api.override = (_request, path) => (path.endsWith("openid-configuration") ? answer : undefined);
  };

  test("is given up after five seconds", async () => {
    bentDiscovery("hang");
    await expect(fresh().metadata()).rejects.toThrow(/did not answer in 5 s/);
  });

  test("is not followed to where it redirects", async () => {
    const inner = `${api.url}/inner`;
    for (const status of [301, 302, 307, 308]) {
      bentDiscovery({ status, headers: { location: inner } });
      await expect(fresh().metadata()).rejects.toThrow(/redirect/);
    }
    expect(api.asked).not.toContain("/inner");
  });

  test.each<[string, () => object | string]>([
    ["no JSON", () => "<html>"],
    ["more than 512 KB", () => ({ ...api.discovery(), more: "x".repeat(600_000) })],
    ["no issuer", () => ({ ...api.discovery(), issuer: undefined })],
    ["an address that is none", () => ({ ...api.discovery(), token_endpoint: "nonsense" })],
    ["an address of another kind", () => ({ ...api.discovery(), jwks_uri: "file:///etc/passwd" })],
    ["an address with a password", () => ({ ...api.discovery(), token_endpoint: "http://a:b@localhost/" })],
    ["a list", () => []],
  ])("is refused with %s in its discovery document", async (_what, body) => {
    bentDiscovery({ status: 200, body: body() });
    await expect(fresh().metadata()).rejects.toMatchObject({ name: "ProviderFault", kind: "unreachable" });
  });

  test("must use https in production", async () => {
    await expect(fresh(true).metadata()).rejects.toThrow(/not allowed/);
    expect(await fresh(false).metadata()).toMatchObject({ issuer: api.issuer });
  });

  test("serves on from memory for an hour while it is down, and no longer", async () => {
    let ahead = 0;
    const provider = new Provider(doors.app.config.provider!, {
      https: false,
      now: () => new Date(Date.now() + ahead),
    });
    await provider.metadata();
    bentDiscovery({ status: 503 });
    ahead = 90 * 60_000;
    expect(await provider.metadata()).toMatchObject({ issuer: api.issuer });
    ahead = 3 * 60 * 60_000;
    await expect(provider.metadata()).rejects.toMatchObject({ kind: "unreachable" });
  });

  test("keeps an attempt in a cookie that only https and this host may carry, in production", async () => {
    const config = readConfig({
      ...{
        SCAIWAVE_SERVER_NAME: "localhost",
        SCAIWAVE_AUTH_MODE: "scaikey",
        SCAIWAVE_SCAIKEY_URL: "https://127.0.0.1:1",
      },
      ...{ SCAIWAVE_SCAIKEY_CLIENT_ID: "a", SCAIWAVE_SCAIKEY_CLIENT_SECRET: "a long secret" },
    });
    const sessions = { ...doors.app.sessions, secure: true, cookieName: "__Host-scaiwave_x" };
    const shared = globalThis as { scaiwaveApp?: unknown };
    const before = shared.scaiwaveApp;
    shared.scaiwaveApp = Promise.resolve({ ...doors.app, config, sessions });
    try {
      for (const answer of [answerProviderStart, answerProviderReturn]) {
        const response = await answer(new Request(`http://${host}/`, { headers: { host } }));
        expect(response.headers.get("location")).toBe(failed);
        expect(response.headers.get("set-cookie")).toMatch(/^__Host-scaiwave_x_provider=; Path=\/; .*; Secure$/);
      }
    } finally {
      shared.scaiwaveApp = before;
    }
  });

  test("is not there at all without one in the configuration", async () => {
    const shared = globalThis as { scaiwaveApp?: unknown };
    const before = shared.scaiwaveApp;
    shared.scaiwaveApp = Promise.resolve({ ...doors.app, config: readConfig({}) });
    try {
      for (const answer of [answerProviderStart, answerProviderReturn]) {
        expect((await answer(new Request(`http://${host}/`, { headers: { host } }))).status).toBe(404);
      }
    } finally {
      shared.scaiwaveApp = before;
    }
  });
});

describe("an access token of the provider", () => {
  const token = (claims: Record<string, unknown> = {}) =>
    api.sign({ sub: "usr_prog", scope: "openid profile", ...claims });
  const verify = async (jwt: string) => verifyProviderToken(doors.app, await tenant(), jwt);

  test("names nobody before it is registered, then always the same, with the provider's role", async () => {
    await expectRefusal(verify(await token()), "SW_PARTICIPANT_NOT_FOUND");
    const made = await ensureAccount(doors.app, await tenant(), await token({ role: "tenant_admin" }));
    expect(made).toMatchObject({ made: true, roles: ["admin"] });
    expect(await verify(await token())).toMatchObject({ participantId: made.participantId, roles: ["admin"] });
    const again = await ensureAccount(doors.app, await tenant(), await token());
    expect(again).toMatchObject({ made: false, participantId: made.participantId, roles: [] });
  });

  test("makes one account of many first calls at once, and people of one name get each their own", async () => {
    const at = await tenant();
    const register = async (sub: string) => ensureAccount(doors.app, at, await token({ sub, name: "Crowd" }));
    const same = await Promise.all(Array.from({ length: 6 }, () => register("usr_same")));
    expect(new Set(same.map(({ participantId }) => participantId)).size).toBe(1);
    expect(same.filter(({ made }) => made)).toHaveLength(1);
    const crowd = await Promise.all(Array.from({ length: 6 }, (_, index) => register(`usr_crowd${index}`)));
    expect(new Set(crowd.map(({ participantId }) => participantId)).size).toBe(6);
  });

  test("is not an ID token, not one of a client, and never expired, foreign or forged", async () => {
    for (const claims of [{ nonce: "n" }, { at_hash: "h" }, { scope: undefined }, { token_type: "client_credentials" }, { sub: api.clientId }, { aud: "app_other" }, { iss: "https://evil.example" }]) {
      await expectRefusal(verify(await token(claims)), "SW_AUTH_INVALID_TOKEN");
      await expectRefusal(ensureAccount(doors.app, await tenant(), await token(claims)), "SW_AUTH_INVALID_TOKEN");
    } // biome-ignore format: claims
    await expectRefusal(verify(await token({ exp: now() - 120 })), "SW_AUTH_EXPIRED_TOKEN");
    for (const alg of ["none", "HS256", "RS256"] as const) {
      await expectRefusal(verify(await api.forge({ sub: "usr_prog", scope: "openid" }, alg)), "SW_AUTH_INVALID_TOKEN");
    }
  });

  test("counts in its own tenant alone, and not for one who was deactivated", async () => {
    const { participantId } = await verify(await token());
    const set = (id: string | null) =>
      doors.world.owner`update app.tenants set scaikey_tenant_id = ${id} where tenant_id = ${doors.world.tenantId}`;
    await set("tnt_acme");
    expect(await verify(await token({ tenant_id: "tnt_acme" }))).toMatchObject({ participantId });
    await expectRefusal(verify(await token({ tenant_id: "tnt_other" })), "SW_TENANT_NOT_FOUND");
    await expectRefusal(verify(await token()), "SW_AUTH_TENANT_MISMATCH");
    const beta = await doors.world.tenant("beta");
    const elsewhere = { id: beta.tenantId, slug: "beta", name: "beta", serverName: beta.serverName };
    for (const claims of [{}, { tenant_id: "tnt_acme" }]) {
      await expectRefusal(verifyProviderToken(doors.app, elsewhere, await token(claims)), "SW_AUTH_TENANT_MISMATCH");
    }
    await set(null);
    await doors.world.owner`update app.participants set deactivated_at = now() where id = ${participantId}`;
    await expectRefusal(verify(await token()), "SW_AUTH_DEACTIVATED");
    await expectRefusal(ensureAccount(doors.app, await tenant(), await token()), "SW_AUTH_DEACTIVATED");
  });

  test("is not called wrong while the provider can't be asked", async () => {
    const other = await new ScaiKeyApi().start();
    const config = { ...doors.app.config, provider: { ...doors.app.config.provider!, discoveryUrl: `${other.url}/x` } };
    await other.stop();
    expect(providerOf({ ...doors.app, config })).toBeDefined();
    await expectRefusal(verifyProviderToken({ ...doors.app, config }, await tenant(), await token()), "SW_UNAVAILABLE");
  });
});
