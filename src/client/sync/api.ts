import { createTRPCClient, httpLink } from "@trpc/client";
import { language, say } from "#/client/language/say.ts";
import { type ErrorCode, errorTable, isErrorCode, SwError } from "#/domain/errors.ts";
import type { AppRouter } from "#/server/api/router.ts";

const url = "/api/trpc";

/** The typed client of the browser's door. Each request travels alone: it neither waits for a slow neighbour nor shares its bounds. */
export const api = createTRPCClient<AppRouter>({ links: [httpLink({ url })] });

/** Why a request brought no answer: the server's refusal with its stable code, or no word of the server at all. */
export type Fault =
  | { kind: "refused"; error: SwError; retryAfterMs: number | null }
  | { kind: "unreachable" }
  | { kind: "aborted" };

/** A proxy's page instead of an answer, a broken line and a server that is away are all the same: nobody answered. */
export function faultOf(error: unknown): Fault {
  if (error instanceof SwError) return { kind: "refused", error, retryAfterMs: null };
  const { data, cause, name, message } = error as {
    data?: { sw_code?: unknown; sw_message?: unknown; retry_after?: unknown } | null;
    cause?: { name?: unknown };
    name?: unknown;
    message?: unknown;
  };
  if (name === "AbortError" || cause?.name === "AbortError") return { kind: "aborted" };
  if (!data) return { kind: "unreachable" };
  const code: ErrorCode = isErrorCode(data.sw_code) ? data.sw_code : "SW_INTERNAL";
  const detail = typeof data.sw_message === "string" ? data.sw_message : String(message ?? "");
  return {
    kind: "refused",
    error: toldError(code, detail),
    retryAfterMs: secondsToMs(data.retry_after),
  };
}

/** A wait longer than a quarter of an hour is a mistake, not a limit. */
const maxRetryAfterMs = 900_000;

export function secondsToMs(value: unknown): number | null {
  const seconds =
    typeof value === "number" ? value : typeof value === "string" && value !== "" ? Number(value) : Number.NaN;
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000, maxRetryAfterMs) : null;
}

/** Signed out, however it is told: nothing gets better by trying again. */
export function isSignedOut(fault: Fault): boolean {
  return fault.kind === "refused" && fault.error.status === 401;
}

/** The server tells its reasons in English: a page in another language shows the sentence of the code. */
export function toldError(code: ErrorCode, detail?: string): SwError {
  return new SwError(code, language() === "en" ? detail || undefined : say(errorTable[code][1]));
}
