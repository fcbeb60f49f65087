import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Config } from "#/server/config.ts";
import type { Database } from "#/server/database/connect.ts";
import { transact, type Writer } from "#/server/database/transact.ts";
import { ProviderFault } from "#/server/identity/provider/fault.ts";
import { fetchJson } from "#/server/identity/provider/fetch-json.ts";
import { type GivenTokens, givenTokens, isToken } from "#/server/identity/provider/given-tokens.ts";
import { providerOf } from "#/server/identity/provider/provider.ts";
import { tokenRequest } from "#/server/identity/provider/redeem.ts";
import { log } from "#/server/log-lines.ts";
import type { Sealer } from "#/server/secrets/seal.ts";

/** Refreshed so long before its end, so that whoever gets it can still use it. */
const marginMs = 60_000;
/** Longer than the provider is given to answer, so that nobody sends the same refresh token twice. */
const leaseMs = 15_000;
const lookAgainMs = 100;

type Parts = {
  readonly database: Database;
  readonly config: Config;
  readonly sealer: Pick<Sealer, "seal" | "open">;
  readonly now: () => Date;
  /** Whether anything in this tenant acts in people's names. Where nothing does, nothing is asked for or kept. */
  readonly wanted: (tenantId: string) => Promise<boolean>;
};
type Who = { readonly tenantId: string; readonly participantId: string };
type Held = Pick<GivenTokens, "accessToken" | "refreshToken">;
type Row = { session_id: string; sealed: Uint8Array; fresh: boolean; busy: boolean };
type Found = { sessionId: string; held: Held; state: "fresh" | "busy" | "claimed" };

/**
 * The provider's tokens of who is signed in by it, sealed in the database and kept with the session: they end with it. They
 * leave here only as an access token for a call in that person's name; never in an answer, a log line or a backup.
 */
export class HeldTokens {
  readonly #parts: Parts;
  readonly #running = new Map<string, Promise<string | null>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Whether a sign-in should ask the provider for tokens that outlive it. A failure to find out is a no. */
  wanted(tenantId: string): Promise<boolean> {
    return this.#parts.wanted(tenantId).catch(() => false);
  }

  /** Keeps what a sign-in gave, with its session. That it can't be kept ends no sign-in. */
  async keep(who: Who, sessionId: string, given: GivenTokens): Promise<void> {
    if (given.accessToken === "" || !(await this.wanted(who.tenantId))) return;
    const { database, now } = this.#parts;
    try {
      const sealed = this.#seal(who.tenantId, sessionId, given);
      await transact(database, who.tenantId, now(), async (tx) => {
        // The session may be over by now: then there is nothing to keep it with.
        await tx.rows(sql`
          insert into app.provider_tokens (tenant_id, session_id, participant_id, sealed, expires_at, given_at)
          select tenant_id, id, participant_id, decode(${sealed}, 'hex'), ${this.#endOf(given)}::timestamptz,
            ${now().toISOString()}::timestamptz
          from app.sessions where id = ${sessionId} and participant_id = ${who.participantId}
          for key share
          on conflict do nothing`);
        return tx.emit([], () => undefined);
      });
    } catch (error) {
      const reason = error instanceof Error ? error.name : "unknown";
      log.warn({ tenant_id: who.tenantId, reason }, "a token of the identity provider can't be kept");
    }
  }

  /**
   * An access token of the provider that counts now, refreshed if need be; null where nobody signed in by it, or it takes
   * the refresh token no more. One refresh runs at a time for each session, over all processes.
   *
   * @throws ProviderFault `unreachable`
   */
  tokenOf(who: Who): Promise<string | null> {
    const name = `${who.tenantId} ${who.participantId}`;
    const running = this.#running.get(name) ?? this.#find(who).finally(() => this.#running.delete(name));
    this.#running.set(name, running);
    return running;
  }

  async #find(who: Who): Promise<string | null> {
    // By the clock of the machine: another process's lease is over by then, whatever happened to it.
    const deadline = performance.now() + leaseMs + 1_000;
    while (performance.now() < deadline) {
      const found = await this.#claim(who);
      if (!found) return null;
      if (found.state === "fresh") return found.held.accessToken;
      if (found.state === "busy") {
        await pause(lookAgainMs);
        continue;
      }
      const token = await this.#refreshed(who, found);
      if (token !== null) return token;
    }
    throw new ProviderFault("unreachable", "The provider's token is being refreshed elsewhere for too long.");
  }

  /** The newest session's tokens, claimed for a refresh where that is due. What can't be used any more goes. */
  #claim(who: Who): Promise<Found | null> {
    const { database, now } = this.#parts;
    const at = now();
    const by = (ms: number) => new Date(at.getTime() + ms).toISOString();
    return transact(database, who.tenantId, at, async (tx) => {
      const rows = await tx.rows<Row>(sql`
        select t.session_id, t.sealed, t.expires_at > ${by(marginMs)}::timestamptz as fresh,
          coalesce(t.refreshing_until > ${by(0)}::timestamptz, false) as busy
        from app.provider_tokens t join app.sessions s on s.id = t.session_id
        where t.participant_id = ${who.participantId} and s.expires_at > ${by(0)}::timestamptz
        order by t.given_at desc, t.session_id for update of t`);
      for (const row of rows) {
        const held = this.#open(who.tenantId, row);
        if (!held || (!row.fresh && held.refreshToken === null)) {
          await tx.rows(sql`delete from app.provider_tokens where session_id = ${row.session_id}`);
          continue;
        }
        const state = row.fresh ? "fresh" : row.busy ? "busy" : "claimed";
        if (state === "claimed") {
          await tx.rows(sql`
            update app.provider_tokens set refreshing_until = ${by(leaseMs)}::timestamptz
            where session_id = ${row.session_id}`);
        }
        return tx.emit<Found | null>([], () => ({ sessionId: row.session_id, held, state }));
      }
      return tx.emit<Found | null>([], () => null);
    });
  }

  /** Null when the provider took the refresh token no more. */
  async #refreshed(who: Who, { sessionId, held }: Found): Promise<string | null> {
    const { database, now } = this.#parts;
    const settle = (write: (tx: Writer) => Promise<unknown>) =>
      transact(database, who.tenantId, now(), async (tx) => {
        await write(tx);
        return tx.emit([], () => undefined);
      });
    let given: GivenTokens | null;
    try {
      given = await this.#refresh(held);
    } catch (error) {
      await settle((tx) =>
        tx.rows(sql`update app.provider_tokens set refreshing_until = null where session_id = ${sessionId}`),
      );
      throw error;
    }
    if (!given) {
      await settle((tx) => tx.rows(sql`delete from app.provider_tokens where session_id = ${sessionId}`));
      return null;
    }
    const sealed = this.#seal(who.tenantId, sessionId, given);
    await settle((tx) =>
      tx.rows(sql`
        update app.provider_tokens set sealed = decode(${sealed}, 'hex'), refreshing_until = null,
          expires_at = ${this.#endOf(given)}::timestamptz
        where session_id = ${sessionId}`),
    );
    return given.accessToken;
  }

  async #refresh(held: Held): Promise<GivenTokens | null> {
    const provider = providerOf(this.#parts);
    if (!provider || held.refreshToken === null) return null;
    const metadata = await provider.metadata();
    const body = new URLSearchParams({ grant_type: "refresh_token", refresh_token: held.refreshToken });
    const { status, json } = await fetchJson(metadata.token_endpoint, tokenRequest(provider.config, metadata, body));
    // Anything but a clear no may pass: a provider that is restarting takes the same token a minute later.
    if (status >= 500 || status === 429) throw new ProviderFault("unreachable", `The provider answered ${status}.`);
    const given = status === 200 && json !== null && typeof json === "object" ? givenTokens(json) : null;
    if (!given || given.accessToken === "") return null;
    // Without a new one the old one goes on (RFC 6749, section 6).
    return { ...given, refreshToken: given.refreshToken ?? held.refreshToken };
  }

  #endOf({ lifeSeconds }: GivenTokens): string {
    return new Date(this.#parts.now().getTime() + lifeSeconds * 1_000).toISOString();
  }

  #seal(tenantId: string, sessionId: string, { accessToken, refreshToken }: Held): string {
    const sealed = this.#parts.sealer.seal(tenantId, purposeOf(sessionId), JSON.stringify([accessToken, refreshToken]));
    return Buffer.from(sealed).toString("hex");
  }

  #open(tenantId: string, { session_id, sealed }: Row): Held | null {
    try {
      const opened: unknown = JSON.parse(this.#parts.sealer.open(tenantId, purposeOf(session_id), sealed));
      const [accessToken, refreshToken] = Array.isArray(opened) ? opened : [];
      return isToken(accessToken) ? { accessToken, refreshToken: isToken(refreshToken) ? refreshToken : null } : null;
    } catch {
      log.error({ tenant_id: tenantId }, "a token of the identity provider can't be opened: the secret key changed");
      return null;
    }
  }
}

/** Nothing in this tenant acts in people's names any more: what was kept for that goes, in the caller's transaction. */
export async function dropHeldTokens(tx: Writer): Promise<void> {
  await tx.rows(sql`delete from app.provider_tokens`);
}

/** Bound to its session, so that a row can't be passed off as another person's. */
function purposeOf(sessionId: string): string {
  return `provider tokens of session ${sessionId}`;
}
