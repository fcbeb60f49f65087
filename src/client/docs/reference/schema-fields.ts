import type { Element } from "hast";
import { h } from "#/client/docs/html.ts";

/** What of a JSON Schema (2020-12) is shown. Whatever else it says, a program reads in the document itself. */
export type JsonSchema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly items?: JsonSchema | boolean;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly description?: string;
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
};

/** Finds what a `$ref` names; null for what can't be found. */
export type Resolve = (ref: string) => JsonSchema | null;

/** Deeper, a field only says its type: the same things are described where they are the answer. */
const deepest = 2;
const uuid = "[0-9a-f]{8}-[0-9a-f]{4}";

/** The fields of an object as a list; those of a field that is an object follow it, indented, under a fold when deep. */
export function fieldList(schema: JsonSchema, resolve: Resolve = () => null, depth = 0): Element | null {
  const object = objectIn(schema, resolve);
  const fields = Object.entries(object?.properties ?? {});
  if (!object || fields.length === 0) return null;
  const required = new Set(object.required ?? []);
  return h(
    "ul",
    { dataFields: "" },
    fields.map(([name, field]) => h("li", {}, row(name, field, required.has(name), resolve, depth))),
  );
}

function row(name: string, field: JsonSchema, required: boolean, resolve: Resolve, depth: number): Element[] {
  const about = described(field, resolve);
  const inner = depth < deepest ? fieldList(field, resolve, depth + 1) : null;
  return [
    h(
      "div",
      { dataField: "" },
      h("code", {}, name),
      " ",
      h("span", { dataType: "" }, typeOf(field, resolve)),
      required ? null : [" ", h("span", { dataOptional: "" }, "optional")],
    ),
    ...(about ? [h("p", {}, about)] : []),
    ...(inner ? [depth === 0 && fieldCount(inner) <= 6 ? inner : folded(inner, name)] : []),
  ];
}

function folded(inner: Element, name: string): Element {
  const count = fieldCount(inner);
  return h("details", {}, h("summary", {}, `Fields of ${name} (${count})`), inner);
}

function fieldCount(list: Element): number {
  return list.children.length;
}

/** The object that a schema is, or that its one alternative or its items are. */
function objectIn(schema: JsonSchema, resolve: Resolve, hops = 0): JsonSchema | null {
  if (hops > 8) return null;
  if (schema.$ref) {
    const found = resolve(schema.$ref);
    return found && objectIn(found, resolve, hops + 1);
  }
  if (schema.properties) return schema;
  const parts = (schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []).filter((part) => part.type !== "null");
  if (parts.length === 1) return objectIn(parts[0]!, resolve, hops + 1);
  if (schema.allOf) return joined(parts, resolve, hops);
  if (typeof schema.items === "object") return objectIn(schema.items, resolve, hops + 1);
  return typeof schema.additionalProperties === "object"
    ? objectIn(schema.additionalProperties, resolve, hops + 1)
    : null;
}

function joined(parts: readonly JsonSchema[], resolve: Resolve, hops: number): JsonSchema {
  const objects = parts.flatMap((part) => objectIn(part, resolve, hops + 1) ?? []);
  return {
    properties: Object.assign({}, ...objects.map(({ properties }) => properties)),
    required: objects.flatMap(({ required }) => required ?? []),
  };
}

/** The type in words: `string`, `id`, `"group" or "public"`, `list of ids`, `text or null`. */
export function typeOf(schema: JsonSchema, resolve: Resolve = () => null, hops = 0): string {
  if (hops > 8) return "value";
  if (schema.$ref) {
    const found = resolve(schema.$ref);
    return found ? typeOf(found, resolve, hops + 1) : "object";
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return orList(schema.enum.map((value) => JSON.stringify(value)));
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) {
    return orList([...new Set(alternatives.map((each) => typeOf(each, resolve, hops + 1)))]);
  }
  if (schema.allOf) return "object";
  const { type } = schema;
  if (typeof type === "object") return orList(type.map((each) => typeOf({ ...schema, type: each }, resolve, hops + 1)));
  if (type === "array") {
    const of = typeof schema.items === "object" ? typeOf(schema.items, resolve, hops + 1) : "value";
    return `list of ${of.includes(" ") ? `(${of})` : plural(of)}`;
  }
  if (type === "string") return schema.pattern?.includes(uuid) || schema.format === "uuid" ? "id" : stringType(schema);
  return type ?? (schema.properties ? "object" : "any JSON");
}

function stringType({ format }: JsonSchema): string {
  return format === "date-time" ? "ISO 8601 time" : format === "uri" ? "URL" : "string";
}

function plural(word: string): string {
  return word.startsWith('"') || word === "any JSON" ? word : `${word}s`;
}

function orList(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "value";
  if (words.length > 12) return `one of ${words.length} words`;
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

function described(schema: JsonSchema, resolve: Resolve): string {
  const target = schema.$ref ? { ...resolve(schema.$ref), ...schema } : schema;
  const facts = [bounds(target), target.default === undefined ? "" : `Default ${JSON.stringify(target.default)}.`];
  return [target.description ?? "", ...facts].filter((fact) => fact !== "").join(" ");
}

function bounds(schema: JsonSchema): string {
  const { minimum, maximum, minLength, maxLength, maxItems } = schema;
  const largest = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  const smallest = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  if (smallest !== undefined && largest !== undefined) return `From ${smallest} to ${largest}.`;
  if (largest !== undefined) return `At most ${largest}.`;
  if (minLength !== undefined && minLength > 0 && maxLength !== undefined) {
    return `${minLength} to ${maxLength} characters.`;
  }
  if (maxLength !== undefined) return `At most ${maxLength} characters.`;
  return maxItems === undefined ? "" : `At most ${maxItems} entries.`;
}
