import { SwError } from "#/domain/errors.ts";

/** Deeper JSON than anything we take only serves to exhaust whatever walks it. */
const maxDepth = 64;

/**
 * The object that a request carries as JSON; an empty body is an empty object. Refused with SW_BAD_REQUEST: other types,
 * bytes that are not UTF-8, a key that comes twice (readers differ in which one counts), `__proto__`, and too deep nesting.
 */
export async function jsonBodyOf(request: Request): Promise<Record<string, unknown>> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length === 0) return {};
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(type.trim())) {
    throw new SwError("SW_BAD_REQUEST", "The body must be application/json.");
  }
  return parseStrictly(decoded(bytes));
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new SwError("SW_BAD_REQUEST", "The body is not UTF-8.");
  }
}

export function parseStrictly(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SwError("SW_BAD_REQUEST", "The body is not valid JSON.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new SwError("SW_BAD_REQUEST", "The body must be a JSON object.");
  }
  inspect(text);
  return value as Record<string, unknown>;
}

/** Strings, and the marks that give JSON its form; numbers and words between them do not matter here. */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/** Looks at what `JSON.parse` does not tell. The text is known to be valid JSON. */
function inspect(text: string): void {
  const open: (Set<string> | null)[] = [];
  let last = "";
  for (const [token] of text.matchAll(tokens)) {
    if (token === "{" || token === "[") open.push(token === "{" ? new Set() : null);
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") addKey(open.at(-1) ?? null, JSON.parse(last) as string);
    if (open.length > maxDepth) throw new SwError("SW_BAD_REQUEST", "The body is nested too deeply.");
    last = token;
  }
}

function addKey(keys: Set<string> | null, key: string): void {
  if (key === "__proto__") throw new SwError("SW_BAD_REQUEST", "“__proto__” is not allowed as a key.");
  if (keys?.has(key)) throw new SwError("SW_BAD_REQUEST", `“${key.slice(0, 64)}” is given twice.`);
  keys?.add(key);
}
