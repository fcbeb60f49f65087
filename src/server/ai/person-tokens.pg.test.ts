import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { PersonTokens } from "#/server/ai/person-tokens.ts";
import { readConfig } from "#/server/config.ts";

/** What the provider's token endpoint was sent, and what it answers next. */
const sent: { authorization: string | undefined; body: URLSearchParams }[] = [];
let answer: { status: number; json: unknown };
let provider: Server;
let url: string;
let now = Date.parse("2026-03-02T09:00:00Z");
const never = new AbortController().signal;
const ana = { tenantId: "t1", participantId: "ana", resource: "https://grid.example/oai/v1" };

beforeAll(async () => {
  const jwk = { ...(await exportJWK((await generateKeyPair("ES256", { extractable: true })).publicKey)), alg: "ES256" };
  provider = createServer(async (request, response) => {
    let text = "";
    for await (const piece of request) text += String(piece);
    const reply = (status: number, json: unknown) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
    };
    if (request.url === "/jwks") return reply(200, { keys: [jwk] });
    if (request.url === "/discovery") {
      const [token_endpoint, jwks_uri, authorization_endpoint] = [`${url}/token`, `${url}/jwks`, `${url}/authorize`];
      return reply(200, { issuer: url, token_endpoint, jwks_uri, authorization_endpoint });
    }
    sent.push({ authorization: request.headers.authorization, body: new URLSearchParams(text) });
    return reply(answer.status, answer.json);
  });
  provider.listen(0, "127.0.0.1");
  await once(provider, "listening");
  url = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
});
afterAll(() => {
  provider.closeAllConnections();
  provider.close();
});
beforeEach(() => {
  sent.length = 0;
  answer = { status: 200, json: { access_token: "exchanged", token_type: "Bearer", expires_in: 300 } };
});

function tokens(subject: string | null = "anas-own-token"): PersonTokens {
  const config = readConfig({
    SCAIWAVE_AUTH_MODE: "hybrid",
    SCAIWAVE_SCAIKEY_DISCOVERY: `${url}/discovery`,
    SCAIWAVE_SCAIKEY_CLIENT_ID: "app_scaiwave",
    SCAIWAVE_SCAIKEY_CLIENT_SECRET: "a secret: of tests",
  });
  return new PersonTokens({ config, now: () => new Date(now) }, async () => subject);
}

test("exchanges a person's token for one that is meant for the gateway, as RFC 8693 says", async () => {
  expect(await tokens().tokenFor(ana, never)).toBe("exchanged");
  const [{ authorization, body }] = sent as [(typeof sent)[number]];
  expect(atob(authorization!.replace("Basic ", ""))).toBe("app_scaiwave:a%20secret%3A%20of%20tests");
  expect(Object.fromEntries(body)).toEqual({
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: "anas-own-token",
    subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
    requested_token_type: "urn:ietf:params:oauth:token-type:access_token",
    resource: "https://grid.example/oai/v1",
    scope: "models:use",
  });
});

test("keeps it until shortly before its end, for one person and one gateway, and not once it was refused", async () => {
  const all = tokens();
  await all.tokenFor(ana, never);
  await all.tokenFor(ana, never);
  expect(sent).toHaveLength(1);
  await all.tokenFor({ ...ana, participantId: "ben" }, never);
  await all.tokenFor({ ...ana, resource: "https://other.example/v1" }, never);
  expect(sent).toHaveLength(3);
  now += 250_000;
  await all.tokenFor(ana, never);
  expect(sent).toHaveLength(4);
  all.refused(ana);
  await all.tokenFor(ana, never);
  expect(sent).toHaveLength(5);
});

test("says that there is no token where we have none, and where nobody signs in by a provider", async () => {
  await expect(tokens(null).tokenFor(ana, never)).rejects.toMatchObject({ code: "SW_AI_NO_TOKEN", retryable: false });
  const local = new PersonTokens({ config: readConfig({}), now: () => new Date(now) }, async () => "anas-own-token");
  await expect(local.tokenFor(ana, never)).rejects.toMatchObject({ code: "SW_AI_NO_TOKEN" });
  expect(sent).toEqual([]);
});

test.each([
  [{ status: 400, json: { error: "invalid_grant", error_description: "anas-own-token is bad" } }],
  [{ status: 200, json: { access_token: "x\r\nEvil: header", token_type: "Bearer" } }],
  [{ status: 200, json: { access_token: "x", token_type: "N_A" } }],
  [{ status: 200, json: [] }],
])("gives no token that the provider did not give: %j", async (wrong) => {
  answer = wrong;
  const error = await tokens()
    .tokenFor(ana, never)
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "SW_AI_NO_TOKEN" });
  expect(String(error)).not.toContain("anas-own-token");
});
