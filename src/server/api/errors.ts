import { TRPCError } from "@trpc/server";
import { type TRPC_ERROR_CODE_KEY, TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import { SwError } from "#/domain/errors.ts";
import { log } from "#/server/log-lines.ts";

type Issues = { issues: { path: PropertyKey[]; message: string }[] };

function issuesOf(cause: unknown): Issues["issues"] | null {
  const issues = (cause as Partial<Issues> | null | undefined)?.issues;
  return Array.isArray(issues) ? issues : null;
}

/** Whatever was thrown, as what may leave the server: a stable code and a sentence, never a cause or a stack. */
export function toSwError(error: unknown): SwError {
  if (error instanceof SwError) return error;
  // By name, because the web build holds more than one copy of the class. Its sentence is for the operator, who is the
  // only one to see a server that lacks its settings.
  if (error instanceof Error && error.name === "ConfigError") return new SwError("SW_UNAVAILABLE", error.message);
  if (error instanceof TRPCError) {
    if (error.cause instanceof SwError) return error.cause;
    const [issue] = issuesOf(error.cause) ?? [];
    if (issue) return new SwError("SW_BAD_REQUEST", `${issue.path.join(".") || "The input"}: ${issue.message}`);
    if (error.code === "NOT_FOUND") return new SwError("SW_NOT_FOUND");
    if (error.code === "METHOD_NOT_SUPPORTED") return new SwError("SW_METHOD_NOT_ALLOWED");
    if (error.code === "PARSE_ERROR" || error.code === "BAD_REQUEST" || error.code === "UNSUPPORTED_MEDIA_TYPE") {
      return new SwError("SW_BAD_REQUEST");
    }
  }
  const [issue] = issuesOf(error) ?? [];
  if (issue) return new SwError("SW_BAD_REQUEST", `${issue.path.join(".") || "The input"}: ${issue.message}`);
  log.error({ fault: faultLine(error) }, "unexpected error");
  return new SwError("SW_INTERNAL");
}

/**
 * What may be written of an unexpected error. Messages of the database and of its query builder quote parameters, and
 * those are what people wrote; so of them only codes, names and places are kept.
 */
export function faultLine(error: unknown): Record<string, unknown> {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return { thrown: typeof cause };
  const { name, code, table_name, constraint_name, routine } = cause as Error & Record<string, unknown>;
  const places = (cause.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const ofDatabase = routine !== undefined || "query" in cause;
  // Class 42 is a mistake in our own statement and names our own tables.
  const message = !ofDatabase || String(code).startsWith("42") ? cause.message : undefined;
  return { name, code, message, table_name, constraint_name, places: places.slice(0, 12) };
}

const byStatus: Record<number, TRPC_ERROR_CODE_KEY> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_SUPPORTED",
  409: "CONFLICT",
  413: "PAYLOAD_TOO_LARGE",
  429: "TOO_MANY_REQUESTS",
  503: "SERVICE_UNAVAILABLE",
};

export function trpcCodeOf(error: SwError): TRPC_ERROR_CODE_KEY {
  const code = byStatus[error.status] ?? "INTERNAL_SERVER_ERROR";
  return code in TRPC_ERROR_CODES_BY_KEY ? code : "INTERNAL_SERVER_ERROR";
}

/** What the envelopes carry of a refusal: `{code, message}`, and `details` where there are any. */
export function errorOf({ code, message, details }: SwError) {
  return { code, message, ...(details ? { details } : {}) };
}

/** The error envelope of `/v1`: `{error: {code, message}}` with the code's status. */
export function errorResponse(error: unknown): Response {
  const refusal = toSwError(error);
  return Response.json(
    { error: errorOf(refusal) },
    { status: refusal.status, headers: { "cache-control": "no-store", ...retryHeader(refusal) } },
  );
}

export function retryHeader({ retryAfter }: SwError): Record<string, string> {
  return retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
}
