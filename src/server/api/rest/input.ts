import { SwError } from "#/domain/errors.ts";
import type { Endpoint } from "#/server/api/rest/endpoints.ts";
import { type Components, isId, type JsonSchema, resolved } from "#/server/api/rest/json-schema.ts";

/** No thing of ours has it: an id that cannot be one is answered like one that isn't there. */
const nobodysId = "00000000-0000-0000-0000-000000000000";
const dangerous = new Set(["__proto__", "constructor", "prototype"]);

/**
 * What the procedure is called with: parameters of the path, of the query and the keys of the body, merged. Text of the
 * query becomes what the input's schema says. A key that is given twice is SW_BAD_REQUEST, unless it is a list's in the
 * query; the rest the procedure checks.
 */
export function inputOf(
  endpoint: Endpoint,
  params: Record<string, string>,
  query: URLSearchParams,
  body: Record<string, unknown>,
): Record<string, unknown> {
  const { json, components } = endpoint.input;
  const merged = new Map<string, unknown>();
  const add = (key: string, value: unknown) => {
    if (dangerous.has(key)) throw new SwError("SW_BAD_REQUEST", `“${key}” is not allowed as a key.`);
    if (merged.has(key)) throw new SwError("SW_BAD_REQUEST", `“${key.slice(0, 64)}” is given twice.`);
    merged.set(key, value);
  };
  for (const [key, text] of Object.entries(params)) {
    const schema = json.properties?.[key];
    add(key, isId(schema) && !new RegExp(schema!.pattern!).test(text) ? nobodysId : text);
  }
  for (const key of new Set(query.keys())) {
    const schema = json.properties?.[key];
    const texts = query.getAll(key);
    if (texts.length === 1) add(key, coerced(texts[0]!, schema, components));
    else if (isList(schema, components))
      add(
        key,
        texts.flatMap((text) => coerced(text, schema, components)),
      );
    else for (const text of texts) add(key, text);
  }
  for (const [key, value] of Object.entries(body)) add(key, value);
  if (!endpoint.input.schema && merged.size > 0) {
    throw new SwError("SW_BAD_REQUEST", `“${[...merged.keys()][0]!.slice(0, 64)}” is not known here.`);
  }
  return Object.fromEntries(merged);
}

/** Only as the schema says; text that does not read as such stays text, and the schema refuses it by name. */
function coerced(text: string, schema: JsonSchema | undefined, components: Components): unknown {
  const forms = schema ? formsOf(schema, components) : [];
  const types = new Set(forms.map(({ type }) => type));
  if (types.has("integer") && /^-?\d{1,16}$/.test(text)) return Number(text);
  if (types.has("number") && /^-?\d{1,16}(?:\.\d{1,16})?$/.test(text)) return Number(text);
  if (types.has("boolean") && (text === "true" || text === "false")) return text === "true";
  const list = forms.find(({ type }) => type === "array");
  if (list) return text === "" ? [] : text.split(",").map((each) => coerced(each, list.items, components));
  return text;
}

function isList(schema: JsonSchema | undefined, components: Components): boolean {
  return schema !== undefined && formsOf(schema, components).some(({ type }) => type === "array");
}

function formsOf(schema: JsonSchema, components: Components): JsonSchema[] {
  const plain = resolved(schema, components);
  const either = plain.anyOf ?? plain.oneOf;
  return either ? either.flatMap((each) => formsOf(each, components)) : [plain];
}
