import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Message } from "#/domain/messages/message.ts";
import { editMessage } from "#/server/messages/edit-message.ts";
import { listMessages, readThread } from "#/server/messages/list-messages.ts";
import { markRead } from "#/server/messages/mark-read.ts";
import { addReaction, removeReaction } from "#/server/messages/react.ts";
import { redactMessage } from "#/server/messages/redact-message.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { inviteToRoom, joinRoom } from "#/server/rooms/membership.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let outsider: Person;
let stranger: Person;
let room_id: string;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben, outsider] = [await world.person("ana"), await world.person("ben"), await world.person("olga")];
  stranger = await (await world.tenant("acme")).person("ana");
  room_id = await roomOf(ana, ben);
});
afterAll(() => world.drop());

/** A private room of `owner` with the others in it. */
async function roomOf(owner: Person, ...others: Person[]): Promise<string> {
  const { id } = await createRoom(owner.ctx, { name: "talk" });
  for (const other of others) {
    await inviteToRoom(owner.ctx, { room_id: id, participant_id: other.participant.id });
    await joinRoom(other.ctx, { room_id: id });
  }
  return id;
}

const say = (person: Person, body: string, more: object = {}) =>
  sendMessage(person.ctx, { room_id, content: { body, ...more } });
const timeline = async (person: Person, limit = 200): Promise<Message[]> =>
  (await listMessages(person.ctx, { room_id, limit, direction: "back" })).messages;
const find = async (person: Person, id: string) => (await timeline(person)).find((message) => message.id === id);

describe("sending", () => {
  test("writes the message and its event at one position, and answers what a reader then sees", async () => {
    const head = await world.head();
    const sent = await say(ana, "hello", { mentions: [ben.participant.id] });
    expect(sent).toMatchObject({
      stream_position: head + 1,
      sender_id: ana.participant.id,
      content: { body: "hello" },
    });
    expect(await find(ben, sent.id)).toEqual(sent);
    expect((await world.log(head)).map((event) => [event.type, event.id])).toEqual([["swp.room.message", sent.id]]);
  });

  test("is for members: an outsider, another tenant and an absent room all meet the same answer", async () => {
    const refused = [
      await expectRefusal(say(outsider, "hi"), "SW_ROOM_NOT_FOUND"),
      await expectRefusal(say(stranger, "hi"), "SW_ROOM_NOT_FOUND"),
      await expectRefusal(sendMessage(ana.ctx, { room_id: absentId, content: { body: "hi" } }), "SW_ROOM_NOT_FOUND"),
    ];
    expect(new Set(refused.map((error) => error.message)).size).toBe(1);
    const head = await world.head();
    await say(ben, "hi");
    expect(await world.head()).toBe(head + 1);
  });

  test("refuses words over 64 KB, no words at all, and what only the server may write", async () => {
    await expectRefusal(say(ana, "x".repeat(65_536)), "SW_CONTENT_TOO_LARGE");
    await expectRefusal(say(ana, " \n "), "SW_BAD_REQUEST");
    await expectRefusal(say(ana, "hi", { msgtype: "swp.system" }), "SW_BAD_REQUEST");
    await expectRefusal(say(ana, "nul \u0000"), "SW_BAD_REQUEST");
    await expectRefusal(say(ana, "half \ud800"), "SW_BAD_REQUEST");
    await expectRefusal(say(ana, "hi", JSON.parse('{"a":{"__proto__":{"admin":true}}}')), "SW_BAD_REQUEST");
    const largest = "x".repeat(65_536 - JSON.stringify({ body: "" }).length);
    expect((await say(ana, largest)).content.body).toHaveLength(largest.length);
  });
});

describe("editing", () => {
  test("replaces one's own words, keeps the first ones, and stays in its place", async () => {
    const sent = await say(ana, "frist");
    const edited = await editMessage(ana.ctx, { room_id, event_id: sent.id, content: { body: "first" } });
    expect(edited).toMatchObject({ content: { body: "first" }, original_content: { body: "frist" } });
    const again = await editMessage(ana.ctx, { room_id, event_id: sent.id, content: { body: "1st" } });
    expect(again).toMatchObject({ content: { body: "1st" }, original_content: { body: "frist" } });
    expect(await find(ben, sent.id)).toEqual(again);
    expect(again.stream_position).toBe(sent.stream_position);
  });

  test("is for the author alone, within 24 hours", async () => {
    const sent = await say(ana, "mine");
    const edit = { room_id, event_id: sent.id, content: { body: "changed" } };
    await expectRefusal(editMessage(ben.ctx, edit), "SW_EVENT_FORBIDDEN");
    await expectRefusal(editMessage(outsider.ctx, edit), "SW_ROOM_NOT_FOUND");
    await expectRefusal(editMessage(stranger.ctx, edit), "SW_ROOM_NOT_FOUND");
    await expectRefusal(editMessage(ana.ctx, { ...edit, event_id: absentId }), "SW_EVENT_NOT_FOUND");
    world.clock.advance(24 * 60 * 60 * 1000);
    expect((await editMessage(ana.ctx, edit)).content.body).toBe("changed");
    world.clock.advance(1);
    await expectRefusal(editMessage(ana.ctx, edit), "SW_EVENT_TOO_OLD_TO_EDIT");
  });

  test("reaches no message of another room, even one's own", async () => {
    const elsewhere = await roomOf(ana);
    const sent = await sendMessage(ana.ctx, { room_id: elsewhere, content: { body: "elsewhere" } });
    const edit = { event_id: sent.id, content: { body: "x" } };
    await expectRefusal(editMessage(ana.ctx, { ...edit, room_id }), "SW_EVENT_NOT_FOUND");
    expect((await editMessage(ana.ctx, { ...edit, room_id: elsewhere })).content.body).toBe("x");
  });
});

describe("removing", () => {
  test("forgets every word of it, for every reader, and keeps the position", async () => {
    const sent = await say(ben, "canary-4711");
    await addReaction(ana.ctx, { room_id, event_id: sent.id, emoji: "👍" });
    await editMessage(ben.ctx, { room_id, event_id: sent.id, content: { body: "canary-4711 again" } });
    const positions = (await world.log()).map((event) => event.stream_position);
    const removed = await redactMessage(ben.ctx, { room_id, event_id: sent.id, reason: "typo" });
    expect(removed).toMatchObject({ content: {}, original_content: null, reactions: [], redaction_reason: "typo" });
    expect(await find(ana, sent.id)).toEqual(removed);
    const log = await world.log();
    expect(log.slice(0, -1).map((event) => event.stream_position)).toEqual(positions);
    const dump = await world.owner`select row_to_json(e)::text as row from app.events e`;
    expect(JSON.stringify(dump)).not.toContain("canary-4711");
    const head = await world.head();
    expect(await redactMessage(ben.ctx, { room_id, event_id: sent.id })).toEqual(removed);
    expect(await world.head()).toBe(head);
  });

  test("of another's words needs power 50; of one's own it needs none", async () => {
    const theirs = await say(ana, "ana's");
    await expectRefusal(redactMessage(ben.ctx, { room_id, event_id: theirs.id }), "SW_REDACT_FORBIDDEN");
    await expectRefusal(redactMessage(outsider.ctx, { room_id, event_id: theirs.id }), "SW_ROOM_NOT_FOUND");
    const his = await say(ben, "ben's");
    expect((await redactMessage(ana.ctx, { room_id, event_id: his.id })).redacted_by).toBe(ana.participant.id);
    expect((await redactMessage(ana.ctx, { room_id, event_id: theirs.id })).redacted_at).not.toBeNull();
  });

  test("leaves nothing to edit or react to", async () => {
    const sent = await say(ana, "gone soon");
    await redactMessage(ana.ctx, { room_id, event_id: sent.id });
    await expectRefusal(
      editMessage(ana.ctx, { room_id, event_id: sent.id, content: { body: "x" } }),
      "SW_EVENT_NOT_FOUND",
    );
    await expectRefusal(addReaction(ben.ctx, { room_id, event_id: sent.id, emoji: "👍" }), "SW_EVENT_NOT_FOUND");
  });
});

describe("reactions", () => {
  test("are one for each person and emoji, in the order they came, and are taken back alone", async () => {
    const sent = await say(ana, "react to me");
    const target = { room_id, event_id: sent.id };
    for (const [person, emoji] of [[ben, "👍"], [ana, "🎉"], [ana, "👍"], [ben, "👍"]] as const) {
      await addReaction(person.ctx, { ...target, emoji });
    } // biome-ignore format: who, what
    const shown = async () => (await find(ana, sent.id))!.reactions;
    const [b, a] = [ben.participant.id, ana.participant.id];
    expect(await shown()).toEqual([
      { emoji: "👍", sender_id: b },
      { emoji: "🎉", sender_id: a },
      { emoji: "👍", sender_id: a },
    ]);
    await removeReaction(ben.ctx, { ...target, emoji: "👍" });
    const head = await world.head();
    await removeReaction(ben.ctx, { ...target, emoji: "👍" });
    await removeReaction(ben.ctx, { ...target, emoji: "🎉" });
    expect(await world.head()).toBe(head);
    expect(await shown()).toEqual([{ emoji: "🎉", sender_id: a }, { emoji: "👍", sender_id: a }]); // biome-ignore format: two
    await expectRefusal(addReaction(outsider.ctx, { ...target, emoji: "👍" }), "SW_ROOM_NOT_FOUND");
  });
});

describe("threads", () => {
  test("gather replies under their root, never nest, and count what was not removed", async () => {
    const root = await say(ana, "root");
    const first = await say(ben, "first reply", { thread_root_id: root.id });
    const nested = await say(ana, "reply to the reply", { thread_root_id: first.id });
    expect(nested.thread_root_id).toBe(root.id);
    expect((await find(ana, root.id))!.thread).toMatchObject({
      count: 2,
      participant_ids: [ben.participant.id, ana.participant.id],
    });
    expect((await timeline(ana)).map((message) => message.id)).not.toContain(first.id);
    await redactMessage(ana.ctx, { room_id, event_id: nested.id });
    const thread = await readThread(ben.ctx, { room_id, root_id: root.id });
    expect(thread.root.thread).toMatchObject({ count: 1, participant_ids: [ben.participant.id] });
    expect(thread.replies.map((reply) => reply.content.body)).toEqual(["first reply", undefined]);
    await expectRefusal(readThread(outsider.ctx, { room_id, root_id: root.id }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(readThread(ana.ctx, { room_id, root_id: absentId }), "SW_EVENT_NOT_FOUND");
  });
});

describe("read markers", () => {
  test("move forward only, and only their owner hears of it", async () => {
    const [one, two] = [await say(ana, "one"), await say(ana, "two")];
    const head = await world.head();
    await markRead(ben.ctx, { room_id, event_id: two.id });
    await markRead(ben.ctx, { room_id, event_id: one.id });
    const [event, ...others] = await world.log(head);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      type: "swp.room.read_marker",
      audience: { kind: "participants", also: [ben.participant.id] },
      content: { read_position: two.stream_position },
    });
    await expectRefusal(markRead(outsider.ctx, { room_id, event_id: two.id }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(markRead(ben.ctx, { room_id, event_id: absentId }), "SW_EVENT_NOT_FOUND");
  });
});

describe("history", () => {
  test("pages both ways without losing or repeating a message", async () => {
    const { id } = await createDm(ana.ctx, { participant_id: ben.participant.id });
    const sent: string[] = [];
    for (let index = 0; index < 23; index += 1) {
      sent.push((await sendMessage(ana.ctx, { room_id: id, content: { body: `${index}` } })).id);
    }
    const back: string[] = [];
    let from: number | undefined;
    for (let page = 0; page < 10; page += 1) {
      const answer = await listMessages(ben.ctx, {
        room_id: id,
        limit: 5,
        direction: "back",
        ...(from ? { from } : {}),
      });
      back.unshift(...answer.messages.map((message) => message.id));
      if (!answer.has_more) break;
      from = Number(answer.next_cursor);
    }
    expect(back).toEqual(sent);
    const forward = await listMessages(ben.ctx, { room_id: id, limit: 200, direction: "forward", from: 0 });
    expect(forward.messages.map((message) => message.id)).toEqual(sent);
    await expectRefusal(listMessages(outsider.ctx, { room_id: id, limit: 5, direction: "back" }), "SW_ROOM_NOT_FOUND");
  });
});
