import { fetchJson } from "#/server/identity/provider/fetch-json.ts";
import { type ProviderApp, providerOf } from "#/server/identity/provider/provider.ts";
import { tokenRequest } from "#/server/identity/provider/redeem.ts";
import { InferenceError } from "#/server/ports/inference/port.ts";

export type Whose = { readonly tenantId: string; readonly participantId: string; readonly resource: string };

/**
 * A token of the provider that a person has given us to act for them; null where there is none.
 * @throws ProviderFault `unreachable`
 */
export type SubjectToken = (who: Whose) => Promise<string | null>;

const longestToken = 16_384;
/** Exchanged anew this long before its end, so that a turn does not outlive it at once. */
const marginMs = 60_000;
const maxKept = 10_000;

type Kept = { readonly token: string; readonly until: number; readonly subject: string };

/**
 * Tokens by which calls of the AI gateway go out in the name of the one who asks: their own token of the provider,
 * exchanged for one that is meant for the gateway (RFC 8693). Kept in memory alone, until shortly before its end.
 */
export class PersonTokens {
  readonly #app: Pick<ProviderApp, "config" | "now">;
  readonly #subject: SubjectToken;
  readonly #kept = new Map<string, Kept>();

  constructor(app: Pick<ProviderApp, "config" | "now">, subject: SubjectToken) {
    this.#app = app;
    this.#subject = subject;
  }

  /** @throws InferenceError SW_AI_NO_TOKEN, SW_AI_UNAVAILABLE */
  async tokenFor(who: Whose, signal: AbortSignal): Promise<string> {
    const provider = providerOf(this.#app);
    const subject = provider && (await this.#subject(who).catch(asUnavailable));
    const known = this.#kept.get(nameOf(who));
    // What came of a token goes with it: whoever signed out is not acted for, however long the other would count.
    if (known?.subject === subject && this.#app.now().getTime() < (known?.until ?? 0)) return known!.token;
    this.#kept.delete(nameOf(who));
    if (!provider || !subject) throw noToken();
    signal.throwIfAborted();
    const made = await this.#exchange(provider, subject, who);
    this.#keep(nameOf(who), made);
    return made.token;
  }

  /** The gateway did not take it: the next call exchanges again. */
  refused(who: Whose): void {
    this.#kept.delete(nameOf(who));
  }

  async #exchange(provider: NonNullable<ReturnType<typeof providerOf>>, subject: string, who: Whose): Promise<Kept> {
    const body = new URLSearchParams({
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: subject,
      subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
      requested_token_type: "urn:ietf:params:oauth:token-type:access_token",
      resource: who.resource,
      scope: "models:use",
    });
    const answer = await provider
      .metadata()
      .then((metadata) => fetchJson(metadata.token_endpoint, tokenRequest(provider.config, metadata, body)))
      .catch(asUnavailable);
    const {
      access_token: token,
      expires_in: seconds,
      token_type: type,
    } = (answer.json ?? {}) as Record<string, unknown>;
    const usable = typeof token === "string" && /^[\x21-\x7e]+$/.test(token) && token.length <= longestToken;
    // "N_A" and others name tokens that are no bearers (RFC 8693, section 2.2.1).
    if (answer.status !== 200 || !usable || typeof type !== "string" || type.toLowerCase() !== "bearer") {
      throw new InferenceError("SW_AI_NO_TOKEN", "The identity provider gave no token for the AI gateway.", {
        retryable: false,
      });
    }
    const life = typeof seconds === "number" && seconds > 0 ? Math.min(seconds, 3_600) * 1_000 : 0;
    return { token, until: this.#app.now().getTime() + Math.max(0, life - marginMs), subject };
  }

  #keep(name: string, made: Kept): void {
    this.#kept.delete(name);
    this.#kept.set(name, made);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= maxKept) break;
      this.#kept.delete(oldest);
    }
  }
}

function nameOf({ tenantId, participantId, resource }: Whose): string {
  return `${tenantId} ${participantId} ${resource}`;
}

function asUnavailable(cause: unknown): never {
  const detail = "The identity provider, which gives the token for the AI gateway, can't be reached.";
  throw new InferenceError("SW_AI_UNAVAILABLE", detail, { retryable: true, cause });
}

function noToken(): InferenceError {
  const detail =
    "On this server the AI is asked in each person's own name, and there is no token of yours to do that with. Sign out and sign in again by the identity provider.";
  return new InferenceError("SW_AI_NO_TOKEN", detail, { retryable: false });
}
