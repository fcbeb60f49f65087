import { gatewayKeyPurpose } from "#/server/ai/gateways.ts";
import type { Seal } from "#/server/ai/tenant-settings.ts";
import type { Config } from "#/server/config.ts";
import type { Sealer } from "#/server/secrets/seal.ts";

/** Whether the instance has a gateway for tenants without one of their own; else the demo model answers for them. */
export function hasInstanceGateway({ config }: { config: Pick<Config, "scaigrid"> }): boolean {
  return config.scaigrid !== undefined;
}

/** Seals a tenant's key with the secret of this instance. */
export function sealWith({ sealer }: { sealer: Sealer }): Seal {
  return (tenantId, secret) => sealer.seal(tenantId, gatewayKeyPurpose, secret);
}
