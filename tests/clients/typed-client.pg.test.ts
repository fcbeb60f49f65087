import { readFileSync } from "node:fs";
import { join } from "node:path";
import createClient from "openapi-fetch";
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { openApiDocument } from "../../src/server/api/rest/document.ts";
import { createToken } from "../../src/server/identity/personal-tokens.ts";
import { type Doors, openDoors } from "../doors/support.ts";
import { answer } from "../rest/support.ts";
import type { Person } from "../support/world.ts";
import type { paths } from "./api-types.ts";
import { emitTypes } from "./emit-types.ts";

let doors: Doors;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  doors = await openDoors();
  ana = await doors.world.person("ana");
  ben = await doors.world.person("ben");
});
afterAll(() => doors.end());

/** A program of this person, with a personal token and nothing else, made from the document's own types. */
async function clientOf(person: Person, scopes: ("read" | "write")[] = ["read", "write"]) {
  const { token } = await createToken(person.ctx, { name: "script", scopes, expires_in_days: null });
  return createClient<paths>({
    baseUrl: "http://localhost:3000/v1",
    headers: { authorization: `Bearer ${token}`, host: "localhost:3000" },
    fetch: (request) => answer(request),
  });
}

describe("a client made from the document", () => {
  test("is current: run `node tests/clients/write-types.ts` after a procedure changed", () => {
    const written = readFileSync(join(import.meta.dirname, "api-types.ts"), "utf8");
    expect(written).toBe(emitTypes(openApiDocument()));
  });

  test("makes a room, invites someone, talks with them, and reacts", async () => {
    const [mine, theirs] = [await clientOf(ana), await clientOf(ben)];
    const made = await mine.POST("/rooms", { body: { name: "Launch", room_type: "group" } });
    if (!made.data) throw new Error(made.error.error.code);
    const { id: room_id, power_level } = made.data.data;
    expectTypeOf(power_level).toEqualTypeOf<number>();
    expect(power_level).toBe(100);

    const path = { room_id };
    const invited = await mine.POST("/rooms/{room_id}/invite", {
      params: { path },
      body: { participant_id: ben.participant.id },
    });
    expect(invited.data?.data.membership).toBe("invite");
    expect((await theirs.POST("/rooms/{room_id}/join", { params: { path } })).data?.data.membership).toBe("join");

    const content = { msgtype: "swp.text", body: "Good morning!", "com.example.build": 412 };
    const sent = await mine.POST("/rooms/{room_id}/send", { params: { path }, body: { content } });
    const event_id = sent.data?.data.id ?? "";
    const reaction = { params: { path: { room_id, event_id } }, body: { emoji: "👍" } };
    expect((await theirs.POST("/rooms/{room_id}/events/{event_id}/reaction", reaction)).response.status).toBe(200);

    const listed = await theirs.GET("/rooms/{room_id}/messages", { params: { path, query: { limit: 1 } } });
    if (!listed.data) throw new Error(listed.error.error.code);
    expectTypeOf(listed.data.data[0]!.sender_id).toEqualTypeOf<string>();
    expectTypeOf(listed.data.data[0]!.edited_at).toEqualTypeOf<string | null>();
    expect(listed.data.data).toMatchObject([
      { id: event_id, content, reactions: [{ emoji: "👍", sender_id: ben.participant.id }] },
    ]);
    expect(listed.data.meta).toMatchObject({ has_more: true, next_cursor: expect.stringMatching(/^\d+$/) });

    const older = Number(listed.data.meta.next_cursor);
    const before = await theirs.GET("/rooms/{room_id}/messages", { params: { path, query: { from: older } } });
    expect(before.data?.data.map(({ id }) => id)).not.toContain(event_id);
    const taken = { params: { path: { room_id, event_id }, query: { emoji: "👍" } } };
    expect((await theirs.DELETE("/rooms/{room_id}/events/{event_id}/reaction", taken)).response.status).toBe(200);
  });

  test("is told why not, by a code it can match on", async () => {
    const reader = await clientOf(ben, ["read"]);
    const refused = await reader.POST("/rooms", { body: { name: "Mine" } });
    expect([refused.response.status, refused.error?.error.code]).toEqual([403, "SW_AUTH_INSUFFICIENT_SCOPE"]);
    const lost = await reader.GET("/rooms/{room_id}", { params: { path: { room_id: ben.workspace.id } } });
    expect([lost.response.status, lost.error?.error.code]).toEqual([404, "SW_ROOM_NOT_FOUND"]);
    expectTypeOf(lost.error!.error.code).toExtend<string>();
  });
});
