const firstDelayMs = 10_000;
const growth = 6;
/** Five attempts then last three quarters of an hour: long enough for a mail server that restarts. */
const longestDelayMs = 3_600_000;

/**
 * How long to wait before the next attempt, when `attempts` have failed.
 * @param random from 0 to 1; spreads what failed together over half the delay to one and a half of it
 */
export function retryDelayMs(attempts: number, random: number): number {
  const delay = Math.min(longestDelayMs, firstDelayMs * growth ** Math.min(attempts - 1, 10));
  return Math.round(delay * (0.5 + random));
}

/**
 * What is kept of an error: its kind and its code. Never its message, in which databases, schemas and mail servers quote
 * what people wrote.
 */
export function errorKind(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const { code } = error as { code?: unknown };
  const known = typeof code === "string" && /^[A-Za-z0-9_]{2,60}$/.test(code) ? ` ${code}` : "";
  return `${/^\w{1,60}$/.test(error.name) ? error.name : "Error"}${known}`;
}
