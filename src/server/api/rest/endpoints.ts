import type { $ZodType } from "zod/v4/core";
import { type Components, type JsonSchema, jsonSchemaOf } from "#/server/api/rest/json-schema.ts";
import { appRouter } from "#/server/api/router.ts";
import type { Meta, RestPath } from "#/server/api/trpc.ts";

/** A procedure as programs reach it. */
export type Endpoint = {
  method: string;
  /** Under `/v1`, with parameters in braces: `/rooms/{room_id}`. */
  path: string;
  segments: readonly string[];
  /** The procedure, such as `rooms.get`. */
  name: string;
  kind: "query" | "mutation";
  meta: Meta;
  /** Whether this is the spelling of the protocol, or another one that is taken too. */
  primary: boolean;
  input: { schema: $ZodType | undefined; json: JsonSchema; components: Components };
};

type Procedure = { _def: { type: "query" | "mutation"; meta?: Meta; inputs: $ZodType[] } };

/** Every procedure, whether programs reach it or not. */
export const procedures: readonly { name: string; kind: "query" | "mutation"; meta: Meta; input?: $ZodType }[] =
  Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>).map(([name, { _def }]) => {
    const [input] = _def.inputs;
    return { name, kind: _def.type, meta: _def.meta ?? {}, ...(input ? { input } : {}) };
  });

/** In the order of the router. Literal segments go before parameters where both would match. */
export const endpoints: readonly Endpoint[] = procedures
  .flatMap(({ name, kind, meta, input: schema }) => {
    if (!meta.rest) return [];
    const components: Components = {};
    const json: JsonSchema = schema ? jsonSchemaOf(schema, "input", components) : { type: "object", properties: {} };
    const input = { schema, json, components };
    return [meta.rest, ...(meta.also ?? [])].map((rest, index) => {
      const [method, path] = partsOf(rest);
      return { method, path, segments: path.slice(1).split("/"), name, kind, meta, primary: index === 0, input };
    });
  })
  .toSorted((a, b) => parameters(a) - parameters(b));

function partsOf(rest: RestPath): [method: string, path: string] {
  const space = rest.indexOf(" ");
  return [rest.slice(0, space), rest.slice(space + 1)];
}

function parameters({ segments }: { segments: readonly string[] }): number {
  return segments.filter(isParameter).length;
}

export function isParameter(segment: string): boolean {
  return segment.startsWith("{");
}

export type Match =
  | { kind: "found"; endpoint: Endpoint; params: Record<string, string> }
  | { kind: "other_method"; allow: string[] }
  | { kind: "unknown" };

/**
 * The endpoint of a method and a path under `/v1`. An empty segment (a trailing or doubled slash) is part of no path.
 * HEAD is answered where GET is.
 */
export function matchEndpoint(method: string, path: string): Match {
  const given = path.split("/").slice(1);
  const matching = endpoints.filter(({ segments }) => matches(segments, given));
  if (matching.length === 0) return { kind: "unknown" };
  const wanted = method === "HEAD" ? "GET" : method;
  const endpoint = matching.find((each) => each.method === wanted);
  if (!endpoint) return { kind: "other_method", allow: allowedBy(matching.map((each) => each.method)) };
  const params = paramsOf(endpoint.segments, given);
  return params ? { kind: "found", endpoint, params } : { kind: "unknown" };
}

export function allowedBy(methods: readonly string[]): string[] {
  return [...new Set([...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"])];
}

function matches(segments: readonly string[], given: readonly string[]): boolean {
  return (
    segments.length === given.length &&
    segments.every((segment, index) => (isParameter(segment) ? given[index] !== "" : segment === given[index]))
  );
}

/** Null when a segment is not valid percent-encoding. */
function paramsOf(segments: readonly string[], given: readonly string[]): Record<string, string> | null {
  try {
    return Object.fromEntries(
      segments.flatMap((segment, index) =>
        isParameter(segment) ? [[segment.slice(1, -1), decodeURIComponent(given[index]!)]] : [],
      ),
    );
  } catch {
    return null;
  }
}
