import type { CustomStatus } from "#/domain/participants/status-schema.ts";

/** What holds of a status at a moment in milliseconds; undefined once it is over. */
export function statusAt(status: CustomStatus | undefined, now: number): CustomStatus | undefined {
  return status && (status.until === null || Date.parse(status.until) > now) ? status : undefined;
}
