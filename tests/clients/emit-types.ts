import type { Components, JsonSchema } from "../../src/server/api/rest/json-schema.ts";
import type { OpenApi, Operation } from "../../src/server/api/rest/openapi.ts";

/** TypeScript of our document, in the form that `openapi-fetch` reads: `paths` and `components`. */
export function emitTypes(document: OpenApi): string {
  const paths = Object.entries(document.paths).map(([path, methods]) => {
    const operations = Object.entries(methods).map(
      ([method, operation]) => `    ${method}: ${operationType(operation)};`,
    );
    return `  "${path}": {\n${operations.join("\n")}\n  };`;
  });
  return [
    "// biome-ignore-all format: made from the OpenAPI document by tests/clients/write-types.ts",
    `export interface paths {\n${paths.join("\n")}\n}`,
    `export interface components {\n  schemas: {\n${schemasOf(document.components.schemas)}\n  };\n}`,
    "",
  ].join("\n\n");
}

function schemasOf(schemas: Components): string {
  return Object.entries(schemas)
    .map(([name, schema]) => `    ${name}: ${typeOf(schema)};`)
    .join("\n");
}

function operationType({ parameters = [], requestBody, responses }: Operation): string {
  const inPlace = (place: "path" | "query") => {
    const found = parameters.filter((parameter) => parameter.in === place);
    if (found.length === 0) return `${place}?: never`;
    const optional = found.every(({ required }) => !required) ? "?" : "";
    return `${place}${optional}: { ${found.map(({ name, required, schema }) => `${key(name)}${required ? "" : "?"}: ${typeOf(schema)}`).join("; ")} }`;
  };
  const body = requestBody
    ? `requestBody${requestBody.required ? "" : "?"}: { content: { ${contentOf(requestBody.content)} } }`
    : "requestBody?: never";
  const answers = Object.entries(responses).map(([status, { content }]) =>
    content ? `${status}: { content: { ${contentOf(content)} } }` : `${status}: { content?: never }`,
  );
  return `{ parameters: { ${inPlace("path")}; ${inPlace("query")} }; ${body}; responses: { ${answers.join("; ")} } }`;
}

function contentOf(content: NonNullable<Operation["requestBody"]>["content"]): string {
  return Object.entries(content)
    .map(([type, { schema }]) => `"${type}": ${schema ? typeOf(schema) : "unknown"}`)
    .join("; ");
}

/** Bounds and patterns have no type; the server checks them. */
export function typeOf(schema: JsonSchema): string {
  if (schema.$ref) return `components["schemas"]["${schema.$ref.split("/").at(-1)}"]`;
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return either.map(typeOf).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.type === "array") return `(${schema.items ? typeOf(schema.items) : "unknown"})[]`;
  if (schema.type === "object") return objectType(schema);
  if (schema.type === "integer" || schema.type === "number") return "number";
  if (schema.type === "string" || schema.type === "boolean" || schema.type === "null") return schema.type;
  return "unknown";
}

function objectType({ properties = {}, required = [], additionalProperties }: JsonSchema): string {
  const known = Object.entries(properties).map(
    ([name, schema]) => `${key(name)}${required.includes(name) ? "" : "?"}: ${typeOf(schema)}`,
  );
  const more = typeof additionalProperties === "object";
  if (known.length === 0) return `Record<string, ${more ? typeOf(additionalProperties) : "unknown"}>`;
  return `{ ${known.join("; ")} }${more ? " & Record<string, unknown>" : ""}`;
}

const key = (name: string) => (/^[a-z_]\w*$/i.test(name) ? name : JSON.stringify(name));
