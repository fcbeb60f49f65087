import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { NoteFromMessagesInput } from "#/domain/notes/inputs.ts";
import { listNotesInput } from "#/domain/notes/inputs.ts";
import { editMessage } from "#/server/messages/edit-message.ts";
import { redactMessage } from "#/server/messages/redact-message.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { getNote } from "#/server/notes/get-note.ts";
import { listNotes } from "#/server/notes/list-notes.ts";
import { noteFromMessages } from "#/server/notes/note-from-messages.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { inviteToRoom, joinRoom } from "#/server/rooms/membership.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "#/server/workspaces/members.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let cleo: Person;
let workspaceId: string;
let roomId: string;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben, cleo] = [
    await world.person("ana", { display_name: "Ana *Souza*" }),
    await world.person("ben"),
    await world.person("cleo"),
  ];
  workspaceId = (await createWorkspace(ana.ctx, { name: "Plans" })).id;
  await addWorkspaceMember(ana.ctx, { workspace_id: workspaceId, participant_id: ben.participant.id, role: "viewer" });
  roomId = await roomOf("group");
});
afterAll(() => world.drop());

async function roomOf(room_type: "group" | "incognito"): Promise<string> {
  const { id } = await createRoom(ana.ctx, { name: "Launch", room_type });
  await inviteToRoom(ana.ctx, { room_id: id, participant_id: ben.participant.id });
  await joinRoom(ben.ctx, { room_id: id });
  return id;
}
const say = async (person: Person, body: string, room_id = roomId) => {
  world.clock.advance(1_000);
  return (await sendMessage(person.ctx, { room_id, content: { body } })).id;
};
const save = (person: Person, event_ids: string[], more: Partial<NoteFromMessagesInput> = {}) =>
  noteFromMessages(person.ctx, { workspace_id: workspaceId, room_id: roomId, event_ids, ...more });

describe("a note of messages", () => {
  test("quotes them as they stand, in their order, with who said them and when, and knows where it is from", async () => {
    const first = await say(ana, "We fly on *Monday*.\n\n- [ ] Fuel");
    const gone = await say(ben, "never mind");
    const last = await say(ben, "Good!");
    await editMessage(ben.ctx, { room_id: roomId, event_id: last, content: { body: "Very good!" } });
    await redactMessage(ben.ctx, { room_id: roomId, event_id: gone });
    const note = await save(ana, [last, gone, first, first]);
    expect(note).toMatchObject({ source_room_id: roomId, source_event_id: first, title: "We fly on Monday. Fuel" });
    const at = new Date(world.clock.now().getTime() - 2_000).toISOString().slice(0, 16).replace("T", " ");
    const { body } = await getNote(ana.ctx, { note_id: note.id });
    expect(body).toBe(
      `> **Ana \\*Souza\\*** · ${at} UTC\n>\n> We fly on *Monday*.\n>\n> - [ ] Fuel\n\n> **Ben** · ${at} UTC\n>\n> Very good!\n`,
    );
    const listed = await listNotes(ben.ctx, listNotesInput.parse({ source_room_id: roomId }));
    expect(listed.map(({ id }) => id)).toContain(note.id);
    expect(await listNotes(cleo.ctx, listNotesInput.parse({ source_room_id: roomId }))).toEqual([]);
  });

  test("may be of a selection, and is made once for one key", async () => {
    const said = await say(ana, "A long story about fuel");
    const asked = { selection: "about fuel", title: "Fuel", event_uuid: world.newId() };
    const note = await save(ana, [said], asked);
    expect((await getNote(ana.ctx, { note_id: note.id })).body).toMatch(/\n> about fuel\n$/);
    expect((await save(ana, [said], asked)).id).toBe(note.id);
    await expectRefusal(save(ana, [said], { ...asked, title: "Other" }), "SW_IDEMPOTENCY_CONFLICT");
  });

  test("needs to read there and to write here, and of words that are there", async () => {
    const said = await say(ana, "words");
    await expectRefusal(save(cleo, [said]), "SW_ROOM_NOT_FOUND");
    await expectRefusal(save(ben, [said]), "SW_WORKSPACE_FORBIDDEN");
    expect((await save(ben, [said], { workspace_id: undefined })).workspace_id).toBe(ben.workspace.id);
    await expectRefusal(save(ana, [said, absentId]), "SW_EVENT_NOT_FOUND");
    const elsewhere = await say(ana, "elsewhere", await roomOf("group"));
    await expectRefusal(save(ana, [said, elsewhere]), "SW_EVENT_NOT_FOUND");
    await redactMessage(ana.ctx, { room_id: roomId, event_id: said });
    await expectRefusal(save(ana, [said]), "SW_EVENT_NOT_FOUND");
  });

  test("is never made of what was said in an incognito room", async () => {
    const room_id = await roomOf("incognito");
    const said = await say(ana, "hush", room_id);
    await expectRefusal(save(ana, [said], { room_id }), "SW_ROOM_TYPE_INVARIANT");
  });
});
