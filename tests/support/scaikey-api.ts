import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";

export type ApiUser = {
  id: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
  role?: string | null;
  status?: string;
  tenant_id?: string;
};
export type ApiGroup = { id: string; name: string; members: { type: "user" | "group"; id: string }[] };

type Answer = { status: number; body?: unknown; headers?: Record<string, string> };
type Bent = Answer | "hang" | undefined;
type Override = (request: IncomingMessage, path: string) => Bent | Promise<Bent>;

/**
 * ScaiKey on the wire, signed by hand: discovery, keys, token endpoint and sync API. Everything it says can be bent, which
 * a real provider does not allow: wrong issuers and algorithms, changed keys, broken pages.
 */
export class ScaiKeyApi {
  readonly clientId = "app_scaiwave";
  readonly clientSecret = "secret of the tests";
  users: ApiUser[] = [];
  groups: ApiGroup[] = [];
  /** What `effective_users` answers instead of a list, such as 403. */
  effectiveUsersStatus = 200;
  pageSize = 2;
  /** Answers before anything else does; "hang" never ends. */
  override: Override = () => undefined;
  /** What the token endpoint answers to a code, by code; each once. */
  readonly codes = new Map<string, { id_token: string; access_token: string }>();
  readonly asked: string[] = [];
  url = "";
  readonly #server: Server;
  #keys: { kid: string; alg: string; privateKey: CryptoKey; jwk: JWK }[] = [];

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.url = `http://localhost:${(this.#server.address() as AddressInfo).port}`;
    await this.useKeys("RS256");
    return this;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  get issuer(): string {
    return `${this.url}/tenants/tnt_acme`;
  }

  get environment(): Record<string, string> {
    return {
      SCAIWAVE_SCAIKEY_URL: this.url,
      SCAIWAVE_SCAIKEY_TENANT: "acme",
      SCAIWAVE_SCAIKEY_CLIENT_ID: this.clientId,
      SCAIWAVE_SCAIKEY_CLIENT_SECRET: this.clientSecret,
    };
  }

  /** Publishes one fresh key of each algorithm, and none of before. */
  async useKeys(...algorithms: string[]): Promise<void> {
    this.#keys = await Promise.all(algorithms.map((alg) => freshKey(alg)));
  }

  /** A token of this provider, valid in every respect but what `claims` and `header` change. */
  sign(claims: Record<string, unknown>, header: { alg?: string; kid?: string } = {}): Promise<string> {
    const key = this.#keys.find(({ alg }) => alg === (header.alg ?? this.#keys[0]!.alg));
    if (!key) throw new Error(`There is no key for ${header.alg}.`);
    return new SignJWT(this.#claims(claims))
      .setProtectedHeader({ alg: key.alg, kid: header.kid ?? key.kid })
      .sign(key.privateKey);
  }

  /** The same claims with a signature by somebody else, or none. */
  async forge(claims: Record<string, unknown>, alg: "none" | "HS256" | "RS256"): Promise<string> {
    const { kid, jwk } = this.#keys[0]!;
    if (alg === "RS256") {
      const stranger = await freshKey("RS256");
      return new SignJWT(this.#claims(claims)).setProtectedHeader({ alg, kid }).sign(stranger.privateKey);
    }
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const head = `${part({ alg, kid })}.${part(this.#claims(claims))}`;
    if (alg === "none") return `${head}.`;
    return `${head}.${createHmac("sha256", JSON.stringify(jwk)).update(head).digest("base64url")}`;
  }

  #claims(claims: Record<string, unknown>): Record<string, unknown> {
    const now = Math.floor(Date.now() / 1000);
    const all = { iss: this.issuer, aud: this.clientId, iat: now, exp: now + 3600, sub: "usr_ana", ...claims };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", this.url);
    this.asked.push(pathname);
    const bent = await this.override(request, pathname);
    if (bent === "hang") return;
    const answer = bent ?? (await this.#routed(request, pathname, searchParams));
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? {}));
  }

  async #routed(request: IncomingMessage, path: string, query: URLSearchParams): Promise<Answer> {
    const realm = "/api/v1/auth/tenants/acme";
    if (path === `${realm}/.well-known/openid-configuration`) return { status: 200, body: this.discovery() };
    if (path === `${realm}/.well-known/jwks.json`)
      return { status: 200, body: { keys: this.#keys.map(({ jwk }) => jwk) } };
    if (path === `${realm}/oauth/token`) return this.#token(request);
    if (request.headers.authorization !== "Bearer sync-token") return { status: 401 };
    const api = "/api/v1/platform";
    if (path === `${api}/applications/${this.clientId}/effective_users`) {
      if (this.effectiveUsersStatus !== 200) return { status: this.effectiveUsersStatus };
      return this.#page(this.users, query);
    }
    if (path === `${api}/groups`)
      return this.#page(
        this.groups.map(({ id, name }) => ({ id, name })),
        query,
      );
    const group = this.groups.find(({ id }) => path === `${api}/groups/${id}/members`);
    if (group) return this.#page(group.members, query);
    const user = this.users.find(({ id }) => path === `${api}/users/${id}`);
    return user ? { status: 200, body: { data: user } } : { status: 404 };
  }

  discovery(): Record<string, unknown> {
    const realm = `${this.url}/api/v1/auth/tenants/acme`;
    return {
      issuer: this.issuer,
      authorization_endpoint: `${realm}/oauth/authorize`,
      token_endpoint: `${realm}/oauth/token`,
      jwks_uri: `${realm}/.well-known/jwks.json`,
    };
  }

  #page(items: readonly unknown[], query: URLSearchParams): Answer {
    const from = Number(query.get("cursor") ?? 0);
    const next = from + this.pageSize;
    const next_cursor = next < items.length ? String(next) : null;
    return { status: 200, body: { data: { items: items.slice(from, next), next_cursor } } };
  }

  async #token(request: IncomingMessage): Promise<Answer> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
    const credentials = [this.clientId, this.clientSecret].map(encodeURIComponent).join(":");
    if (request.headers.authorization !== `Basic ${btoa(credentials)}`)
      return { status: 401, body: { error: "invalid_client" } };
    if (form.get("grant_type") === "client_credentials") {
      return { status: 200, body: { access_token: "sync-token", token_type: "Bearer", expires_in: 3600 } };
    }
    const code = form.get("code") ?? "";
    const tokens = this.codes.get(code);
    this.codes.delete(code);
    return tokens
      ? { status: 200, body: { token_type: "Bearer", ...tokens } }
      : { status: 400, body: { error: "invalid_grant" } };
  }
}

let count = 0;

async function freshKey(alg: string) {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  count += 1;
  const kid = `key-${count}`;
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" } };
}

/** The headers of a delivery of the webhook, signed at `at` (seconds) over exactly these bytes. */
export function signedHeaders(body: string, secrets: readonly string[], at: number): Record<string, string> {
  const marks = secrets.map((secret) => `v1=${createHmac("sha256", secret).update(`${at}.${body}`).digest("hex")}`);
  return { "x-scaikey-timestamp": String(at), "x-scaikey-signature": [`t=${at}`, ...marks].join(",") };
}
