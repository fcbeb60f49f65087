import { maxToolArguments, maxToolResult } from "#/domain/ai/bounds.ts";

import { visibleText } from "#/domain/ai/visible-text.ts";
import type { ErrorCode } from "#/domain/errors.ts";
import { can, type Standing } from "#/domain/rooms/permissions.ts";

/** Calls of one turn; a model that wants more is told to answer with what it has. */
export const maxCallsPerTurn = 32;
export const toolTimeoutMs = 30_000;
/** How long a call waits for approval, and how long an approval waits for its call. */
export const approvalMs = 600_000;
const maxArgumentDepth = 16;
/** How much of a result that comes in pieces is read at all: a little more than is kept, so that the cut is told. */
export const maxToolResultRead = maxToolResult + 1;

/** The one policy: what changes something asks a person of the room, unless one of them said for good that it may. */
export function policyOf(tool: { sideEffects: boolean }, approvedForGood: boolean): "run" | "ask" {
  return tool.sideEffects && !approvedForGood ? "ask" : "run";
}

/**
 * Whether one may decide on calls in a room: null when they may. It takes the power to set up AIs; in a direct room,
 * where nobody has power, either person.
 */
export function mayDecide(standing: Standing): ErrorCode | null {
  if (standing.room.room_type === "dm") return can(standing, "send");
  return can(standing, "engage");
}

export type ParsedArguments =
  | { readonly ok: true; readonly text: string; readonly args: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly text: string; readonly problem: string };

/**
 * The arguments of a call as a model wrote them. `text` is what is recorded, hashed and carried out; none is an empty
 * object, and an object written as a string inside JSON is that object.
 */
export function parseArguments(raw: string): ParsedArguments {
  const text = storable(raw).trim() || "{}";
  if (text.length > maxToolArguments) {
    return { ok: false, text: `${text.slice(0, 200)}…`, problem: "The arguments are too long." };
  }
  const bad = (problem: string): ParsedArguments => ({ ok: false, text, problem });
  let value = parsed(text);
  if (typeof value === "string") value = parsed(value);
  if (value === undefined) return bad("The arguments are not valid JSON.");
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return bad("The arguments are not an object.");
  const problem = problemIn(value, 0);
  return problem ? bad(problem) : { ok: true, text, args: value as Record<string, unknown> };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The database stores no U+0000 and no lone surrogate, and `__proto__` only serves to poison what reads it. */
function problemIn(value: unknown, depth: number): string | null {
  if (depth > maxArgumentDepth) return "The arguments are nested too deeply.";
  if (typeof value === "string") {
    return value.includes("\u0000") || !value.isWellFormed() ? "The arguments are not valid Unicode." : null;
  }
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "__proto__" || key === "constructor" || key === "prototype") return `“${key}” is not allowed as a key.`;
    const problem = problemIn(key, depth) ?? problemIn(inner, depth + 1);
    if (problem) return problem;
  }
  return null;
}

/** Text as a log can hold it. */
export function storable(text: string): string {
  return text.replaceAll("\u0000", "").toWellFormed();
}

const cut = "\n\n[The rest was left out: the result is too long.]";

/** A result as it is kept and as the model reads it: bounded, storable, without what nobody sees. */
export function resultText(text: string): string {
  const clean = visibleText(text.slice(0, 4 * maxToolResult));
  if (clean.length <= maxToolResult) return clean;
  return clean.slice(0, maxToolResult - cut.length).toWellFormed() + cut;
}

/** How a failure is told to the model: what went wrong, and what to try instead. */
export function failureText(sentence: string, suggestions: readonly string[] = []): string {
  const fallback = suggestions.length > 0 ? suggestions : ["Answer without this tool and say what could not be done."];
  return resultText(`${sentence}\n\nFallback suggestions: ${fallback.join(" ")}`);
}
