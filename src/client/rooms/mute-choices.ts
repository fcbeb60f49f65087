const hourMs = 3_600_000;

/** What the server reads as “until it is turned back on”. */
export const mutedForEver = "9999-12-31T23:59:59.000Z";

export type MuteChoice = {
  readonly value: string;
  readonly label: string;
  /** ISO 8601, in UTC. */
  readonly until: (now: Date) => string;
};

/** Tomorrow begins at nine in the morning on the clock of this device. */
export const muteChoices: readonly MuteChoice[] = [
  { value: "hour", label: "For 1 hour", until: (now) => new Date(now.getTime() + hourMs).toISOString() },
  { value: "hours", label: "For 8 hours", until: (now) => new Date(now.getTime() + 8 * hourMs).toISOString() },
  {
    value: "tomorrow",
    label: "Until tomorrow, 09:00",
    until: (now) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 9).toISOString(),
  },
  { value: "forever", label: "Until I turn it back on", until: () => mutedForEver },
];

/** “Muted until 17:30”, “Muted until Sun 22 Nov, 09:00”; undefined when it is not, or no longer. */
export function muteWords(mutedUntil: string | null, now: Date): string | undefined {
  if (mutedUntil === null) return undefined;
  const until = new Date(mutedUntil);
  if (until.getTime() <= now.getTime()) return undefined;
  if (until.getUTCFullYear() >= 9999) return "Muted until you turn it back on";
  const time = until.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (until.toDateString() === now.toDateString()) return `Muted until ${time}`;
  const day = until.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short" });
  return `Muted until ${day}, ${time}`;
}
