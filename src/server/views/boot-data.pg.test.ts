import { afterAll, beforeAll, expect, test } from "vitest";
import { packOverview, unpackOverview } from "#/domain/views/pack.ts";
import { setDraft } from "#/server/messages/drafts.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { setPermissions } from "#/server/rooms/change-room.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { inviteToRoom, joinRoom } from "#/server/rooms/membership.ts";
import { muteRoom } from "#/server/rooms/own-settings.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { catchUp, snapshot } from "../../../tests/support/sync-law.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben] = [await world.person("ana"), await world.person("ben")];
  for (let number = 0; number < 48; number += 1) await world.person(`person-${number}`);
});
afterAll(() => world.drop());

/** What the page of someone begins with, as it is sent. */
async function bootOf(person: Person) {
  const { views: _views, threads: _threads, presence: _presence, ...overview } = await snapshot(person.ctx);
  return { overview, sent: JSON.stringify(packOverview(overview)) };
}

test("two hundred rooms with fifty people around them are told in less than 50 KB, before compression", async () => {
  const { id: workspace_id } = await createWorkspace(ana.ctx, { name: "Team" });
  for (let number = 0; number < 200; number += 1) {
    const { id: room_id } = await createRoom(ana.ctx, {
      name: `Project number ${number}`,
      workspace_id,
      room_type: number % 3 === 0 ? "public" : "group",
      ...(number % 2 === 0 ? { topic: "What is left until we are done" } : {}),
    });
    await inviteToRoom(ana.ctx, { room_id, participant_id: ben.participant.id });
    await joinRoom(ben.ctx, { room_id });
    const waiting = number % 4 === 0 ? 3 : 0;
    for (let line = 0; line < waiting; line += 1) await sendMessage(ana.ctx, { room_id, content: { body: "Hello" } });
  }
  const { overview, sent } = await bootOf(ben);
  expect(Object.keys(overview.rooms)).toHaveLength(200);
  expect(Object.values(overview.rooms).flatMap((room) => room.unread)).toHaveLength(150);
  expect(unpackOverview(JSON.parse(sent))).toStrictEqual(JSON.parse(JSON.stringify(overview)));
  expect(Buffer.byteLength(sent)).toBeLessThan(50_000);
}, 120_000);

test("a list of every kind of room is read as it was told, and stays true by events", async () => {
  const [cleo, dora] = [await world.person("cleo"), await world.person("dora")];
  const incognito = await createRoom(cleo.ctx, { name: "Hidden", room_type: "incognito", closes_with_creator: true });
  const dm = await createDm(cleo.ctx, { participant_id: dora.participant.id });
  await sendMessage(dora.ctx, { room_id: dm.id, content: { body: "@Cleo", mentions: [cleo.participant.id] } });
  const room = await createRoom(cleo.ctx, { name: "Plain", icon: "🚀", room_alias: "plain" });
  await setPermissions(cleo.ctx, { room_id: room.id, required_power: { pin: 20 } });
  await muteRoom(cleo.ctx, { room_id: room.id, muted_until: "9999-12-31T23:59:59.000Z" });
  await inviteToRoom(cleo.ctx, { room_id: room.id, participant_id: dora.participant.id });
  await setDraft(cleo.ctx, { room_id: incognito.id, content: { body: "Not yet" } });
  for (const person of [cleo, dora]) {
    const { overview, sent } = await bootOf(person);
    expect(unpackOverview(JSON.parse(sent))).toStrictEqual(JSON.parse(JSON.stringify(overview)));
  }
  const held = { ...unpackOverview(JSON.parse((await bootOf(dora)).sent)), views: {}, threads: {}, presence: {} };
  await joinRoom(dora.ctx, { room_id: room.id });
  await sendMessage(cleo.ctx, { room_id: room.id, content: { body: "Welcome" } });
  await catchUp(dora.ctx, held);
  expect(held).toMatchObject((await bootOf(dora)).overview);
});
