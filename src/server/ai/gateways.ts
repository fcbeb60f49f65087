import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { PersonTokens } from "#/server/ai/person-tokens.ts";
import type { Config } from "#/server/config.ts";
import type { Database } from "#/server/database/connect.ts";
import { read } from "#/server/database/transact.ts";
import { log } from "#/server/log-lines.ts";
import { chooseInference, type GatewayChoice, tenantReach } from "#/server/ports/inference/choose.ts";
import { DemoModel, demoModel } from "#/server/ports/inference/demo.ts";
import { gatewayBase } from "#/server/ports/inference/gateway-address.ts";
import type { GatewayLimits } from "#/server/ports/inference/patience.ts";
import { type Inference, InferenceError, type ModelInfo } from "#/server/ports/inference/port.ts";
import type { Sealer } from "#/server/secrets/seal.ts";

/** What a tenant's key is sealed for. */
export const gatewayKeyPurpose = "ai gateway key";
/** How long another process may go on with settings that were changed elsewhere. */
const settingsFreshMs = 2_000;
const modelsFreshMs = 60_000;
const maxTenantsKept = 1_000;

export type TenantGateway = {
  /** Whose gateway it is; `none`: the demo model answers. */
  readonly source: "tenant" | "instance" | "none";
  readonly credentials: "tenant" | "person";
  readonly defaultModel: string | null;
  /** Ids of models that may be used; null allows all that the gateway lists. */
  readonly models: readonly string[] | null;
  /** A tenant that wants no AI. */
  readonly hidden: boolean;
};

type Stored = TenantGateway & { readonly url: string | null; readonly key: Uint8Array | null };
type Kept<T> = { readonly value: Promise<T>; readonly until: number };

type Row = {
  gateway_url: string | null;
  gateway_key: Uint8Array | null;
  credentials: "tenant" | "person";
  default_model: string | null;
  models: string[] | null;
  hidden: boolean;
};

type Parts = {
  readonly database: Database;
  readonly config: Pick<Config, "mode" | "listen" | "scaigrid">;
  readonly sealer: Sealer;
  readonly now: () => Date;
  readonly personTokens: PersonTokens;
  readonly demo?: Inference;
  readonly limits?: Partial<GatewayLimits>;
};

/** Where each tenant's models are: its own gateway, the instance's, or the demo model. */
export class Gateways {
  readonly #parts: Parts;
  readonly #demo: Inference;
  readonly #settings = new Map<string, Kept<Stored>>();
  readonly #models = new Map<string, Kept<readonly ModelInfo[]>>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#demo = parts.demo ?? new DemoModel();
  }

  /**
   * What answers for a tenant, in the name of whoever asks.
   *
   * @throws InferenceError SW_AI_NO_TOKEN where the key can't be read any more, or nobody's token is known
   */
  async of({ tenantId, askerId }: { tenantId: string; askerId: string }): Promise<Inference> {
    const stored = await this.#stored(tenantId);
    const { config, limits } = this.#parts;
    const tenant = stored.url === null ? null : { url: stored.url, ...this.#keys(tenantId, askerId, stored) };
    const instance: GatewayChoice | null = config.scaigrid
      ? { url: config.scaigrid.url, ...this.#keys(tenantId, askerId, stored) }
      : null;
    try {
      return chooseInference(config, { tenant, instance }, limits, this.#demo);
    } catch (cause) {
      // It was checked when it was set; since then the instance has become one that allows less.
      const detail = "The AI gateway that is set for this server is not allowed here.";
      throw new InferenceError("SW_AI_UNAVAILABLE", detail, { retryable: false, cause });
    }
  }

  async settings(tenantId: string): Promise<TenantGateway> {
    const { url: _url, key: _key, ...settings } = await this.#stored(tenantId);
    return settings;
  }

  /** The chat and embedding models that a tenant may use, by id; kept for a minute. */
  async models(asked: { tenantId: string; askerId: string }): Promise<readonly ModelInfo[]> {
    const stored = await this.#stored(asked.tenantId);
    const who = stored.credentials === "person" ? `${asked.tenantId} ${asked.askerId}` : asked.tenantId;
    const all = await this.#kept(this.#models, who, modelsFreshMs, async () => {
      const inference = await this.of(asked);
      return inference.models(new AbortController().signal);
    });
    return stored.models === null || stored.source === "none"
      ? all
      : all.filter(({ id }) => stored.models!.includes(id));
  }

  /**
   * The model an AI speaks with: the one that is set for it, else the tenant's default, else the first there is. Where the
   * demo model answers, it is always that one.
   *
   * @throws InferenceError SW_AI_MODEL_NOT_FOUND for one that may not be used here
   */
  async modelFor(asked: { tenantId: string; askerId: string }, wanted: string | null): Promise<ModelInfo> {
    const settings = await this.settings(asked.tenantId);
    if (settings.source === "none") return demoModel;
    const set = wanted === null || wanted === "" || wanted === demoModel.id ? settings.defaultModel : wanted;
    if (set !== null && settings.models !== null && !settings.models.includes(set)) {
      throw notFound("This AI's model may not be used on this server.");
    }
    const listed = await this.models(asked).catch((error: unknown) => {
      // Many gateways list nothing; the model itself may answer all the same.
      if (set !== null && error instanceof InferenceError && error.code !== "SW_AI_NO_TOKEN") return [];
      throw error;
    });
    const chat = listed.filter(({ modality }) => modality === "chat");
    const found = set === null ? chat[0] : listed.find(({ id }) => id === set);
    if (found) return found;
    if (set === null) throw notFound("The AI gateway lists no model to speak with.");
    return { id: set, name: set, contextWindow: null, maxOutputTokens: null, modality: "chat" };
  }

  /** Settings of a tenant were changed in this process: the next question reads them. */
  changed(tenantId: string): void {
    this.#settings.delete(tenantId);
    for (const who of this.#models.keys()) if (who.startsWith(tenantId)) this.#models.delete(who);
  }

  /**
   * Checks an address that an admin wants to set.
   *
   * @throws SwError SW_BAD_REQUEST with a sentence about the address
   */
  checkAddress(url: string): void {
    try {
      gatewayBase(url, tenantReach(this.#parts.config));
    } catch (error) {
      throw new SwError("SW_BAD_REQUEST", (error as Error).message);
    }
  }

  #keys(tenantId: string, askerId: string, stored: Stored): Omit<GatewayChoice, "url"> {
    const { personTokens, config, sealer } = this.#parts;
    if (stored.credentials === "person") {
      const base = stored.url ?? config.scaigrid?.url ?? "";
      return {
        token: (signal) => personTokens.tokenFor({ tenantId, participantId: askerId, resource: base }, signal),
        onRefused: () => personTokens.refused({ tenantId, participantId: askerId, resource: base }),
      };
    }
    if (stored.url === null) return { token: async () => config.scaigrid?.key ?? null };
    return {
      token: async () => {
        if (!stored.key) return null;
        try {
          return sealer.open(tenantId, gatewayKeyPurpose, stored.key);
        } catch (cause) {
          log.error(
            { tenant_id: tenantId },
            "the key of an AI gateway can't be opened: the instance's secret key changed",
          );
          const detail = "The key of the AI gateway can't be read any more; an admin has to enter it again.";
          throw new InferenceError("SW_AI_NO_TOKEN", detail, { retryable: false, cause });
        }
      },
    };
  }

  #stored(tenantId: string): Promise<Stored> {
    return this.#kept(this.#settings, tenantId, settingsFreshMs, () => this.#read(tenantId));
  }

  async #read(tenantId: string): Promise<Stored> {
    const { database, config } = this.#parts;
    const [row] = await read(database, tenantId, (tx) =>
      tx.rows<Row>(sql`
        select gateway_url, gateway_key, credentials, default_model, to_jsonb(models) as models, hidden
        from app.ai_settings`),
    );
    return {
      url: row?.gateway_url ?? null,
      key: row?.gateway_key ?? null,
      source: row?.gateway_url ? "tenant" : config.scaigrid ? "instance" : "none",
      credentials: row?.credentials ?? "tenant",
      defaultModel: row?.default_model ?? null,
      models: row?.models ?? null,
      hidden: row?.hidden ?? false,
    };
  }

  /** Of many who ask at once one reads; a failure is not kept. */
  #kept<T>(map: Map<string, Kept<T>>, name: string, freshMs: number, load: () => Promise<T>): Promise<T> {
    const now = this.#parts.now().getTime();
    const known = map.get(name);
    if (known && now < known.until) return known.value;
    const value = load();
    map.delete(name);
    map.set(name, { value, until: now + freshMs });
    value.catch(() => {
      if (map.get(name)?.value === value) map.delete(name);
    });
    for (const oldest of map.keys()) {
      if (map.size <= maxTenantsKept) break;
      map.delete(oldest);
    }
    return value;
  }
}

function notFound(detail: string): InferenceError {
  return new InferenceError("SW_AI_MODEL_NOT_FOUND", detail, { retryable: false });
}
