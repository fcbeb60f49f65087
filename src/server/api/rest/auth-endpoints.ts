import * as z from "zod/mini";
import { tokenSet } from "#/domain/identity/schema.ts";
import { id } from "#/domain/ids.ts";
import { okAnswer, refusalsOf } from "#/server/api/rest/answers.ts";
import { type Components, type JsonSchema, jsonSchemaOf, refTo } from "#/server/api/rest/json-schema.ts";
import type { Operation } from "#/server/api/rest/openapi.ts";
import type { Other } from "#/server/api/rest/other-endpoints.ts";
import { sampleIds, sampleOf } from "#/server/api/rest/samples.ts";
import { codeGrant, refreshGrant, tokenRequest } from "#/server/identity/token-grants.ts";

const authConfig = z.object({
  issuer: z.string(),
  authorization_endpoint: z.nullable(z.string()),
  token_endpoint: z.string(),
  jwks_uri: z.string(),
  scopes_supported: z.array(z.string()),
  redirect_uri: z.string(),
  grant_types: z.array(z.enum(["authorization_code", "password", "refresh_token"])),
});
const registered = z.object({
  participant_id: id,
  tenant_id: id,
  display_name: z.string(),
  local_id: z.string(),
  fqid: z.string(),
  personal_workspace_id: z.nullable(id),
});

const host = "https://chat.example.org";
const secret = "swr_Qm3vT8yK1nXw5sLz0aBcD7eFgH2jRpUo";

/** `/v1/auth`: what a program asks before it has a token. Forms and JSON are taken alike. */
export function authEndpoints(schemas: Components, closed: boolean): Other[] {
  const describe = authOperations(schemas, closed);
  const tokens = { returns: tokenSet, access: "public" as const };
  return [
    describe("get", "/auth/config", "auth.config", "Answers what a program must know to sign in here.", {
      returns: authConfig,
      access: "public",
      errors: ["SW_UNAVAILABLE"],
      data: {
        issuer: host,
        authorization_endpoint: null,
        token_endpoint: `${host}/v1/auth/token`,
        jwks_uri: `${host}/v1/auth/jwks.json`,
        scopes_supported: ["openid", "profile", "email"],
        redirect_uri: `${host}/v1/auth/login`,
        grant_types: ["password", "refresh_token"],
      },
    }),
    describe("post", "/auth/login", "auth.login", "Exchanges the identity provider's code for tokens.", {
      ...tokens,
      takes: codeGrant,
      errors: ["SW_AUTH_OIDC_FAILED", "SW_AUTH_REDIRECT_MISMATCH", "SW_AUTH_DEACTIVATED"],
      input: {
        code: "SplxlOBeZQQYbYS6WxSbIA",
        redirect_uri: `${host}/v1/auth/login`,
        code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
      },
    }),
    describe(
      "post",
      "/auth/token",
      "auth.token",
      "Answers tokens for a name and a password, where the tenant allows it.",
      {
        ...tokens,
        takes: tokenRequest,
        errors: ["SW_AUTH_GRANT_DISABLED", "SW_AUTH_BAD_CREDENTIALS", "SW_AUTH_DEACTIVATED", "SW_AUTH_INVALID_TOKEN"],
        input: { grant_type: "password", username: "ana", password: "a long sentence of mine" },
      },
    ),
    describe(
      "post",
      "/auth/refresh",
      "auth.refresh",
      "Answers new tokens for a refresh token, which is spent with that.",
      {
        ...tokens,
        takes: refreshGrant,
        errors: ["SW_AUTH_INVALID_TOKEN", "SW_AUTH_EXPIRED_TOKEN"],
        input: { refresh_token: secret },
      },
    ),
    describe(
      "post",
      "/auth/register",
      "auth.register",
      "Answers whom a token names here; the provider's own token makes the account.",
      {
        returns: registered,
        access: "bearer",
        errors: ["SW_AUTH_INVALID_TOKEN", "SW_AUTH_EXPIRED_TOKEN", "SW_AUTH_INSUFFICIENT_SCOPE"],
        data: {
          participant_id: sampleIds.participant,
          tenant_id: sampleIds.tenant,
          display_name: "Ana Souza",
          local_id: "ana",
          fqid: "@ana:chat.example.org",
          personal_workspace_id: sampleIds.workspace,
        },
      },
    ),
    providerReturn(),
    jwks(),
  ];
}

type About = {
  takes?: Parameters<typeof jsonSchemaOf>[0];
  returns: Parameters<typeof jsonSchemaOf>[0];
  access: "public" | "bearer";
  errors: Parameters<typeof refusalsOf>[0];
  input?: Record<string, unknown>;
  data?: unknown;
};

function authOperations(schemas: Components, closed: boolean) {
  return (method: "get" | "post", path: string, operationId: string, summary: string, about: About): Other => {
    const data = jsonSchemaOf(about.returns, "output", schemas, closed);
    const example = { data: about.data ?? sampleOf(data, schemas), meta: sampleOf(refTo("Meta"), schemas) };
    const operation: Operation = {
      operationId,
      summary,
      tags: ["Sign-in"],
      security: about.access === "public" ? [] : [{ bearer: ["read"] }],
      ...(about.takes ? { requestBody: bodyOf(jsonSchemaOf(about.takes, "input", schemas), about.input) } : {}),
      responses: {
        "200": okAnswer(data, refTo("Meta"), example, closed, "uncounted"),
        ...refusalsOf([
          ...about.errors,
          ...(about.takes ? (["SW_BAD_REQUEST"] as const) : []),
          "SW_RATE_LIMIT_EXCEEDED",
        ]),
      },
    };
    return { path, method, operation };
  };
}

function bodyOf(schema: JsonSchema, example: unknown): NonNullable<Operation["requestBody"]> {
  const media = { schema, example };
  return { required: true, content: { "application/json": media, "application/x-www-form-urlencoded": media } };
}

function providerReturn(): Other {
  const parameters = ["code", "state"].map((name) => ({
    in: "query" as const,
    name,
    required: false,
    schema: { type: "string" },
  }));
  return {
    path: "/auth/login",
    method: "get",
    operation: {
      operationId: "auth.return",
      summary: "Takes a browser back from the identity provider, signs it in with a cookie, and sends it on.",
      tags: ["Sign-in"],
      security: [],
      parameters,
      responses: { "303": { description: "To the page that was asked for, or to the sign-in page with a reason." } },
    },
  };
}

function jwks(): Other {
  const schema: JsonSchema = {
    type: "object",
    properties: { keys: { type: "array", items: { type: "object" } } },
    required: ["keys"],
  };
  return {
    path: "/auth/jwks.json",
    method: "get",
    operation: {
      operationId: "auth.jwks",
      summary: "Answers the public keys that access tokens are signed with (RFC 7517).",
      tags: ["Sign-in"],
      security: [],
      responses: {
        "200": { description: "The keys, without an envelope.", content: { "application/json": { schema } } },
        ...refusalsOf(["SW_RATE_LIMIT_EXCEEDED"]),
      },
    },
  };
}
