import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listMessages } from "#/server/messages/list-messages.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { inviteToRoom, joinRoom, kickFromRoom } from "#/server/rooms/membership.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, rows, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let room_id: string;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben] = [await world.person("ana"), await world.person("ben")];
  room_id = await roomOf(ana, ben);
});
afterAll(() => world.drop());

/** A private room of `owner` with the other in it. */
async function roomOf(owner: Person, other: Person): Promise<string> {
  const { id } = await createRoom(owner.ctx, { name: "talk" });
  await inviteToRoom(owner.ctx, { room_id: id, participant_id: other.participant.id });
  await joinRoom(other.ctx, { room_id: id });
  return id;
}

const say = (person: Person, body: string) => sendMessage(person.ctx, { room_id, content: { body } });
const timeline = async (person: Person) =>
  (await listMessages(person.ctx, { room_id, limit: 200, direction: "back" })).messages;

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
