import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { workspaceSettingsInput } from "#/domain/workspaces/inputs.ts";
import { reading } from "#/server/database/context.ts";
import { seeNote } from "#/server/notes/access.ts";
import { createNote } from "#/server/notes/create-note.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { getRoom } from "#/server/rooms/list-rooms.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { deleteWorkspace } from "#/server/workspaces/delete-workspace.ts";
import { getWorkspace, listWorkspaces } from "#/server/workspaces/list-workspaces.ts";
import { addWorkspaceMember } from "#/server/workspaces/members.ts";
import { readSettings, updateSettings } from "#/server/workspaces/settings.ts";
import { expectRefusal } from "../../../tests/support/refusal.ts";
import { expectSyncLaw } from "../../../tests/support/sync-law.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let cleo: Person;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben, cleo] = [await world.person("ana"), await world.person("ben"), await world.person("cleo")];
});
afterAll(() => world.drop());

const holds = <T>(action: () => Promise<T>) =>
  expectSyncLaw(ana.ctx, () => expectSyncLaw(ben.ctx, () => expectSyncLaw(cleo.ctx, action)));

async function shared(name: string): Promise<string> {
  const { id: workspace_id } = await createWorkspace(ana.ctx, { name });
  await addWorkspaceMember(ana.ctx, { workspace_id, participant_id: ben.participant.id, role: "editor" });
  return workspace_id;
}

describe("deleting a workspace", () => {
  test("is for owners; an empty one is gone, and its address is free again", async () => {
    const workspace_id = await shared("Empty one");
    await expectRefusal(deleteWorkspace(ben.ctx, { workspace_id }), "SW_WORKSPACE_FORBIDDEN");
    await expectRefusal(deleteWorkspace(cleo.ctx, { workspace_id }), "SW_WORKSPACE_NOT_FOUND");
    await expectRefusal(deleteWorkspace(ana.ctx, { workspace_id: ana.workspace.id }), "SW_WORKSPACE_FORBIDDEN");
    expect(await holds(() => deleteWorkspace(ana.ctx, { workspace_id }))).toEqual({ archived: false });
    await expectRefusal(getWorkspace(ana.ctx, { workspace_id }), "SW_WORKSPACE_NOT_FOUND");
    await expectRefusal(deleteWorkspace(ana.ctx, { workspace_id }), "SW_WORKSPACE_NOT_FOUND");
    const mine = await listWorkspaces(ben.ctx, { limit: 200, offset: 0 });
    expect(mine.map((workspace) => workspace.id)).not.toContain(workspace_id);
    expect((await createWorkspace(ana.ctx, { name: "Empty one" })).slug).toBe("empty-one");
  });

  test("puts one with rooms aside; who is in them keeps them, and none is made in it", async () => {
    const workspace_id = await shared("Full one");
    const room = await createRoom(ben.ctx, { name: "Ours", workspace_id });
    expect(await holds(() => deleteWorkspace(ana.ctx, { workspace_id }))).toEqual({ archived: true });
    expect(await getRoom(ben.ctx, { room_id: room.id })).toMatchObject({ state: "open", workspace_id });
    await expectRefusal(createRoom(ben.ctx, { name: "More", workspace_id }), "SW_WORKSPACE_NOT_FOUND");
    expect((await createWorkspace(ana.ctx, { name: "Full one" })).slug).toBe("full-one-2");
  });

  test("puts one with notes aside, and nobody finds them there", async () => {
    const workspace_id = await shared("Written one");
    const { id } = await createNote(ben.ctx, { workspace_id, title: "Kept" });
    expect(await deleteWorkspace(ana.ctx, { workspace_id })).toEqual({ archived: true });
    await expectRefusal(
      reading(ben.ctx, (tx) => seeNote(tx, ben.ctx.actor, id)),
      "SW_NOTE_NOT_FOUND",
    );
  });
});

describe("settings of a workspace", () => {
  test("are read by members and changed by owners; what is left out stays, null is the default", async () => {
    const workspace_id = await shared("Settled");
    const change = { workspace_id, default_engagement_mode: "mention", todo_block_ids_enabled: false } as const;
    await expectRefusal(updateSettings(ben.ctx, change), "SW_WORKSPACE_FORBIDDEN");
    await expectRefusal(readSettings(cleo.ctx, { workspace_id }), "SW_WORKSPACE_NOT_FOUND");
    await updateSettings(ana.ctx, change);
    await updateSettings(ana.ctx, { workspace_id, theme: "calm" });
    expect(await readSettings(ben.ctx, { workspace_id })).toEqual({
      todo_block_ids_enabled: false,
      default_response_mode: null,
      default_engagement_mode: "mention",
      today_pinned_note_id: null,
      theme: "calm",
    });
    expect(await updateSettings(ana.ctx, { workspace_id, todo_block_ids_enabled: null })).toMatchObject({
      todo_block_ids_enabled: true,
      theme: "calm",
    });
  });

  test("take no key that the protocol does not know", () => {
    const workspace_id = "0199aaaa-0000-7000-8000-00000000dead";
    expect(workspaceSettingsInput.safeParse({ workspace_id, theme: "calm" }).success).toBe(true);
    for (const extra of [{ admin: true }, { today_pinned_note_id: workspace_id }, { default_response_mode: "shout" }]) {
      expect(workspaceSettingsInput.safeParse({ workspace_id, ...extra }).success).toBe(false);
    }
  });
});
