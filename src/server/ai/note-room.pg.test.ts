import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AskHost } from "#/server/ai/ask-once.ts";
import { asNote, noteRoom } from "#/server/ai/note-room.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { getNote } from "#/server/notes/get-note.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { addAi, bringIn } from "../../../tests/support/ai-world.ts";
import { demoHost } from "../../../tests/support/demo-host.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let eve: Person;
let bot: Person;
let host: AskHost;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben, eve] = [await world.person("ana"), await world.person("ben"), await world.person("eve")];
  bot = await addAi(world, "bot");
  host = demoHost(world);
});
afterAll(() => world.drop());

async function roomOf(more: object, ...guests: Person[]): Promise<string> {
  const { id } = await createRoom(ana.ctx, { name: "Invoices", ...more });
  await bringIn(world, ana, id, ...guests);
  return id;
}

describe("a note that an AI writes of a conversation", () => {
  test("is the asker's own, written by the AI, and knows its room", async () => {
    const room_id = await roomOf({}, ben, bot);
    await expectRefusal(noteRoom(host, ben.ctx, { room_id: await roomOf({}, ben, bot) }), "SW_BAD_REQUEST");
    await sendMessage(ana.ctx, { room_id, content: { body: "The invoice of March is due on Friday." } });
    const note = await noteRoom(host, ben.ctx, { room_id });
    expect(note).toMatchObject({
      workspace_id: ben.workspace.id,
      owner_id: ben.participant.id,
      updated_by: bot.participant.id,
      source_room_id: room_id,
      source_event_id: null,
    });
    expect((await getNote(ben.ctx, { note_id: note.id })).body).toMatch(/invoice/i);
    await expectRefusal(getNote(ana.ctx, { note_id: note.id }), "SW_NOTE_NOT_FOUND");
  });

  test("needs a place in the room, an AI there, and the right to write where it goes", async () => {
    const room_id = await roomOf({}, ben, bot);
    await sendMessage(ana.ctx, { room_id, content: { body: "words" } });
    await expectRefusal(noteRoom(host, eve.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(noteRoom(host, ana.ctx, { room_id: absentId }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(noteRoom(host, ana.ctx, { room_id, participant_id: ben.participant.id }), "SW_AI_NOT_FOUND");
    await expectRefusal(noteRoom(host, ana.ctx, { room_id: await roomOf({}, ben) }), "SW_AI_NOT_FOUND");
    const { id: workspace_id } = await createWorkspace(ana.ctx, { name: "Anas" });
    await expectRefusal(noteRoom(host, ben.ctx, { room_id, workspace_id }), "SW_WORKSPACE_NOT_FOUND");
    expect((await noteRoom(host, ana.ctx, { room_id, workspace_id })).workspace_id).toBe(workspace_id);
    const hush = await roomOf({ room_type: "incognito" }, bot);
    await expectRefusal(noteRoom(host, ana.ctx, { room_id: hush }), "SW_ROOM_TYPE_INVARIANT");
  });
});

test("of a model's answer the first heading is the title, and a fence around all of it goes", () => {
  expect(asNote("# **The plan**\n\nWe fly.", "Room")).toEqual({ title: "The plan", body: "We fly.\n" });
  expect(asNote("```markdown\n# Plan\nWe fly.\n```", "Room")).toEqual({ title: "Plan", body: "We fly.\n" });
  expect(asNote("We fly.\n# Later", "Room")).toEqual({ title: "Room", body: "We fly.\n# Later\n" });
});
