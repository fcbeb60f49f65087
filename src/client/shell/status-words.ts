import { say } from "#/client/language/say.ts";
import { clockTime, dayKey, dayLabel } from "#/client/language/times.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { statusAt } from "#/domain/participants/status.ts";
import type { CustomStatus } from "#/domain/participants/status-schema.ts";

type Known = { readonly statuses: Readonly<Record<string, CustomStatus>> };

/** What someone says of themselves at a moment in Unix seconds; undefined when they say nothing, or it is over. */
export function statusOf(participantId: string, known: Known, now: number): CustomStatus | undefined {
  return statusAt(known.statuses[participantId], now * 1000);
}

/** What people say of themselves now; it goes from the screen when it is over. */
export function createStatuses(known: Known): (participantId: string) => CustomStatus | undefined {
  const clock = createViewerClock();
  return (participantId) => statusOf(participantId, known, clock.now());
}

/** “🌴 On holiday” */
export function statusWords(status: CustomStatus): string {
  return [status.emoji, status.text].filter(Boolean).join(" ");
}

/** “until 14:30”, “until Friday 20 November 14:30”; nothing for one without an end. */
export function untilWords(status: CustomStatus, zone: string, now: number): string {
  if (status.until === null) return "";
  const end = Math.floor(Date.parse(status.until) / 1000);
  const time = clockTime(end, zone);
  if (dayKey(end, zone) === dayKey(now, zone)) return say("until {time}", { time });
  return say("until {day} {time}", { day: dayLabel(end, zone, now), time });
}

export const lasting = [
  {
    value: "30",
    get label() {
      return say("30 minutes");
    },
  },
  {
    value: "60",
    get label() {
      return say("1 hour");
    },
  },
  {
    value: "240",
    get label() {
      return say("4 hours");
    },
  },
  {
    value: "day",
    get label() {
      return say("Today");
    },
  },
  {
    value: "week",
    get label() {
      return say("7 days");
    },
  },
  {
    value: "ever",
    get label() {
      return say("Until I clear it");
    },
  },
] as const;
export type Lasting = (typeof lasting)[number]["value"];

/** When a status that begins now is over, as an ISO moment. `endOfDay` is the last moment of the viewer's day. */
export function endOf(choice: Lasting, now: Date, endOfDay: Date): string | null {
  if (choice === "ever") return null;
  if (choice === "day") return endOfDay.toISOString();
  const minutes = choice === "week" ? 7 * 24 * 60 : Number(choice);
  return new Date(now.getTime() + minutes * 60_000).toISOString();
}
