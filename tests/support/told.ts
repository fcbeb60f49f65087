import { expect } from "vitest";
import type { TenantWorld } from "./world.ts";

/**
 * What the log tells after a position, short: `member join`, `line created`, `swp.room.name`.
 * Also checks that the positions follow each other without a gap.
 */
export async function told(tenant: TenantWorld, position: number): Promise<string[]> {
  const events = await tenant.log(position);
  expect(events.map((event) => event.stream_position)).toEqual(events.map((_, index) => position + 1 + index));
  return events.map((event) => {
    if (event.type === "swp.room.member") return `member ${event.content.membership}`;
    if (event.type === "swp.room.message") return `line ${event.content.kind}`;
    return event.type;
  });
}
