import type * as z from "zod/mini";
import type { pin } from "#/domain/messages/pin-schema.ts";

/** How many messages a room pins; its panel shows them all. */
export const maxPins = 100;

export type Pin = z.infer<typeof pin>;

/** The wanted order: those named come first and in that order; what was pinned meanwhile follows as it stood. */
export function reordered<T extends { event_id: string }>(pins: readonly T[], wanted: readonly string[]): T[] {
  const byId = new Map(pins.map((each) => [each.event_id, each]));
  const named = [...new Set(wanted)].map((eventId) => byId.get(eventId)).filter((each) => each !== undefined);
  return [...named, ...pins.filter((each) => !wanted.includes(each.event_id))];
}
