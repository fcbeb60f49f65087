import { say } from "#/client/language/say.ts";
import { timeChoice } from "#/client/language/time-choice.ts";

/** Times as the viewer reads them. All moments are Unix seconds; `zone` is an IANA name. */

type Parts = { year: string; month: string; day: string; hour: string; minute: string; second: string };

const formats = new Map<string, Intl.DateTimeFormat>();
/** Zones of one page are two at most; more would be a mistake, and formats are heavy. */
const maxFormats = 8;

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  if (formats.size >= maxFormats) formats.clear();
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(zone, format);
  return format;
}

/** Only digits come from Intl and the words are ours, so that no two engines disagree on a comma. */
function partsOf(ts: number, zone: string): Parts {
  const parts = formatOf(zone).formatToParts(ts * 1000);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value])) as Parts;
}

/** A zone that this engine knows; anything else, such as a forged cookie, is UTC. */
export function knownZone(zone: string | null | undefined): string {
  if (!zone || !/^[A-Za-z0-9_+/-]{1,64}$/.test(zone)) return "UTC";
  try {
    formatOf(zone);
    return zone;
  } catch {
    return "UTC";
  }
}

/** “14:02” */
export function clockTime(ts: number, zone: string): string {
  const { hour, minute } = partsOf(ts, zone);
  return clockOf(hour, minute);
}

/** “14:02:09” */
export function exactTime(ts: number, zone: string): string {
  const { hour, minute, second } = partsOf(ts, zone);
  return clockOf(hour, minute, `:${second}`);
}

/** “Friday 20 November 2026, 14:02:09” */
export function wholeTime(ts: number, zone: string): string {
  const parts = partsOf(ts, zone);
  const day = say("{day} {year}", { day: dayWords(parts), year: parts.year });
  return `${day}, ${clockOf(parts.hour, parts.minute, `:${parts.second}`)}`;
}

/** “14:02”, or “2:02 pm” for who wants it so. */
function clockOf(hour: string, minute: string, second = ""): string {
  if (timeChoice().hours === "24h") return `${hour}:${minute}${second}`;
  return `${Number(hour) % 12 || 12}:${minute}${second} ${Number(hour) < 12 ? "am" : "pm"}`;
}

/** The calendar day, “2026-11-20”: sorts, and is the same for every moment of one day. */
export function dayKey(ts: number, zone: string): string {
  const { year, month, day } = partsOf(ts, zone);
  return `${year}-${month}-${day}`;
}

/** Every offset in use is a multiple of a quarter of an hour, so that a day never changes within one. */
const quarter = 900;

/** `dayKey` for many moments of one zone. */
export function dayKeys(zone: string): (ts: number) => string {
  const known = new Map<number, string>();
  return (ts) => {
    const slot = Math.floor(ts / quarter);
    const day = known.get(slot) ?? dayKey(ts, zone);
    known.set(slot, day);
    return day;
  };
}

/** “Today”, “Yesterday”, “Friday 20 November”, and with its year “Friday 20 November 2025”. */
export function dayLabel(ts: number, zone: string, now: number): string {
  const day = dayKey(ts, zone);
  if (day === dayKey(now, zone)) return say("Today");
  if (day === dayBefore(dayKey(now, zone))) return say("Yesterday");
  const parts = partsOf(ts, zone);
  const words = dayWords(parts);
  return parts.year === partsOf(now, zone).year ? words : say("{day} {year}", { day: words, year: parts.year });
}

/** Since when something waits: “09:41”, “yesterday 09:41”, “Friday 20 November”. */
export function sinceWords(ts: number, zone: string, now: number): string {
  const days = daysBetween(dayKey(ts, zone), dayKey(now, zone));
  if (days === 0) return clockTime(ts, zone);
  return days === 1 ? say("yesterday {time}", { time: clockTime(ts, zone) }) : dayLabel(ts, zone, now);
}

/** “now”, “5 min ago”, “3 h ago”, “yesterday”, “4 days ago”, then the day: “20 Nov”. */
export function ago(ts: number, zone: string, now: number): string {
  const seconds = Math.max(0, now - ts);
  if (seconds < 60) return say("now");
  if (seconds < 3600) return say("{count} min ago", { count: Math.floor(seconds / 60) });
  if (dayKey(ts, zone) === dayKey(now, zone)) return say("{count} h ago", { count: Math.floor(seconds / 3600) });
  if (dayKey(ts, zone) === dayBefore(dayKey(now, zone))) return say("yesterday");
  const days = daysBetween(dayKey(ts, zone), dayKey(now, zone));
  if (days < 7) return say("{count} days ago", { count: days });
  return shortDay(ts, zone, now);
}

function shortDay(ts: number, zone: string, now: number): string {
  const parts = partsOf(ts, zone);
  const day = say("{day} {month}", { day: Number(parts.day), month: shortMonth(parts) });
  return parts.year === partsOf(now, zone).year ? day : say("{day} {year}", { day, year: parts.year });
}

/** As short as it can be told: “14:02”, “Yesterday”, “Friday”, “20 Nov”, “20 Nov 2025”. */
export function shortTime(ts: number, zone: string, now: number): string {
  const days = daysBetween(dayKey(ts, zone), dayKey(now, zone));
  if (days === 0) return clockTime(ts, zone);
  if (days === 1) return say("Yesterday");
  return days > 0 && days < 7 ? weekdayOf(partsOf(ts, zone)) : shortDay(ts, zone, now);
}

// Many names in one sentence weigh less than each by itself.
const weekdayNames = () => say("Sunday Monday Tuesday Wednesday Thursday Friday Saturday").split(" ");
const monthNames = () =>
  say("January February March April May June July August September October November December").split(" ");

function weekdayIndex({ year, month, day }: Parts): number {
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDay();
}

function weekdayOf(parts: Parts): string {
  return weekdayNames()[weekdayIndex(parts)] ?? "";
}

function shortMonth({ month }: Parts): string {
  return say("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split(" ")[Number(month) - 1] ?? "";
}

function dayWords(parts: Parts): string {
  const [weekday, month] = [weekdayOf(parts), monthNames()[Number(parts.month) - 1] ?? ""];
  return say("{weekday} {day} {month}", { weekday, day: Number(parts.day), month });
}

const dayMs = 86_400_000;

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - dayMs).toISOString().slice(0, 10);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}

/** Until when something lasts: “17:30” today, else “Sun 22 Nov, 09:00”. */
export function untilWords(ts: number, zone: string, now: number): string {
  const time = clockTime(ts, zone);
  if (dayKey(ts, zone) === dayKey(now, zone)) return time;
  const parts = partsOf(ts, zone);
  const weekday = say("Sun Mon Tue Wed Thu Fri Sat").split(" ")[weekdayIndex(parts)] ?? "";
  return say("{weekday} {day} {month}, {time}", { weekday, day: Number(parts.day), month: shortMonth(parts), time });
}

/** Where times are told for: the zone that was chosen, else that of the device. For the browser only. */
export function viewerZone(): string {
  return knownZone(timeChoice().zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
}
