import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { updateAiSettingsInput } from "#/domain/ai/inputs.ts";
import type { ErrorCode } from "#/domain/errors.ts";
import { listParticipantsInput } from "#/domain/participants/inputs.ts";
import { createWorkspaceInput } from "#/domain/workspaces/inputs.ts";
import { aiCards } from "#/server/ai/read-participants.ts";
import { updateAiSettings } from "#/server/ai/tenant-settings.ts";
import { engageAi } from "#/server/ai/turns/engage-ai.ts";
import { readConfig } from "#/server/config.ts";
import { reading } from "#/server/database/context.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { listParticipants } from "#/server/participants/list-participants.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { inviteToRoom, kickFromRoom } from "#/server/rooms/membership.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "#/server/workspaces/members.ts";
import { addAi, toolHost } from "../../../tests/support/ai-world.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let bot: Person;
let empty: string;
let room_id: string;

beforeAll(async () => {
  world = await makeWorld();
  ana = await world.person("ana", { roles: ["owner"] });
  ben = await world.person("ben");
  bot = await addAi(world, "bot");
});
afterAll(() => world.drop());
beforeEach(async () => {
  await hide(false);
  empty = (await createRoom(ana.ctx, { name: "empty" })).id;
  room_id = (await createRoom(ana.ctx, { name: "talk" })).id;
  await inviteToRoom(ana.ctx, { room_id, participant_id: bot.participant.id });
  for (const room of [empty, room_id]) await sendMessage(ana.ctx, { room_id: room, content: { body: "anyone?" } });
});

const hide = (hidden: boolean) =>
  updateAiSettings(
    ana.ctx,
    { instanceGateway: false, seal: () => Buffer.from("") },
    updateAiSettingsInput.parse({ hidden }),
  );
const listed = async (q: string) => (await listParticipants(ben.ctx, listParticipantsInput.parse({ q }))).length;

test("where the tenant hides AI nobody finds, invites, writes to or asks one: it is as one who never was", async () => {
  const host = { ...toolHost(world, []), config: readConfig({}) };
  await createDm(ana.ctx, { participant_id: bot.participant.id });
  expect([await listed("bot"), await listed("ben")]).toEqual([1, 1]);
  await hide(true);
  expect(await reading(ana.ctx, (tx) => aiCards(tx, false))).toEqual([]);
  expect([await listed("bot"), await listed("ben")]).toEqual([0, 1]);
  const { id: workspace_id } = await createWorkspace(ana.ctx, createWorkspaceInput.parse({ name: "Lab", slug: "lab" }));
  for (const participant_id of [bot.participant.id, absentId]) {
    const tries: [() => Promise<unknown>, ErrorCode][] = [
      [() => inviteToRoom(ana.ctx, { room_id: empty, participant_id }), "SW_PARTICIPANT_NOT_FOUND"],
      [() => createDm(ana.ctx, { participant_id }), "SW_PARTICIPANT_NOT_FOUND"],
      [() => createDm(ben.ctx, { participant_id }), "SW_PARTICIPANT_NOT_FOUND"],
      [() => addWorkspaceMember(ana.ctx, { workspace_id, participant_id, role: "editor" }), "SW_PARTICIPANT_NOT_FOUND"],
      [() => engageAi(ana.ctx, host, { room_id: empty, participant_id }), "SW_AI_NOT_FOUND"],
      [() => engageAi(ana.ctx, host, { room_id, participant_id }), "SW_AI_NOT_FOUND"],
    ];
    for (const [attempt, code] of tries) await expectRefusal(attempt(), code);
  }
});

test("people are met as ever, and an AI that is in a room can still be taken out of it", async () => {
  await hide(true);
  expect(await createDm(ana.ctx, { participant_id: ben.participant.id })).toMatchObject({ room_type: "dm" });
  expect(await inviteToRoom(ana.ctx, { room_id, participant_id: ben.participant.id })).toMatchObject({
    membership: "invite",
  });
  expect(await kickFromRoom(ana.ctx, { room_id, participant_id: bot.participant.id })).toMatchObject({
    membership: "leave",
  });
});

test("once it is shown again everything is as before", async () => {
  await hide(true);
  await hide(false);
  expect(await listed("bot")).toBe(1);
  const participant_id = bot.participant.id;
  expect(await inviteToRoom(ana.ctx, { room_id: empty, participant_id })).toMatchObject({ membership: "join" });
  expect(await createDm(ben.ctx, { participant_id })).toMatchObject({ room_type: "dm" });
});
