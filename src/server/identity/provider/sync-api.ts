import { z } from "zod";
import { ProviderFault } from "#/server/identity/provider/fault.ts";
import { fetchJson } from "#/server/identity/provider/fetch-json.ts";
import type { Provider } from "#/server/identity/provider/provider.ts";
import { tokenRequest } from "#/server/identity/provider/redeem.ts";

/** A user as the sync API lists them; `gone` are suspended or deleted. */
export type SyncUser = {
  id: string;
  email?: string | null | undefined;
  email_verified?: boolean | null | undefined;
  name: string | null;
  preferred_username: string | null;
  /** Undefined where the API does not speak of roles. */
  role?: string | null | undefined;
  tenant_id?: string | null | undefined;
  gone: boolean;
};
export type SyncGroup = { id: string; name: string; members: readonly SyncMember[] };
export type SyncMember = { type: "user" | "group"; id: string };

const pageSize = 200;
/** Far more than a tenant has; a list that does not end by then is not believed. */
const maxPages = 100;
const maxGroups = 2_000;

const id = z.string().min(1).max(255);
const optional = z.string().max(400).nullish().catch(null);
const user = z
  .object({
    id,
    email: optional,
    email_verified: z.boolean().nullish().catch(null),
    name: optional,
    display_name: optional,
    preferred_username: optional,
    username: optional,
    role: optional,
    tenant_id: optional,
    status: optional,
  })
  .transform(
    ({ display_name, username, status, ...rest }): SyncUser => ({
      ...rest,
      name: rest.name ?? display_name ?? null,
      preferred_username: rest.preferred_username ?? username ?? null,
      gone: status != null && !/^active$/i.test(status),
    }),
  );
const group = z.object({ id, name: z.string().trim().min(1).max(200) });
const member = z
  .object({ id, type: z.string().max(20) })
  .transform(({ id, type }): SyncMember => ({ id, type: /^group$/i.test(type) ? "group" : "user" }));

const page = z.object({
  data: z.object({ items: z.array(z.unknown()).max(1_000), next_cursor: z.string().max(1_000).nullish() }),
});

/** ScaiKey's sync API as an application reads it, with a token of its own (`client_credentials`, scope `admin:read`). */
export class SyncApi {
  readonly #provider: Provider;
  readonly #base: string;
  readonly #token: string;
  readonly #tenant: string | null;
  readonly #signal: AbortSignal | undefined;

  private constructor(
    provider: Provider,
    options: { token: string; tenant: string | null; signal?: AbortSignal | undefined },
  ) {
    this.#provider = provider;
    this.#base = `${provider.config.apiUrl}/api/v1/platform`;
    this.#token = options.token;
    this.#tenant = options.tenant;
    this.#signal = options.signal;
  }

  /** @throws ProviderFault */
  static async open(provider: Provider, tenant: string | null, signal?: AbortSignal): Promise<SyncApi> {
    const metadata = await provider.metadata();
    const body = new URLSearchParams({ grant_type: "client_credentials", scope: "admin:read" });
    const { status, json } = await fetchJson(metadata.token_endpoint, tokenRequest(provider.config, metadata, body));
    const token = z.object({ access_token: z.string().min(1).max(16_384) }).safeParse(json);
    if (status !== 200 || !token.success) {
      throw new ProviderFault("refused", `The provider gave no token for its sync API (${status}).`);
    }
    return new SyncApi(provider, { token: token.data.access_token, tenant, signal });
  }

  /** Everyone who may use this application; null where the API does not offer it to us. */
  async effectiveUsers(): Promise<SyncUser[] | null> {
    const { clientId } = this.#provider.config;
    const items = await this.#all(`/applications/${encodeURIComponent(clientId)}/effective_users`, user);
    return items && this.#ofTenant(items);
  }

  /** Every group with its direct members; null where the API does not offer them. */
  async groups(): Promise<SyncGroup[] | null> {
    const groups = await this.#all("/groups", group);
    if (!groups) return null;
    if (groups.length > maxGroups) throw new ProviderFault("refused", "The provider has more groups than are read.");
    const filled: SyncGroup[] = [];
    for (const each of groups) {
      const members = await this.#all(`/groups/${encodeURIComponent(each.id)}/members`, member);
      if (!members) throw new ProviderFault("refused", "The members of a group can't be read.");
      filled.push({ ...each, members });
    }
    return filled;
  }

  async user(userId: string): Promise<SyncUser | null> {
    const answer = await this.#get(`/users/${encodeURIComponent(userId)}`);
    if (answer === null) return null;
    const one = z.object({ data: user }).safeParse(answer);
    if (!one.success) throw new ProviderFault("refused", "The provider describes a user in an unknown form.");
    return this.#ofTenant([one.data.data])[0] ?? null;
  }

  #ofTenant(users: SyncUser[]): SyncUser[] {
    return users.filter((each) => each.tenant_id == null || this.#tenant === null || each.tenant_id === this.#tenant);
  }

  /** Every page of a list. A cursor that comes again would go on for ever; then nothing of the list is believed. */
  async #all<T>(path: string, item: z.ZodType<T>): Promise<T[] | null> {
    const found: T[] = [];
    const cursors = new Set<string>();
    let cursor: string | undefined;
    for (let count = 0; count < maxPages; count += 1) {
      const query = new URLSearchParams({ limit: String(pageSize) });
      if (this.#tenant) query.set("tenant_id", this.#tenant);
      if (cursor) query.set("cursor", cursor);
      const answer = await this.#get(`${path}?${query}`);
      if (answer === null) return null;
      const list = page.safeParse(answer);
      const items = list.success ? z.array(item).safeParse(list.data.data.items) : undefined;
      if (!list.success || !items?.success)
        throw new ProviderFault("refused", "The provider lists in an unknown form.");
      found.push(...items.data);
      cursor = list.data.data.next_cursor ?? undefined;
      if (!cursor) return found;
      if (cursors.has(cursor)) throw new ProviderFault("refused", "The provider's list goes in a circle.");
      cursors.add(cursor);
    }
    throw new ProviderFault("refused", "The provider's list does not end.");
  }

  /** Null for what is not there or not ours to read. */
  async #get(path: string): Promise<unknown> {
    this.#signal?.throwIfAborted();
    const headers = { authorization: `Bearer ${this.#token}` };
    const { status, json } = await fetchJson(`${this.#base}${path}`, { headers });
    if (status === 403 || status === 404) return null;
    if (status !== 200) throw new ProviderFault("unreachable", `The provider's sync API answered ${status}.`);
    return json;
  }
}
