import { okAnswer, refusalsOf } from "#/server/api/rest/answers.ts";
import { authEndpoints } from "#/server/api/rest/auth-endpoints.ts";
import type { Components, JsonSchema } from "#/server/api/rest/json-schema.ts";
import { mediaEndpoints } from "#/server/api/rest/media-endpoints.ts";
import type { Operation } from "#/server/api/rest/openapi.ts";
import { sampleIds } from "#/server/api/rest/samples.ts";

export type Other = { path: string; method: "get" | "post"; operation: Operation };

const text: JsonSchema = { type: "string" };
const whole = (minimum: number, maximum: number, fallback: number): JsonSchema => ({
  type: "integer",
  minimum,
  maximum,
  default: fallback,
});

/** The addresses of `/v1` that are no procedures, described by hand: what waits, and what streams. */
export function otherEndpoints(schemas: Components, closed: boolean): Other[] {
  return [...authEndpoints(schemas, closed), ...mediaEndpoints(schemas, closed), sync(closed), stream(), document()];
}

/** The methods of such an address; none for one that is not known. */
export function methodsOf(path: string): string[] {
  methods ??= Map.groupBy(otherEndpoints({}, false), (other) => other.path);
  return (methods.get(path) ?? []).map(({ method }) => method.toUpperCase());
}
let methods: Map<string, Other[]> | undefined;

function sync(closed: boolean): Other {
  const event: JsonSchema = {
    type: "object",
    description: "An event of the log; its content depends on its type.",
    properties: {
      id: text,
      event_type: text,
      stream_position: { type: "integer" },
      room_id: { anyOf: [text, { type: "null" }] },
      workspace_id: { anyOf: [text, { type: "null" }] },
      sender_id: { anyOf: [text, { type: "null" }] },
      content: { type: "object" },
      origin_ts: { type: "integer", description: "Unix seconds." },
      ts: text,
    },
    required: ["id", "event_type", "stream_position", "room_id", "sender_id", "content", "origin_ts"],
  };
  const data: JsonSchema = {
    type: "object",
    properties: {
      events: { type: "array", items: event },
      next_cursor: { type: "integer", description: "The `since` of the next call." },
      has_more: { type: "boolean" },
    },
    required: ["events", "next_cursor", "has_more"],
    ...(closed ? { additionalProperties: false } : {}),
  };
  const example = {
    data: {
      events: [
        {
          id: sampleIds.event,
          event_type: "swp.room.message",
          stream_position: 1043,
          room_id: sampleIds.room,
          workspace_id: null,
          sender_id: sampleIds.participant,
          content: { msgtype: "swp.text", body: "Good morning!" },
          origin_ts: 1_795_253_400,
          ts: "2026-11-21T09:30:00.000Z",
        },
      ],
      next_cursor: 1043,
      has_more: false,
    },
  };
  return {
    path: "/sync",
    method: "get",
    operation: {
      operationId: "sync",
      summary: "Answers what happened after a position, or waits until something does.",
      tags: ["Realtime"],
      security: [{ bearer: ["read"] }],
      parameters: [
        { in: "query", name: "since", required: false, schema: whole(0, Number.MAX_SAFE_INTEGER, 0), example: 0 },
        { in: "query", name: "limit", required: false, schema: whole(1, 500, 100), example: 100 },
        {
          in: "query",
          name: "timeout",
          required: false,
          description: "How long to wait for something to happen, in milliseconds.",
          schema: whole(0, 60_000, 30_000),
          example: 0,
        },
      ],
      responses: {
        "200": okAnswer(data, null, example, closed),
        ...refusalsOf([
          "SW_BAD_REQUEST",
          "SW_AUTH_INVALID_TOKEN",
          "SW_AUTH_EXPIRED_TOKEN",
          "SW_AUTH_INSUFFICIENT_SCOPE",
          "SW_RATE_LIMIT_EXCEEDED",
        ]),
      },
    },
  };
}

function stream(): Other {
  return {
    path: "/stream",
    method: "get",
    operation: {
      operationId: "stream",
      summary: "Opens the WebSocket on which events arrive as they happen.",
      description:
        "The first frame is `hello`. A refused token is accepted and closed with 4001. After a drop, ask `/sync` from the " +
        "last position and open it again.",
      tags: ["Realtime"],
      security: [],
      parameters: [
        {
          in: "query",
          name: "token",
          required: true,
          description: "An access token or a personal token with the scope `read`; browsers cannot set headers here.",
          schema: text,
        },
      ],
      responses: { "101": { description: "The protocol is switched to WebSocket." } },
    },
  };
}

function document(): Other {
  return {
    path: "/openapi.json",
    method: "get",
    operation: {
      operationId: "openapi",
      summary: "Answers this document.",
      tags: ["Directory"],
      security: [],
      responses: {
        "200": {
          description: "OpenAPI 3.1.",
          content: { "application/json": { schema: { type: "object" } } },
        },
      },
    },
  };
}
