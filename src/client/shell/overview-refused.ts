import { secondsToMs } from "#/client/sync/api.ts";
import type { ErrorCode } from "#/domain/errors.ts";

/** A page that the server gives later: it said when, or a moment is waited. */
export type OverviewLater = { readonly later: { readonly code: ErrorCode; readonly seconds: number } };

const usualSeconds = 10;

/** Why a page was refused: whoever is signed out signs in; everything else gets better by waiting, and signing in helps nothing. */
export function laterOf(code: ErrorCode, error: unknown): OverviewLater | "signed_out" {
  if (code.startsWith("SW_AUTH_")) return "signed_out";
  const { data, cause, retryAfter } = error as {
    data?: { retry_after?: unknown } | null;
    cause?: { retryAfter?: unknown };
    retryAfter?: unknown;
  };
  const ms = secondsToMs(data?.retry_after ?? cause?.retryAfter ?? retryAfter);
  return { later: { code, seconds: ms === null ? usualSeconds : Math.max(1, Math.ceil(ms / 1000)) } };
}
