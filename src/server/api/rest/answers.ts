import { type ErrorCode, errorTable } from "#/domain/errors.ts";
import type { Endpoint } from "#/server/api/rest/endpoints.ts";
import { type Components, type JsonSchema, refTo } from "#/server/api/rest/json-schema.ts";
import type { Answer } from "#/server/api/rest/openapi.ts";

/** The schemas that are of no feature: what every answer and every refusal carries. */
export function envelopes(closed: boolean): Components {
  const schema = (properties: Record<string, JsonSchema>, required: string[]): JsonSchema => ({
    type: "object",
    properties,
    required,
    ...(closed ? { additionalProperties: false } : {}),
  });
  const request_id: JsonSchema = { type: "string", description: "Names the request in the server's log." };
  const page: Record<string, JsonSchema> = {
    request_id,
    has_more: { type: "boolean", description: "Whether a next page exists." },
    total: { type: "integer", description: "How many there are, where it is known." },
  };
  const next_cursor: JsonSchema = {
    anyOf: [{ type: "string" }, { type: "null" }],
    description: "Where the next page begins; null at the end.",
  };
  const error: Record<string, JsonSchema> = {
    code: { type: "string", enum: Object.keys(errorTable) },
    message: { type: "string" },
    details: {
      type: "object",
      description: "With some codes: what is needed to go on, such as what changed meanwhile.",
      additionalProperties: true,
    },
  };
  return {
    Meta: schema({ request_id }, ["request_id"]),
    PageMeta: schema(page, ["request_id", "has_more"]),
    CursorMeta: schema({ ...page, next_cursor, stream_position: { type: "number" } }, [
      "request_id",
      "has_more",
      "next_cursor",
    ]),
    Error: schema({ error: schema(error, ["code", "message"]), meta: refTo("Meta") }, ["error"]),
  };
}

export const limitHeaders = {
  "RateLimit-Limit": { description: "How many calls of this kind a minute allows.", schema: { type: "integer" } },
  "RateLimit-Remaining": { description: "How many of them are left.", schema: { type: "integer" } },
  "RateLimit-Reset": { description: "Seconds until they are all there again.", schema: { type: "integer" } },
  "Retry-After": { description: "Seconds after which trying again makes sense.", schema: { type: "integer" } },
};

/** A 200 with the envelope; `counted` ones tell what is left of the limit. */
export function okAnswer(
  data: JsonSchema,
  meta: JsonSchema | null,
  example: unknown,
  closed: boolean,
  limits: "counted" | "uncounted" = "counted",
): Answer {
  const schema: JsonSchema = {
    type: "object",
    properties: { data, ...(meta ? { meta } : {}) },
    required: meta ? ["data", "meta"] : ["data"],
    ...(closed ? { additionalProperties: false } : {}),
  };
  const headers = limits === "counted" ? Object.keys(limitHeaders).filter((name) => name !== "Retry-After") : [];
  return {
    description: "What was asked for.",
    ...(headers.length > 0
      ? { headers: Object.fromEntries(headers.map((name) => [name, { $ref: `#/components/headers/${name}` }])) }
      : {}),
    content: { "application/json": { schema, example } },
  };
}

/** The codes that an endpoint may refuse with: those it names, and those of every endpoint of its kind. */
export function refusalCodes({ meta, kind, method, input }: Endpoint): ErrorCode[] {
  const { access = "member" } = meta;
  const codes: ErrorCode[] = [...(meta.errors ?? [])];
  if (input.schema) codes.push("SW_BAD_REQUEST");
  if (access !== "public") codes.push("SW_AUTH_INVALID_TOKEN", "SW_AUTH_EXPIRED_TOKEN", "SW_AUTH_INSUFFICIENT_SCOPE");
  if (access === "account") codes.push("SW_AUTH_NEEDS_SESSION");
  if (access === "admin") codes.push("SW_AUTH_INSUFFICIENT_PERMISSION");
  if (kind === "mutation") codes.push("SW_AUTH_BAD_ORIGIN");
  if (method !== "GET") codes.push("SW_BODY_TOO_LARGE");
  return [...new Set<ErrorCode>([...codes, "SW_RATE_LIMIT_EXCEEDED"])];
}

/** One answer a status, with every code that comes with it. */
export function refusalsOf(codes: readonly ErrorCode[]): Record<string, Answer> {
  const byStatus = Map.groupBy(codes, (code) => String(errorTable[code][0]));
  return Object.fromEntries(
    [...byStatus]
      .toSorted(([a], [b]) => Number(a) - Number(b))
      .map(([status, found]) => [
        status,
        {
          description: found.map((code) => `\`${code}\`: ${errorTable[code][1]}`).join("\n\n"),
          ...(status === "429" ? { headers: { "Retry-After": { $ref: "#/components/headers/Retry-After" } } } : {}),
          content: {
            "application/json": {
              schema: refTo("Error"),
              examples: Object.fromEntries(
                found.map((code) => [code, { value: { error: { code, message: errorTable[code][1] } } }]),
              ),
            },
          },
        },
      ]),
  );
}
