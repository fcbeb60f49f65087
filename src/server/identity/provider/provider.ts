import { createLocalJWKSet, errors, type JWTPayload, type JWTVerifyResult, jwtVerify, type LocalJWKSet } from "jose";
import { z } from "zod";
import type { Config, ProviderConfig } from "#/server/config.ts";
import type { Database } from "#/server/database/connect.ts";
import { ProviderFault } from "#/server/identity/provider/fault.ts";
import { fetchJson, freshForMs } from "#/server/identity/provider/fetch-json.ts";
import { fetchMetadata, type Metadata } from "#/server/identity/provider/metadata.ts";
import type { LogWake } from "#/server/log/wake.ts";

/** What signing in by a provider needs of the running application. */
export type ProviderApp = {
  config: Config;
  database: Database;
  now: () => Date;
  newId: () => string;
  wake: Pick<LogWake, "advanced">;
};

/** Asymmetric ones only: with `none` anybody signs, with HS256 anybody who knows a public key. */
const algorithms = ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"];
/** The spec's allowance between two clocks. */
export const clockSkewSeconds = 60;
const maxTokenLength = 16_384;
/** Between two vain requests: forged key ids, and a provider that is down, cost one request in this time. */
const pauseMs = 30_000;
/** A provider that is down does not sign out programs at once, but a key it has taken back lives no longer than this. */
const staleMs = 3_600_000;

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(100) });

type Kept<T> = { value: T; until: number };

/** One OpenID Connect provider: its discovery document and its keys, each kept for its max age of at most an hour. */
export class Provider {
  readonly config: ProviderConfig;
  readonly #https: boolean;
  readonly #now: () => Date;
  #metadata: Kept<Metadata> | undefined;
  #keys: Kept<LocalJWKSet> | undefined;
  #loading: Promise<void> | undefined;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #retryAt = Number.NEGATIVE_INFINITY;

  constructor(config: ProviderConfig, { https, now }: { https: boolean; now: () => Date }) {
    this.config = config;
    this.#https = https;
    this.#now = now;
  }

  /** @throws ProviderFault `unreachable` */
  async metadata(): Promise<Metadata> {
    const now = this.#now().getTime();
    if (now >= Math.min(this.#metadata?.until ?? 0, this.#keys?.until ?? 0) && now >= this.#retryAt) await this.#load();
    return this.#metadata!.value;
  }

  /**
   * The claims of a token that this provider signed for us: signature, `iss`, `aud` (and `azp`), `exp`, `iat`, `nbf` and
   * `sub` are checked. What kind of token it is, and its nonce, is the caller's matter.
   *
   * @throws ProviderFault
   */
  async verify(token: string): Promise<{ claims: JWTPayload & { sub: string }; algorithm: string }> {
    if (token.length > maxTokenLength) throw new ProviderFault("refused", "The token is too long.");
    const { payload, protectedHeader } = await this.#verified(token).catch((error: unknown) => {
      throw faultOf(error);
    });
    const { sub, aud, azp, iat } = payload;
    if (!isSubject(sub)) throw new ProviderFault("refused", "The token's subject is missing or too long.");
    const foreign = azp !== undefined && azp !== this.config.clientId;
    if (foreign || (Array.isArray(aud) && aud.length > 1 && azp === undefined)) {
      throw new ProviderFault("refused", "The token was issued to another client.");
    }
    if (iat! > this.#now().getTime() / 1000 + clockSkewSeconds) {
      throw new ProviderFault("refused", "The token comes from the future.");
    }
    return { claims: { ...payload, sub }, algorithm: protectedHeader.alg };
  }

  async #verified(token: string): Promise<JWTVerifyResult> {
    const attempt = async () => {
      const metadata = await this.metadata();
      const told = metadata.id_token_signing_alg_values_supported;
      return jwtVerify(token, this.#keys!.value, {
        algorithms: algorithms.filter((name) => !told || told.includes(name)),
        issuer: metadata.issuer,
        audience: this.config.clientId,
        clockTolerance: clockSkewSeconds,
        currentDate: this.#now(),
        requiredClaims: ["exp", "iat", "sub"],
      });
    };
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (this.#now().getTime() < this.#pausedUntil) throw error;
      await this.#load();
      return attempt().catch((second: unknown) => {
        if (second instanceof errors.JWKSNoMatchingKey) this.#pausedUntil = this.#now().getTime() + pauseMs;
        throw second;
      });
    }
  }

  /** Many requests at once load once. What was known before serves on for a while when the provider is down. */
  #load(): Promise<void> {
    this.#loading ??= this.#fetch()
      .catch((error: unknown) => {
        const now = this.#now().getTime();
        const oldest = Math.min(this.#metadata?.until ?? 0, this.#keys?.until ?? 0);
        if (now > oldest + staleMs) throw error;
        this.#retryAt = now + pauseMs;
      })
      .finally(() => {
        this.#loading = undefined;
      });
    return this.#loading;
  }

  async #fetch(): Promise<void> {
    const { value, freshMs } = await fetchMetadata(this.config.discoveryUrl, this.#https);
    const { status, headers, json } = await fetchJson(value.jwks_uri);
    const keys = keySet.safeParse(json);
    if (status !== 200 || !keys.success) throw new ProviderFault("unreachable", "The provider's keys can't be used.");
    const now = this.#now().getTime();
    this.#metadata = { value, until: now + freshMs };
    this.#keys = { value: createLocalJWKSet(keys.data), until: now + freshForMs(headers) };
  }
}

const known = new WeakMap<ProviderConfig, Provider>();

/** The provider of this configuration, one in a process; undefined where people only have local accounts. */
export function providerOf(app: Pick<ProviderApp, "config" | "now">): Provider | undefined {
  const { provider, mode } = app.config;
  if (!provider) return undefined;
  const found = known.get(provider) ?? new Provider(provider, { https: mode === "production", now: app.now });
  known.set(provider, found);
  return found;
}

function isSubject(sub: unknown): sub is string {
  return typeof sub === "string" && /^[^\p{Cc}]{1,255}$/u.test(sub) && sub.isWellFormed();
}

/** The library's messages name claims, never their values. */
function faultOf(error: unknown): ProviderFault {
  if (error instanceof ProviderFault) return error;
  if (error instanceof errors.JWTExpired) return new ProviderFault("expired", "The token has expired.");
  const reason = error instanceof errors.JOSEError ? `${error.code}: ${error.message}` : "it can't be read";
  return new ProviderFault("refused", `The token is not valid (${reason}).`);
}
