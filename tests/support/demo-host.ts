import { Gateways } from "../../src/server/ai/gateways.ts";
import { PersonTokens } from "../../src/server/ai/person-tokens.ts";
import type { ToolHost } from "../../src/server/ai/tools/host.ts";
import type { Plugin } from "../../src/server/ai/tools/plugin.ts";
import { readConfig } from "../../src/server/config.ts";
import { DemoModel } from "../../src/server/ports/inference/demo.ts";
import type { Inference } from "../../src/server/ports/inference/port.ts";
import { openSealer } from "../../src/server/secrets/seal.ts";
import { toolHost } from "./ai-world.ts";
import type { World } from "./world.ts";

export const quickDemo = () => new DemoModel({ firstMs: 0, wordMs: 0 });

/** A process without a gateway: the demo model answers at once. */
export function demoHost(
  world: World,
  plugins: readonly Plugin[] = [],
  demo: Inference = quickDemo(),
): ToolHost & { gateways: Gateways } {
  const config = readConfig({});
  const now = world.clock.now;
  const personTokens = new PersonTokens({ config, now }, async () => null);
  const parts = { database: world.database, config, sealer: openSealer(config), now, personTokens, demo };
  return { ...toolHost(world, plugins), gateways: new Gateways(parts) };
}
