import { say } from "#/client/language/say.ts";

/** “Friday 21 November”, of a day as `YYYY-MM-DD`. */
export function dayWords(date: string): string {
  const weekdays = say("Sunday Monday Tuesday Wednesday Thursday Friday Saturday").split(" ");
  const months = say("January February March April May June July August September October November December").split(
    " ",
  );
  const [, month = "", day = ""] = date.split("-");
  const weekday = weekdays[new Date(Date.parse(date)).getUTCDay()] ?? "";
  return say("{weekday} {day} {month}", { weekday, day: Number(day), month: months[Number(month) - 1] ?? "" });
}
