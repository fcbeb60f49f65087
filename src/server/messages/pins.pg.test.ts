import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { maxPins } from "#/domain/messages/pins.ts";
import { listPins, orderPins, pinMessage, unpinMessage } from "#/server/messages/pins.ts";
import { redactMessage } from "#/server/messages/redact-message.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { joinRoom } from "#/server/rooms/membership.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { expectSyncLaw, snapshot } from "../../../tests/support/sync-law.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let outsider: Person;
let stranger: Person;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben, outsider] = [await world.person("ana"), await world.person("ben"), await world.person("olga")];
  stranger = await (await world.tenant("acme")).person("ana");
});
afterAll(() => world.drop());

const holds = <T>(action: () => Promise<T>): Promise<T> => {
  world.clock.advance(1000);
  return expectSyncLaw(ana.ctx, () => expectSyncLaw(ben.ctx, action));
};

/** A room of Ana's with Ben in it and so many messages. */
async function roomWith(count: number): Promise<{ room_id: string; ids: string[] }> {
  const { id: room_id } = await createRoom(ana.ctx, { name: "board", room_type: "public" });
  await joinRoom(ben.ctx, { room_id });
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    ids.push((await sendMessage(ben.ctx, { room_id, content: { body: `note ${n}` } })).id);
  }
  return { room_id, ids };
}
const shown = async (person: Person, room_id: string) =>
  (await listPins(person.ctx, { room_id })).items.map((pin) => pin.message.content.body);

describe("pins", () => {
  test("stand in the order in which they were pinned, or put, for everyone in the room", async () => {
    const { room_id, ids } = await roomWith(3);
    const [a, b, c] = ids as [string, string, string];
    for (const event_id of [c, a, b]) await holds(() => pinMessage(ana.ctx, { room_id, event_id }));
    expect(await shown(ben, room_id)).toEqual(["note 2", "note 0", "note 1"]);
    const head = await world.head();
    await pinMessage(ana.ctx, { room_id, event_id: a });
    expect(await world.head()).toBe(head);
    await holds(() => orderPins(ana.ctx, { room_id, event_ids: [b, absentId, b, c] }));
    expect(await shown(ben, room_id)).toEqual(["note 1", "note 2", "note 0"]);
    await holds(() => unpinMessage(ana.ctx, { room_id, event_id: c }));
    expect((await snapshot(ben.ctx)).views[room_id]!.pins.map((pin) => pin.event_id)).toEqual([b, a]);
    expect((await world.log(head)).map((event) => event.type)).toEqual(["swp.room.pins", "swp.room.pins"]);
  });

  test("need the power to pin; anyone who may read the room sees them", async () => {
    const { room_id, ids } = await roomWith(1);
    const target = { room_id, event_id: ids[0]! };
    for (const act of [pinMessage, unpinMessage]) {
      await expectRefusal(act(ben.ctx, target), "SW_ROOM_FORBIDDEN");
      await expectRefusal(act(outsider.ctx, target), "SW_NOT_MEMBER");
      await expectRefusal(act(stranger.ctx, target), "SW_ROOM_NOT_FOUND");
      await expectRefusal(act(ana.ctx, { room_id, event_id: absentId }), "SW_EVENT_NOT_FOUND");
      await act(ana.ctx, target);
    }
    await expectRefusal(orderPins(ben.ctx, { room_id, event_ids: [] }), "SW_ROOM_FORBIDDEN");
    expect(await shown(outsider, room_id)).toEqual([]);
    await expectRefusal(listPins(stranger.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
  });

  test("of a direct room are for either of the two", async () => {
    const { id: room_id } = await createDm(ana.ctx, { participant_id: ben.participant.id });
    const { id: event_id } = await sendMessage(ana.ctx, { room_id, content: { body: "ours" } });
    for (const person of [ana, ben]) {
      await holds(() => pinMessage(person.ctx, { room_id, event_id }));
      expect(await shown(ben, room_id)).toEqual(["ours"]);
      await holds(() => unpinMessage(person.ctx, { room_id, event_id }));
    }
    await expectRefusal(pinMessage(outsider.ctx, { room_id, event_id }), "SW_ROOM_NOT_FOUND");
  });

  test("lose what is removed, and take nothing that was", async () => {
    const { room_id, ids } = await roomWith(2);
    const [gone, stays] = ids as [string, string];
    for (const event_id of [gone, stays]) await pinMessage(ana.ctx, { room_id, event_id });
    await holds(() => redactMessage(ben.ctx, { room_id, event_id: gone }));
    expect(await shown(ana, room_id)).toEqual(["note 1"]);
    await expectRefusal(pinMessage(ana.ctx, { room_id, event_id: gone }), "SW_EVENT_NOT_FOUND");
  });

  test("meet a removal at the same time without pinning what is gone", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { room_id, ids } = await roomWith(2);
      await pinMessage(ana.ctx, { room_id, event_id: ids[0]! });
      await Promise.all([
        redactMessage(ben.ctx, { room_id, event_id: ids[0]! }),
        pinMessage(ana.ctx, { room_id, event_id: ids[1]! }),
      ]);
      expect(await shown(ana, room_id)).toEqual(["note 1"]);
    }
  });

  test("are at most a hundred", async () => {
    const { room_id, ids } = await roomWith(maxPins + 1);
    for (const event_id of ids.slice(0, maxPins)) await pinMessage(ana.ctx, { room_id, event_id });
    await expectRefusal(pinMessage(ana.ctx, { room_id, event_id: ids.at(-1)! }), "SW_BAD_REQUEST");
    expect(await shown(ana, room_id)).toHaveLength(maxPins);
  });
});
