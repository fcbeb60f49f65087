import type { Config } from "#/server/config.ts";
import { DemoModel } from "#/server/ports/inference/demo.ts";
import { gatewayBase, type Reach } from "#/server/ports/inference/gateway-address.ts";
import { OpenAiGateway } from "#/server/ports/inference/openai.ts";
import type { GatewayLimits } from "#/server/ports/inference/patience.ts";
import type { Inference } from "#/server/ports/inference/port.ts";

export type GatewayChoice = {
  readonly url: string;
  readonly token: (signal: AbortSignal) => Promise<string | null>;
  readonly onRefused?: () => void;
};

/**
 * Whose gateway answers: the tenant's own, else the instance's, else the demo model in this process. What a tenant may
 * name in a demo, where everybody is at one computer, is anything; elsewhere only what is on the internet.
 */
export function chooseInference(
  config: Pick<Config, "mode" | "listen">,
  { tenant, instance }: { tenant: GatewayChoice | null; instance: GatewayChoice | null },
  limits: Partial<GatewayLimits> = {},
  demo: Inference = new DemoModel(),
): Inference {
  const choice = tenant ?? instance;
  if (!choice) return demo;
  const reach = tenant ? tenantReach(config) : "anywhere";
  const { url, ...keys } = choice;
  return new OpenAiGateway({ ...keys, base: gatewayBase(url, reach), reach, limits });
}

/** A demo that listens beyond this computer lets anybody be its admin. */
export function tenantReach(config: Pick<Config, "mode" | "listen">): Reach {
  const onlyHere = config.listen.every((address) => address === "::1" || address.startsWith("127."));
  return config.mode === "demo" && onlyHere ? "anywhere" : "public";
}
