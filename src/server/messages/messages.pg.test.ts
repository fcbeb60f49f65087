import { sql } from "drizzle-orm";
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
import { inviteToRoom, joinRoom, kickFromRoom } from "#/server/rooms/membership.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, rows, type World } from "../../../tests/support/world.ts";

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

describe("a send with a key", () => {
  const keyed = (event_uuid: string, body: string) => sendMessage(ana.ctx, { room_id, content: { body }, event_uuid });
  const times = async (body: string) => (await timeline(ben)).filter((each) => each.content.body === body).length;

  test("repeated with the same body answers the same message, once in the room", async () => {
    const key = world.newId();
    const first = await keyed(key, "once");
    const head = await world.head();
    expect(await keyed(key, "once")).toEqual(first);
    expect([await world.head(), await times("once")]).toEqual([head, 1]);
  });

  test("repeated with another body is a conflict, and nothing is written", async () => {
    const key = world.newId();
    await keyed(key, "one body");
    const head = await world.head();
    await expectRefusal(keyed(key, "another body"), "SW_IDEMPOTENCY_CONFLICT");
    await expectRefusal(keyed(key, "one  body"), "SW_IDEMPOTENCY_CONFLICT");
    expect(await world.head()).toBe(head);
  });

  test("sent ten times at once becomes one message", async () => {
    const key = world.newId();
    const sent = await Promise.all(Array.from({ length: 10 }, () => keyed(key, "at once")));
    expect(new Set(sent.map((message) => message.id)).size).toBe(1);
    expect(await times("at once")).toBe(1);
  });

  test("is its sender's own: another person's equal key makes another message", async () => {
    const key = world.newId();
    const mine = await keyed(key, "shared key");
    const theirs = await sendMessage(ben.ctx, { room_id, content: { body: "shared key" }, event_uuid: key });
    expect(theirs.id).not.toBe(mine.id);
  });

  test("refused early uses up nothing: the same key works once it is allowed", async () => {
    const key = world.newId();
    const late = await world.person("late");
    const send = () => sendMessage(late.ctx, { room_id, content: { body: "allowed now" }, event_uuid: key });
    await expectRefusal(send(), "SW_ROOM_NOT_FOUND");
    await inviteToRoom(ana.ctx, { room_id, participant_id: late.participant.id });
    await expectRefusal(send(), "SW_ROOM_FORBIDDEN");
    await joinRoom(late.ctx, { room_id });
    expect((await send()).content.body).toBe("allowed now");
  });

  test("refused during the work leaves no message, no position and no used key", async () => {
    const key = world.newId();
    const head = await world.head();
    const reply = (reply_to_event_id: string) =>
      sendMessage(ana.ctx, { room_id, content: { body: "to nothing", reply_to_event_id }, event_uuid: key });
    await expectRefusal(reply(absentId), "SW_EVENT_NOT_FOUND");
    expect(await world.head()).toBe(head);
    const target = await say(ana, "target");
    expect((await reply(target.id)).reply_to_event_id).toBe(target.id);
  });

  test("that failed before its commit is written by the retry, once", async () => {
    const key = world.newId();
    const body = "before the commit";
    // The log refuses the very last statement, when everything else of the write is done.
    await world.owner.unsafe(`create function refuse_once() returns trigger language plpgsql as
      $$ begin if new.content->>'body' = '${body}' then raise exception 'the disk is full'; end if; return new; end $$;
      create trigger refuse_once before insert on app.events for each row execute function refuse_once()`);
    const head = await world.head();
    await expect(keyed(key, body)).rejects.toThrow("the disk is full");
    await world.owner.unsafe("drop trigger refuse_once on app.events; drop function refuse_once");
    expect([await world.head(), await times(body)]).toEqual([head, 0]);
    expect((await keyed(key, body)).stream_position).toBe(head + 1);
    expect(await times(body)).toBe(1);
  });

  test("whose answer was lost after the commit is answered by the retry, once in the room", async () => {
    const key = world.newId();
    const lost = { ...ana.ctx, advanced: () => { throw new Error("the connection broke"); } }; // biome-ignore format: one fault
    const input = { room_id, content: { body: "after the commit" }, event_uuid: key };
    await expect(sendMessage(lost, input)).rejects.toThrow("the connection broke");
    expect(await times("after the commit")).toBe(1);
    const head = await world.head();
    expect((await sendMessage(ana.ctx, input)).event_uuid).toBe(key);
    expect([await world.head(), await times("after the commit")]).toEqual([head, 1]);
  });

  test("answers what was sent even when its sender may no longer send", async () => {
    const guest = await world.person("guest");
    const place = await roomOf(ana, guest);
    const input = { room_id: place, content: { body: "kept" }, event_uuid: world.newId() };
    const sent = await sendMessage(guest.ctx, input);
    await rows(world, world, sql`update app.rooms set state = 'archived' where id = ${place}`);
    expect((await sendMessage(guest.ctx, input)).id).toBe(sent.id);
    await expectRefusal(sendMessage(guest.ctx, { ...input, event_uuid: world.newId() }), "SW_ROOM_FROZEN");
  });
});

describe("a kick and a send at once", () => {
  test("never leave words after the removal in the log", async () => {
    for (let round = 0; round < 8; round += 1) {
      const guest = await world.person(`racer${round}`);
      const place = await roomOf(ana, guest);
      const sends = Array.from({ length: 4 }, (_, index) =>
        sendMessage(guest.ctx, { room_id: place, content: { body: `${index}` } }).catch(() => null),
      );
      await Promise.all([kickFromRoom(ana.ctx, { room_id: place, participant_id: guest.participant.id }), ...sends]);
      const log = (await world.log()).filter((event) => event.room_id === place);
      const removal = log.findLastIndex((event) => event.type === "swp.room.member");
      expect(log.slice(removal).filter((event) => event.sender_id === guest.participant.id)).toEqual([]);
    }
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
