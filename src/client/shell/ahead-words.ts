import { number, say } from "#/client/language/say.ts";
import { minutesAhead } from "#/domain/participants/zones.ts";

/** “1 h ahead”, “5.75 h behind”; null where both zones show the same time. */
export function aheadWords(zone: string, here: string, now: number): string | null {
  const moment = new Date(now * 1000);
  const hours = (minutesAhead(zone, moment) - minutesAhead(here, moment)) / 60;
  if (hours === 0) return null;
  const count = number(Math.abs(hours));
  return hours > 0 ? say("{count} h ahead", { count }) : say("{count} h behind", { count });
}
