import type { Gateways } from "#/server/ai/gateways.ts";
import type { ToolHost } from "#/server/ai/tools/host.ts";
import type { Config } from "#/server/config.ts";
import type { Party } from "#/server/ports/party.ts";

/** What turns need of the running app. */
export type TurnHost = ToolHost & {
  readonly config: Config;
  /** The realtime door; null where there is none: then answers come as messages alone. */
  readonly party: Party | null;
  readonly gateways: Pick<Gateways, "of" | "modelFor">;
};
