import { SwError } from "#/domain/errors.ts";
import type { Seal } from "#/server/ai/tenant-settings.ts";
import type { Config } from "#/server/config.ts";

/** Whether the instance has a gateway for tenants without one of their own; else the demo model answers for them. */
export function hasInstanceGateway(_app: { config: Config }): boolean {
  return false;
}

/** Seals keys with the secret of this instance. */
export function sealWith(_app: { config: Config }): Seal {
  return () => {
    throw new SwError("SW_UNAVAILABLE", "This instance can't keep keys yet.");
  };
}
