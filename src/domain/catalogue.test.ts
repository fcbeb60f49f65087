import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { audienceOf, eventContents } from "#/domain/catalogue.ts";
import type { EventDraft, LogEvent } from "#/domain/envelope.ts";
import { errorTable } from "#/domain/errors.ts";
import { eventTypes, fromFrame, toFrame } from "#/domain/stream/event-frames.ts";

type Recorded = { events: Record<string, string[]>; errors: Record<string, number> };
const recorded: Recorded = JSON.parse(readFileSync(new URL("./catalogue.recorded.json", import.meta.url), "utf8"));

/** The fields of an event's content, with their types, one line each: what old logs and other programs rely on. */
function fieldsOf(schema: z.core.$ZodType): string[] {
  const json = z.toJSONSchema(schema, { unrepresentable: "any", io: "input" }) as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  return Object.entries(json.properties ?? {})
    .map(([name, value]) => `${name}${json.required?.includes(name) ? "" : "?"}: ${JSON.stringify(value)}`)
    .sort();
}

describe("the catalogue", () => {
  test("is known by the same names to those who read frames without its schemas", () => {
    expect([...eventTypes].sort()).toEqual(Object.keys(eventContents).sort());
  });

  test("only ever grows: every recorded event keeps every recorded field, every code its status", () => {
    for (const [type, fields] of Object.entries(recorded.events)) {
      expect(eventTypes, type).toContain(type);
      expect(fieldsOf(eventContents[type as keyof typeof eventContents]), type).toEqual(expect.arrayContaining(fields));
    }
    for (const [code, status] of Object.entries(recorded.errors)) {
      expect(errorTable[code as keyof typeof errorTable]?.[0], code).toBe(status);
    }
  });

  test("is recorded whole: what was added is written into catalogue.recorded.json with it", () => {
    const now: Recorded = {
      events: Object.fromEntries(eventTypes.map((type) => [type, fieldsOf(eventContents[type])])),
      errors: Object.fromEntries(Object.entries(errorTable).map(([code, [status]]) => [code, status])),
    };
    expect(now).toEqual(recorded);
  });

  test("tells one's read marker, presence and sessions to oneself alone", () => {
    for (const type of ["swp.room.read_marker", "swp.presence.sticky", "swp.session.ended"] as const) {
      const draft = {
        id: "e",
        type,
        room_id: "r",
        workspace_id: null,
        sender_id: "me",
        content: {},
      } as unknown as EventDraft;
      expect(audienceOf(draft)).toEqual({ kind: "participants", also: ["me"] });
    }
  });

  test("reads every event back from its frame as it was", () => {
    const message: LogEvent<"swp.room.message"> = {
      id: "e1", type: "swp.room.message", room_id: "r1", workspace_id: null, sender_id: "p1", event_uuid: null,
      content: { body: "hi", type: "sneaky", stream_position: 99 }, tenant_id: "t1", stream_position: 7, origin_ts: 1,
      ts: "2026-01-01T00:00:00.000Z", audience: { kind: "room", room_id: "r1", also: [] }, forgotten: false,
    }; // biome-ignore format: one event, read as a line
    const reaction: LogEvent<"swp.room.reaction"> = {
      ...message,
      type: "swp.room.reaction",
      content: { event_id: "e0", emoji: "👍", action: "add" },
    };
    for (const event of [message, reaction]) {
      const frame = toFrame(event);
      const { audience, ...rest } = event;
      expect(JSON.stringify(frame)).not.toContain(JSON.stringify(audience));
      expect(fromFrame(frame)).toEqual(rest);
    }
    expect(toFrame(reaction)).toMatchObject({ type: "swp.room.reaction", emoji: "👍", event_id: "e0" });
    expect(fromFrame({ type: "hello", stream_position: 3 })).toBeNull();
  });
});
