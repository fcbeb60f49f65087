import type { IncomingHttpHeaders } from "node:http";
import { InferenceError, type InferenceErrorCode } from "#/server/ports/inference/port.ts";

const longestWaitS = 3_600;

type Rule = { code: InferenceErrorCode; detail: string; retryable: boolean };

const unavailable: Rule = { code: "SW_AI_UNAVAILABLE", detail: "The AI gateway is out of order.", retryable: true };
const noKey: Rule = { code: "SW_AI_NO_TOKEN", detail: "The AI gateway refused our key.", retryable: false };
const noModel: Rule = {
  code: "SW_AI_MODEL_NOT_FOUND",
  detail: "The AI gateway doesn't have this model.",
  retryable: false,
};
const slower: Rule = {
  code: "SW_AI_RATE_LIMITED",
  detail: "The AI gateway wants to be asked more slowly.",
  retryable: true,
};
const usedUp: Rule = {
  code: "SW_AI_RATE_LIMITED",
  detail: "The quota at the AI gateway is used up.",
  retryable: false,
};
const refused: Rule = { code: "SW_AI_REFUSED", detail: "The AI gateway refused the request.", retryable: false };
const tooLong: Rule = {
  code: "SW_AI_REFUSED",
  detail: "The conversation is longer than the model can read.",
  retryable: false,
};

/** By the codes of ScaiGrid and of OpenAI's wire, in lower case. */
const byCode: Readonly<Record<string, Rule>> = {
  auth_token_missing: noKey,
  auth_token_invalid: noKey,
  invalid_api_key: noKey,
  authentication_error: noKey,
  authz_permission_denied: { ...noKey, detail: "Our key at the AI gateway may not use models." },
  model_not_found: noModel,
  model_access_denied: { ...noModel, detail: "Our key at the AI gateway may not use this model." },
  model_unavailable: { ...unavailable, detail: "This model is out of order at the AI gateway." },
  backend_error: unavailable,
  backend_timeout: { ...unavailable, detail: "The model didn't answer the AI gateway in time." },
  server_error: unavailable,
  backend_rate_limited: slower,
  rate_limited: slower,
  rate_limit_exceeded: slower,
  quota_exceeded: usedUp,
  insufficient_quota: usedUp,
  validation_error: refused,
  context_length_exceeded: tooLong,
  content_filter: { ...refused, detail: "The AI gateway refused this conversation." },
};

function byStatus(status: number, told: boolean): Rule {
  if (status === 401 || status === 403) return noKey;
  if (status === 404) {
    return told ? noModel : { ...unavailable, detail: "The address isn't that of an AI gateway.", retryable: false };
  }
  if (status === 429) return slower;
  if (status === 413) return tooLong;
  if (status >= 300 && status < 400) {
    return {
      ...unavailable,
      detail: "The AI gateway answered with a redirect, which is not followed.",
      retryable: false,
    };
  }
  if (status === 408 || status === 425 || status >= 500) return unavailable;
  return refused;
}

/** The error inside an answer, in whichever place this gateway puts it; undefined when there is none. */
export function toldError(json: unknown): Record<string, unknown> | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const { error } = json as { error?: unknown };
  if (typeof error === "string") return { message: error };
  return typeof error === "object" && error !== null ? (error as Record<string, unknown>) : undefined;
}

/**
 * What a refusal means. Its sentence is ours: gateways repeat keys and addresses in theirs.
 *
 * @param status of the answer, or null for an error within a stream
 */
export function faultOf(
  status: number | null,
  error: Readonly<Record<string, unknown>> | undefined,
  headers: IncomingHttpHeaders = {},
  now = Date.now(),
): InferenceError {
  const names = [error?.code, error?.type].filter((name) => typeof name === "string");
  const known = names.map((name) => own(name.toLowerCase())).find((rule) => rule !== undefined);
  const rule = known ?? (status === null ? unavailable : byStatus(status, error !== undefined));
  const retryAfter = rule.retryable ? waitOf(error?.retry_after ?? headers["retry-after"], now) : undefined;
  return new InferenceError(rule.code, rule.detail, { retryable: rule.retryable, retryAfter });
}

function own(name: string): Rule | undefined {
  return Object.hasOwn(byCode, name) ? byCode[name] : undefined;
}

/** Seconds, from a number of them or from a date (RFC 9110, section 10.2.3); at most an hour. */
function waitOf(value: unknown, now: number): number | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const text = String(value).trim();
  const seconds = /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(longestWaitS, Math.max(0, Math.ceil(seconds))) : undefined;
}
