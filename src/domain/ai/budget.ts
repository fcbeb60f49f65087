/** Tokens of one room within `roomWindowMs`: a loop of any kind ends here, whoever is in it. */
export const maxTokensPerRoom = 2_000_000;
export const roomWindowMs = 600_000;
/** Longer than the longest call of a model; what is held after it belongs to a process that died. */
export const holdMs = 1_200_000;

const months = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
  "December",
] as const; // biome-ignore format: one list

/** The calendar month (UTC) of a moment, as its first day: `2026-11-01`. */
export function monthOf(now: Date): string {
  return `${now.toISOString().slice(0, 7)}-01`;
}

/** Where the day (UTC) of a moment begins. */
export function dayOf(now: Date): string {
  return `${now.toISOString().slice(0, 10)}T00:00:00.000Z`;
}

export function monthlyBudgetSentence(now: Date): string {
  return `This month's AI budget is used up. It renews on 1 ${months[(now.getUTCMonth() + 1) % 12]}.`;
}

export const dailyBudgetSentence = "Today's budget of this helper is used up. It renews at midnight (UTC).";

export type BudgetState = {
  /** Of the AI in this month, and its cap; null is no cap. */
  own: number;
  ownCap: number | null;
  /** Of all AIs of the tenant in this month. */
  tenant: number;
  tenantCap: number | null;
  /** Of the AI as a helper today; the cap is null for what is no consultation. */
  day: number;
  dayCap: number | null;
  /** Of the room within the window; null where no room is meant. */
  room: number | null;
};

export type Grant =
  | { readonly tokens: number; readonly over?: never }
  | { readonly tokens?: never; readonly over: "month" | "day" | "room" };

/** As many of `wanted` tokens as every budget leaves, if that is at least `least`; else which budget is used up. */
export function grantOf(state: BudgetState, wanted: number, least: number): Grant {
  const left = [
    { over: "month", tokens: rest(state.ownCap, state.own) },
    { over: "month", tokens: rest(state.tenantCap, state.tenant) },
    { over: "day", tokens: rest(state.dayCap, state.day) },
    { over: "room", tokens: rest(state.room === null ? null : maxTokensPerRoom, state.room ?? 0) },
  ] as const;
  const tightest = left.reduce((a, b) => (b.tokens < a.tokens ? b : a));
  // Nothing left is nothing, even for a call that asks for nothing: 0 is zero.
  if (tightest.tokens < Math.max(1, least)) return { over: tightest.over };
  return { tokens: Math.min(wanted, tightest.tokens) };
}

function rest(cap: number | null, taken: number): number {
  return cap === null ? Number.POSITIVE_INFINITY : Math.max(0, cap - taken);
}
