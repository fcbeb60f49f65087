import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { fromFrame, toFrame } from "#/domain/stream/event-frames.ts";
import { reading } from "#/server/database/context.ts";
import { readLogFor } from "#/server/log/read.ts";
import { viewerOf } from "#/server/log/viewer.ts";
import { readContext } from "#/server/messages/context.ts";
import { setDraft } from "#/server/messages/drafts.ts";
import { editMessage } from "#/server/messages/edit-message.ts";
import { listMessages, readThread } from "#/server/messages/list-messages.ts";
import { addReaction } from "#/server/messages/react.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { getRoom } from "#/server/rooms/list-rooms.ts";
import { inviteToRoom, joinRoom, leaveRoom } from "#/server/rooms/membership.ts";
import { renameRoom, setTopic } from "#/server/rooms/rename-room.ts";
import { archiveRoom, closeRoom, deleteRoom } from "#/server/rooms/room-state.ts";
import { roomView } from "#/server/views/room-view.ts";
import { findWord } from "../../../tests/support/find-word.ts";
import { expectRefusal } from "../../../tests/support/refusal.ts";
import { expectSyncLaw } from "../../../tests/support/sync-law.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben] = [await world.person("ana"), await world.person("ben")];
});
afterAll(() => world.drop());

const idOf = (person: Person) => person.participant.id;
const holds = <T>(action: () => Promise<T>) => expectSyncLaw(ana.ctx, () => expectSyncLaw(ben.ctx, action));

const whereIs = (word: string) => findWord(world, word);

async function incognito(name: string, ...people: Person[]) {
  const room = await createRoom(ana.ctx, { name, scope_kind: "incognito" });
  for (const person of people) {
    await inviteToRoom(ana.ctx, { room_id: room.id, participant_id: idOf(person) });
    await joinRoom(person.ctx, { room_id: room.id });
  }
  return room;
}

describe("an incognito room", () => {
  test("shows everyone what was said since they came, by every way of reading", async () => {
    const { id: room_id } = await incognito("Hidden");
    const early = await sendMessage(ana.ctx, { room_id, content: { body: "before ben" } });
    const answered = await sendMessage(ana.ctx, {
      room_id,
      content: { body: "in a thread", thread_root_id: early.id },
    });
    await inviteToRoom(ana.ctx, { room_id, participant_id: idOf(ben) });
    await holds(() => joinRoom(ben.ctx, { room_id }));
    const late = await holds(() => sendMessage(ana.ctx, { room_id, content: { body: "after ben" } }));
    expect(late.content).toMatchObject({ do_not_index: true });

    const list = { room_id, direction: "back", limit: 50 } as const;
    const read = async (person: Person) => {
      const listed = await listMessages(person.ctx, list);
      const { events } = await reading(person.ctx, async (tx) =>
        readLogFor(tx, await viewerOf(tx, idOf(person)), 0, 500),
      );
      return JSON.stringify([listed, await roomView(person.ctx, room_id), events]);
    };
    expect(await read(ana)).toContain("before ben");
    const toBen = await read(ben);
    expect(toBen).toContain("after ben");
    expect(toBen).not.toContain("before ben");
    for (const event_id of [early.id, answered.id]) {
      await expectRefusal(readContext(ben.ctx, { room_id, event_id, before: 5, after: 5 }), "SW_EVENT_NOT_FOUND");
    }
    await expectRefusal(readThread(ben.ctx, { room_id, root_id: early.id }), "SW_EVENT_NOT_FOUND");
    await expectRefusal(addReaction(ben.ctx, { room_id, event_id: early.id, emoji: "👍" }), "SW_EVENT_NOT_FOUND");
  });

  test("leaves no word of itself anywhere when its last person leaves", async () => {
    const canary = "zanzibarquokka";
    const lines: string[] = [];
    const output = vi.spyOn(process.stdout, "write").mockImplementation((line) => {
      lines.push(String(line));
      return true;
    });
    const { id: room_id } = await incognito(`${canary} name`, ben);
    const said = await sendMessage(ana.ctx, {
      room_id,
      content: { body: `the ${canary} is here` },
      event_uuid: world.newId(),
    });
    await editMessage(ana.ctx, { room_id, event_id: said.id, content: { body: `the ${canary} is gone` } });
    await addReaction(ben.ctx, { room_id, event_id: said.id, emoji: "👍" });
    await setDraft(ben.ctx, { room_id, content: { body: `a draft on ${canary}` } });
    await setTopic(ana.ctx, { room_id, topic: `on ${canary}` });
    await renameRoom(ana.ctx, { room_id, name: `${canary} renamed` });
    expect(await whereIs(canary)).toEqual(expect.arrayContaining(["app.events", "app.rooms"]));
    // Whoever follows the log needs nothing but the event to pass it over: words, names, topics, drafts, whatever it is.
    const told = (await world.log()).filter((event) => JSON.stringify(event.content).includes(canary));
    expect(new Set(told.map(({ type }) => type))).toEqual(
      new Set(["swp.room.member", "swp.room.message", "swp.room.message.edit", "swp.draft", "swp.room.topic", "swp.room.name"]),
    ); // biome-ignore format: one list
    const plain = await createRoom(ana.ctx, { name: "Plain" });
    const marked = async (of: string) =>
      new Set((await world.log()).flatMap((event) => (event.room_id === of ? [event.do_not_index] : [])));
    expect([await marked(room_id), await marked(plain.id)]).toEqual([new Set([true]), new Set([undefined])]);
    expect(toFrame(told[0]!)).toMatchObject({ do_not_index: true });
    expect(fromFrame(toFrame(told[0]!))).toMatchObject({ do_not_index: true, content: told[0]!.content });

    await holds(() => leaveRoom(ben.ctx, { room_id }));
    expect(await getRoom(ana.ctx, { room_id })).toMatchObject({ state: "open" });
    await holds(() => leaveRoom(ana.ctx, { room_id }));
    output.mockRestore();
    expect(await whereIs(canary)).toEqual([]);
    expect(lines.join("")).not.toContain(canary);
    await expectRefusal(getRoom(ana.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    const [digests] =
      await world.owner`select count(*)::int as left from app.idempotency_keys where object_id = ${said.id}`;
    expect(digests!.left).toBe(0);
  });

  test("ends when it is closed, or with the one who made it where it was made so; it is not put aside", async () => {
    const { id: closed } = await incognito("numbatclosed", ben);
    await sendMessage(ben.ctx, { room_id: closed, content: { body: "numbatclosed" } });
    await expectRefusal(archiveRoom(ana.ctx, { room_id: closed }), "SW_ROOM_TYPE_INVARIANT");
    await expectRefusal(closeRoom(ben.ctx, { room_id: closed }), "SW_ROOM_FORBIDDEN");
    await holds(() => closeRoom(ana.ctx, { room_id: closed }));
    expect(await whereIs("numbatclosed")).toEqual([]);

    const made = await createRoom(ana.ctx, { name: "quollspawned", room_type: "incognito", closes_with_creator: true });
    await inviteToRoom(ana.ctx, { room_id: made.id, participant_id: idOf(ben) });
    await joinRoom(ben.ctx, { room_id: made.id });
    await holds(() => leaveRoom(ana.ctx, { room_id: made.id }));
    await expectRefusal(getRoom(ben.ctx, { room_id: made.id }), "SW_ROOM_NOT_FOUND");
    expect(await whereIs("quollspawned")).toEqual([]);
  });
});

test("a room that is deleted is closed, found by nobody, and its words are in no table", async () => {
  const { id: room_id } = await createRoom(ana.ctx, {
    name: "wombatgone",
    room_type: "public",
    room_alias: "wombatgone",
  });
  await joinRoom(ben.ctx, { room_id });
  await sendMessage(ben.ctx, { room_id, content: { body: "wombatgone" } });
  await expectRefusal(deleteRoom(ben.ctx, { room_id }), "SW_ROOM_FORBIDDEN");
  expect(await whereIs("wombatgone")).toContain("app.events");
  await holds(() => deleteRoom(ana.ctx, { room_id }));
  expect(await whereIs("wombatgone")).toEqual([]);
  for (const person of [ana, ben]) await expectRefusal(getRoom(person.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
  expect(await createRoom(ben.ctx, { name: "Heir", room_alias: "wombatgone" })).toMatchObject({
    room_alias: "wombatgone",
  });
});
