import * as z from "zod/mini";
import { neededScopes } from "#/domain/identity/scopes.ts";
import { envelopes, limitHeaders, okAnswer, refusalCodes, refusalsOf } from "#/server/api/rest/answers.ts";
import { type Endpoint, endpoints, isParameter } from "#/server/api/rest/endpoints.ts";
import { type Components, isId, type JsonSchema, jsonSchemaOf, refTo } from "#/server/api/rest/json-schema.ts";
import type { Answer, OpenApi, Operation, Parameter } from "#/server/api/rest/openapi.ts";
import { otherEndpoints } from "#/server/api/rest/other-endpoints.ts";
import { sampleOf } from "#/server/api/rest/samples.ts";

const tags: Record<string, string> = {
  Me: "One's own profile, choices and presence.",
  Messages: "What is said in rooms: sending, reading, editing, reacting.",
  Rooms: "Where people talk: groups, public rooms and direct rooms.",
  Media: "The pictures that stand in notes.",
  Notes: "What lasts: notes, their versions, comments and todos.",
  Workspaces: "What keeps rooms and notes of one group of people together.",
  Directory: "Who and what can be found in the tenant.",
  Presence: "Who is there, and who types.",
  Realtime: "Events as they happen, and what one missed.",
  "Sign-in": "Tokens for programs, and how a browser signs in.",
  Account: "One's own password, sessions and personal tokens.",
  Administration: "For admins and owners of the tenant.",
};

/**
 * The description of `/v1`, made from the procedures and from nothing else; the same every time. `closed` forbids keys
 * that answers do not describe: what the tests check, and programs must not.
 */
export function openApiDocument({ closed = false }: { closed?: boolean } = {}): OpenApi {
  const schemas: Components = envelopes(closed);
  const paths: OpenApi["paths"] = {};
  const inOrder = endpoints.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const endpoint of inOrder) {
    paths[endpoint.path] ??= {};
    paths[endpoint.path]![endpoint.method.toLowerCase()] = operationOf(endpoint, schemas, closed);
  }
  for (const other of otherEndpoints(schemas, closed)) {
    paths[other.path] ??= {};
    paths[other.path]![other.method] = other.operation;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "ScaiWave",
      version: "1",
      summary: "Rooms, messages and people of one tenant.",
      description:
        "Answers are `{data, meta}`, refusals `{error: {code, message}, meta}`; match on `code`, which never changes. " +
        "New keys may come to answers at any time. Lists take `limit`, and `offset` or a position.",
    },
    servers: [{ url: "/v1", description: "The tenant is the one whose host is asked." }],
    security: [{ bearer: [] }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths: Object.fromEntries(Object.entries(paths).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1))),
      headers: limitHeaders,
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "An access token, or a personal token with the scopes that the endpoint names.",
        },
      },
    },
  };
}

function operationOf(endpoint: Endpoint, schemas: Components, closed: boolean): Operation {
  const { name, meta, method, input, primary } = endpoint;
  Object.assign(schemas, { ...input.components, ...schemas });
  const example = exampleInput(endpoint);
  const inPath = endpoint.segments.filter(isParameter).map((segment) => segment.slice(1, -1));
  const properties = Object.entries(input.json.properties ?? {});
  const others = properties.filter(([key]) => !inPath.includes(key));
  const inQuery = method === "GET" || method === "DELETE";
  const required = (key: string) => input.json.required?.includes(key) ?? false;
  const parameters: Parameter[] = [
    ...inPath.map((key) => parameterOf("path", key, true, input.json.properties?.[key] ?? { type: "string" }, example)),
    ...(inQuery ? others.map(([key, schema]) => parameterOf("query", key, required(key), schema, example)) : []),
  ];
  return {
    operationId: primary ? name : `${name}.${method.toLowerCase()}`,
    summary: meta.summary ?? name,
    tags: [tagOf(endpoint)],
    security: securityOf(endpoint),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(!inQuery && others.length > 0 ? { requestBody: bodyOf(others, input.json, example) } : {}),
    responses: { "200": successOf(endpoint, schemas, closed), ...refusalsOf(refusalCodes(endpoint)) },
  };
}

function parameterOf(
  where: "path" | "query",
  name: string,
  required: boolean,
  schema: JsonSchema,
  example: Record<string, unknown>,
): Parameter {
  return {
    in: where,
    name,
    required,
    schema,
    ...(schema.type === "array" ? { style: "form" as const, explode: false } : {}),
    ...(Object.hasOwn(example, name) ? { example: example[name] } : {}),
  };
}

function bodyOf(properties: [string, JsonSchema][], whole: JsonSchema, example: Record<string, unknown>) {
  const keys = properties.map(([key]) => key);
  const required = keys.filter((key) => whole.required?.includes(key));
  const schema: JsonSchema = {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
  const shown = Object.fromEntries(Object.entries(example).filter(([key]) => keys.includes(key)));
  return { required: required.length > 0, content: { "application/json": { schema, example: shown } } };
}

function successOf({ meta }: Endpoint, schemas: Components, closed: boolean): Answer {
  const data = jsonSchemaOf(meta.returns ?? z.unknown(), "output", schemas, closed);
  const about = meta.page === "cursor" ? "CursorMeta" : meta.page === "offset" ? "PageMeta" : "Meta";
  const example = {
    data: meta.example?.data ?? sampleOf(data, schemas),
    meta: sampleOf(refTo(about), schemas),
  };
  return okAnswer(data, refTo(about), example, closed);
}

/** A call that works: what the procedure gives as its example, and our ids where it needs some. */
export function exampleInput({ input: { json, components }, meta, segments }: Endpoint): Record<string, unknown> {
  const takesId = ({ items, anyOf = [], ...plain }: JsonSchema) =>
    [plain, ...anyOf, ...(items ? [items] : [])].some(isId);
  const inPath = segments.filter(isParameter).map((segment) => segment.slice(1, -1));
  const ids = [...new Set([...(json.required ?? []), ...inPath])]
    .filter((key) => json.properties?.[key])
    .filter((key) => takesId(json.properties![key]!))
    .map((key) => [key, sampleOf(json.properties![key]!, components, { property: key })]);
  return { ...Object.fromEntries(ids), ...meta.example?.input };
}

function securityOf({ meta, kind }: Endpoint): Operation["security"] {
  const { access = "member" } = meta;
  if (access === "public") return [];
  return [{ bearer: [...neededScopes(kind, access === "admin" ? "admin" : "member")] }];
}

function tagOf({ name, path }: Endpoint): string {
  if (path.startsWith("/admin/")) return "Administration";
  if (path.startsWith("/directory/")) return "Directory";
  if (path.startsWith("/workspaces")) return "Workspaces";
  if (name.startsWith("messages.")) return "Messages";
  if (path.startsWith("/rooms")) return "Rooms";
  if (path === "/presence" || path === "/typing") return "Presence";
  if (name.startsWith("identity.")) return path.startsWith("/auth/") ? "Sign-in" : "Account";
  return "Me";
}
