import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { editMessage } from "#/server/messages/edit-message.ts";
import { messageHistory } from "#/server/messages/history.ts";
import { listMentions } from "#/server/messages/list-mentions.ts";
import { redactMessage } from "#/server/messages/redact-message.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { inviteToRoom, joinRoom, leaveRoom } from "#/server/rooms/membership.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let stranger: Person;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben] = [await world.person("ana"), await world.person("ben")];
  stranger = await (await world.tenant("acme")).person("ana");
});
afterAll(() => world.drop());

const page = { limit: 50, offset: 0 };
const say = (person: Person, room_id: string, body: string, more: object = {}) =>
  sendMessage(person.ctx, { room_id, content: { body, ...more } });

async function square(): Promise<string> {
  const { id } = await createRoom(ana.ctx, { name: "square", room_type: "public" });
  await joinRoom(ben.ctx, { room_id: id });
  return id;
}

async function edited(room_id: string, ...bodies: string[]): Promise<string> {
  const { id: event_id } = await say(ana, room_id, "first");
  for (const body of bodies) {
    world.clock.advance(60_000);
    await say(ben, room_id, "in between");
    await editMessage(ana.ctx, { room_id, event_id, content: { body } });
  }
  return event_id;
}

describe("the history of a message", () => {
  test("holds every version with its time, the newest first, for whoever may read the room", async () => {
    const room_id = await square();
    const other = await edited(room_id, "of another message");
    const event_id = await edited(room_id, "second", "third", "fourth");
    const { items, has_more } = await messageHistory(ben.ctx, { room_id, event_id, ...page });
    expect(items.map((version) => version.content.body)).toEqual(["fourth", "third", "second", "first"]);
    expect(items.at(-1)!.event_id).toBe(event_id);
    const minutes = items.map((version) => Date.parse(version.created_at) / 60_000);
    expect(minutes.slice(1).map((minute, index) => Math.round(minutes[index]! - minute))).toEqual([1, 1, 1]);
    expect(has_more).toBe(false);
    expect((await messageHistory(ben.ctx, { room_id, event_id: other, ...page })).items).toHaveLength(2);
  });

  test("comes in pages, and of a message that nobody edited is the message itself", async () => {
    const room_id = await square();
    const event_id = await edited(room_id, "second", "third");
    const first = await messageHistory(ben.ctx, { room_id, event_id, limit: 2, offset: 0 });
    expect([first.items.map((each) => each.content.body), first.has_more]).toEqual([["third", "second"], true]);
    const rest = await messageHistory(ben.ctx, { room_id, event_id, limit: 2, offset: 2 });
    expect([rest.items.map((each) => each.content.body), rest.has_more]).toEqual([["first"], false]);
    const plain = await say(ana, room_id, "as it is");
    expect((await messageHistory(ben.ctx, { room_id, event_id: plain.id, ...page })).items).toMatchObject([
      { event_id: plain.id, content: { body: "as it is" } },
    ]);
  });

  test("is gone with the removal of the message, and from the log with it", async () => {
    const room_id = await square();
    const event_id = await edited(room_id, "a secret version", "third");
    await redactMessage(ana.ctx, { room_id, event_id });
    expect((await messageHistory(ben.ctx, { room_id, event_id, ...page })).items).toEqual([]);
    expect(JSON.stringify(await world.log(0))).not.toContain("a secret version");
  });

  test("of an incognito room begins with one's coming in, and is forgotten with the room", async () => {
    const { id: room_id } = await createRoom(ana.ctx, { name: "hush", room_type: "incognito" });
    const event_id = await edited_alone(room_id);
    await inviteToRoom(ana.ctx, { room_id, participant_id: ben.participant.id });
    await joinRoom(ben.ctx, { room_id });
    await expectRefusal(messageHistory(ben.ctx, { room_id, event_id, ...page }), "SW_EVENT_NOT_FOUND");
    expect((await messageHistory(ana.ctx, { room_id, event_id, ...page })).items).toHaveLength(2);
    await leaveRoom(ben.ctx, { room_id });
    await leaveRoom(ana.ctx, { room_id });
    expect(JSON.stringify(await world.log(0))).not.toContain("whispered");
  });

  async function edited_alone(room_id: string): Promise<string> {
    const { id: event_id } = await say(ana, room_id, "whispered first");
    await editMessage(ana.ctx, { room_id, event_id, content: { body: "whispered second" } });
    return event_id;
  }

  test("of what one may not see is like what never was", async () => {
    const { id: room_id } = await createRoom(ana.ctx, { name: "closed", room_type: "group" });
    const event_id = await edited_alone(room_id);
    await expectRefusal(messageHistory(ben.ctx, { room_id, event_id, ...page }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(messageHistory(stranger.ctx, { room_id, event_id, ...page }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(messageHistory(ana.ctx, { room_id, event_id: absentId, ...page }), "SW_EVENT_NOT_FOUND");
  });
});

describe("recent mentions", () => {
  const bodies = async (person: Person, input: { from?: number; limit: number } = { limit: 20 }) =>
    (await listMentions(person.ctx, input)).items.map((message) => message.content.body);

  test("are where others named one or everyone, the newest first, by the words of now", async () => {
    const cleo = await world.person("cleo");
    const room_id = await square();
    await joinRoom(cleo.ctx, { room_id });
    const me = { mentions: [cleo.participant.id] };
    await say(ana, room_id, "to nobody");
    await say(ana, room_id, "to cleo", me);
    await say(cleo, room_id, "to myself", me);
    await say(ben, room_id, "to all", { mentions_room: true });
    const later = await say(ana, room_id, "to nobody yet");
    await editMessage(ana.ctx, { room_id, event_id: later.id, content: { body: "to cleo after all", ...me } });
    const taken = await say(ana, room_id, "to cleo by mistake", me);
    await editMessage(ana.ctx, { room_id, event_id: taken.id, content: { body: "to nobody after all" } });
    const removed = await say(ana, room_id, "to cleo, and gone", me);
    await redactMessage(ana.ctx, { room_id, event_id: removed.id });
    expect(await bodies(cleo)).toEqual(["to cleo after all", "to all", "to cleo"]);
  });

  test("come in pages by position, and end with the beginning of the log", async () => {
    const dora = await world.person("dora");
    const room_id = await square();
    await joinRoom(dora.ctx, { room_id });
    for (const body of ["one", "two", "three"]) await say(ana, room_id, body, { mentions: [dora.participant.id] });
    const first = await listMentions(dora.ctx, { limit: 2 });
    expect([first.items.map((each) => each.content.body), first.has_more]).toEqual([["three", "two"], true]);
    const second = await listMentions(dora.ctx, { limit: 2, from: Number(first.next_cursor) });
    expect([second.items.map((each) => each.content.body), second.has_more, second.next_cursor]).toEqual([
      ["one"],
      false,
      null,
    ]);
  });

  test("are of the rooms that one is in, and of no other tenant", async () => {
    const evi = await world.person("evi");
    const room_id = await square();
    await joinRoom(evi.ctx, { room_id });
    await say(ana, room_id, "to evi", { mentions: [evi.participant.id] });
    await leaveRoom(evi.ctx, { room_id });
    expect(await bodies(evi)).toEqual([]);
    expect(await bodies(stranger)).toEqual([]);
  });
});
