import { say } from "#/client/language/say.ts";
import { clockTime, untilWords, viewerZone } from "#/client/language/times.ts";

const hourMs = 3_600_000;

/** What the server reads as “until it is turned back on”. */
export const mutedForEver = "9999-12-31T23:59:59.000Z";

export type MuteChoice = {
  readonly value: string;
  readonly label: string;
  /** ISO 8601, in UTC. */
  readonly until: (now: Date) => string;
};

/** Nine in the morning, as seconds of a day. */
const nine = 9 * 3600;

/** Tomorrow begins at nine in the morning on the clock of this device. */
export const muteChoices: readonly MuteChoice[] = [
  {
    value: "hour",
    get label() {
      return say("For 1 hour");
    },
    until: (now) => new Date(now.getTime() + hourMs).toISOString(),
  },
  {
    value: "hours",
    get label() {
      return say("For 8 hours");
    },
    until: (now) => new Date(now.getTime() + 8 * hourMs).toISOString(),
  },
  {
    value: "tomorrow",
    get label() {
      return say("Until tomorrow, {time}", { time: clockTime(nine, "UTC") });
    },
    until: (now) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 9).toISOString(),
  },
  {
    value: "forever",
    get label() {
      return say("Until I turn it back on");
    },
    until: () => mutedForEver,
  },
];

/** “Muted until 17:30”, “Muted until Sun 22 Nov, 09:00”; undefined when it is not, or no longer. */
export function muteWords(mutedUntil: string | null, now: Date): string | undefined {
  if (mutedUntil === null) return undefined;
  const until = new Date(mutedUntil);
  if (until.getTime() <= now.getTime()) return undefined;
  if (until.getUTCFullYear() >= 9999) return say("Muted until you turn it back on");
  const time = untilWords(until.getTime() / 1000, viewerZone(), now.getTime() / 1000);
  return say("Muted until {time}", { time });
}
