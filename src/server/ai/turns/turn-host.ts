import type { ToolHost } from "#/server/ai/tools/host.ts";
import type { Config } from "#/server/config.ts";
import type { Inference } from "#/server/ports/inference/port.ts";
import type { Party } from "#/server/ports/party.ts";

/** What turns need of the running app. */
export type TurnHost = ToolHost & {
  readonly config: Config;
  /** The realtime door; null where there is none: then answers come as messages alone. */
  readonly party: Party | null;
  readonly gateways: { of(asked: { tenantId: string; askerId: string }): Promise<Inference> };
};
