/** Hours of the day in which a call wakes somebody: the same as the quiet hours that the product proposes. */
const nightFrom = 22;
const nightUntil = 7;

/** Whether this is a name of the IANA zone database that this engine knows. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }) !== null;
  } catch {
    return false;
  }
}

/** How far the clocks of a zone are ahead of UTC at that moment, in minutes. */
export function minutesAhead(zone: string, moment: Date): number {
  const parts = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(moment);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const there = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
  return Math.round((there - moment.getTime()) / 60_000);
}

/** Whether it is night in a zone at that moment: from ten in the evening until seven. */
export function isNight(zone: string, moment: Date): boolean {
  const hour = new Date(moment.getTime() + minutesAhead(zone, moment) * 60_000).getUTCHours();
  return hour >= nightFrom || hour < nightUntil;
}
