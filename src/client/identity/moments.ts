import { ago, wholeTime } from "#/client/language/times.ts";
import type { ViewerClock } from "#/client/messages/viewer-clock.ts";

/** A moment of the wire for the viewer: short, and to the second for a tooltip. */
export function moment(
  at: string,
  clock: Pick<ViewerClock, "zone" | "now">,
): { readonly ago: string; readonly whole: string } {
  const seconds = Math.floor(Date.parse(at) / 1000);
  return { ago: ago(seconds, clock.zone(), clock.now()), whole: wholeTime(seconds, clock.zone()) };
}
