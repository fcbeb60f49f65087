import { say, sayCount } from "#/client/language/say.ts";

/** When a todo is due, told from `today`; both are calendar days, `YYYY-MM-DD`. */
export type DueWords = { readonly text: string; readonly late: boolean };

const dayMs = 86_400_000;

/** “Today”, “Tomorrow”, “Fri 28 Nov”, “2 days late”; of what is done only the day, for it is late no more. */
export function dueWords(due: string, today: string, done = false): DueWords {
  const days = Math.round((Date.parse(due) - Date.parse(today)) / dayMs);
  if (days < 0 && !done) return { text: sayCount(-days, "{count} day late", "{count} days late"), late: true };
  if (days === 0) return { text: say("Today"), late: false };
  if (days === 1) return { text: say("Tomorrow"), late: false };
  return { text: shortDate(due, today), late: false };
}

/** “Fri 28 Nov”, and with its year when that is another. */
export function shortDate(date: string, today: string): string {
  const [year = "", month = "", day = ""] = date.split("-");
  const weekday = say("Sun Mon Tue Wed Thu Fri Sat").split(" ")[new Date(Date.parse(date)).getUTCDay()] ?? "";
  const name = say("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split(" ")[Number(month) - 1] ?? "";
  const words = say("{weekday} {day} {month}", { weekday, day: Number(day), month: name });
  return today.startsWith(year) ? words : say("{day} {year}", { day: words, year });
}
