import { afterAll, beforeAll, expect, test } from "vitest";
import { type RoomNotesInput, roomNotesInput } from "#/domain/notes/inputs.ts";
import { notePath } from "#/domain/notes/paths.ts";
import { editMessage } from "#/server/messages/edit-message.ts";
import { redactMessage } from "#/server/messages/redact-message.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { archiveNote } from "#/server/notes/archive-note.ts";
import { createNote } from "#/server/notes/create-note.ts";
import { noteFromMessages } from "#/server/notes/note-from-messages.ts";
import { listRoomNotes } from "#/server/notes/room-notes.ts";
import { updateNote } from "#/server/notes/update-note.ts";
import { setAlias } from "#/server/rooms/change-room.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { inviteToRoom, joinRoom } from "#/server/rooms/membership.ts";

import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "#/server/workspaces/members.ts";
import { following } from "../../../tests/support/following-notes.ts";
import { expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let followers: ReturnType<typeof following>;
let ana: Person;
let ben: Person;
let cleo: Person;
let plans: { id: string; slug: string };
let roomId: string;

beforeAll(async () => {
  world = await makeWorld();
  followers = following(world);
  [ana, ben, cleo] = [await world.person("ana"), await world.person("ben"), await world.person("cleo")];
  plans = await createWorkspace(ana.ctx, { name: "Plans" });
  await addWorkspaceMember(ana.ctx, { workspace_id: plans.id, participant_id: ben.participant.id, role: "viewer" });
  roomId = await roomOf("group");
});
afterAll(async () => {
  await followers.stop();
  await world.drop();
});

async function roomOf(room_type: "group" | "incognito"): Promise<string> {
  const { id } = await createRoom(ana.ctx, { workspace_id: plans.id, name: "Launch", room_type });
  await inviteToRoom(ana.ctx, { room_id: id, participant_id: ben.participant.id });
  return id;
}
const make = (title: string, more: object = {}) => {
  world.clock.advance(1_000);
  return createNote(ana.ctx, { workspace_id: plans.id, title, ...more });
};
const say = async (person: Person, body: string, room_id = roomId) => {
  world.clock.advance(1_000);
  return (await sendMessage(person.ctx, { room_id, content: { body } })).id;
};
const beside = async (person: Person, more: Partial<RoomNotesInput> = {}) =>
  (await listRoomNotes(person.ctx, roomNotesInput.parse({ room_id: roomId, ...more }))).map(
    ({ title, why, event_id }) => [title, why.join(), event_id] as const,
  );

test("beside a room stand the notes made from it, linked in it and linking to it, each once with why", async () => {
  await joinRoom(ben.ctx, { room_id: roomId });
  const linked = await make("Launch plan");
  const addressed = await make("Budget");
  const naming = await make("Index", { body: `Talk in [the room](/w/${plans.slug}/r/${roomId}).` });
  await make("Nothing to do with it", { body: "Words." });
  const first = await say(ben, "Is [[launch plan#Dates|the plan]] right?");
  const latest = await say(ana, "Yes, [[Launch plan]] is, and [[Nobody]] says no.");
  const both = await say(ben, `The ${notePath(plans.slug, addressed)} is missing, and \`[[Index]]\`.`);
  const saved = await noteFromMessages(ana.ctx, { workspace_id: plans.id, room_id: roomId, event_ids: [first] });
  await updateNote(ana.ctx, {
    note_id: saved.id,
    title: "Saved",
    base_version: 1,
    markdown: `/w/x/r/${roomId}`,
    on_conflict: "refuse",
  });
  const again = await say(ana, `See https://${ana.ctx.actor.serverName}:3000${notePath(plans.slug, saved)}`);
  const begun = await make("Begun here", { source_room_id: roomId });
  await followers.settled();

  expect(await beside(ben)).toEqual([
    ["Begun here", "saved", null],
    ["Saved", "saved,linked,links", again],
    ["Index", "links", null],
    ["Budget", "linked", both],
    ["Launch plan", "linked", latest],
  ]);
  expect(await beside(ben, { limit: 1, offset: 1 })).toEqual([["Saved", "saved,linked,links", again]]);
  expect(await beside(ben, { q: "plán LAUNCH" })).toEqual([["Launch plan", "linked", latest]]);

  // What was taken back links to nothing, and neither do words that were edited away; others' words still do.
  await redactMessage(ana.ctx, { room_id: roomId, event_id: latest });
  await editMessage(ben.ctx, { room_id: roomId, event_id: both, content: { body: "Never mind." } });
  await archiveNote(ana.ctx, { note_id: begun.id });
  await updateNote(ana.ctx, { note_id: naming.id, body: "Talk.", base_version: 1, on_conflict: "refuse" });
  await followers.settled();
  expect(await beside(ben)).toEqual([
    ["Saved", "saved,linked,links", again],
    ["Launch plan", "linked", first],
  ]);
  await editMessage(ben.ctx, { room_id: roomId, event_id: both, content: { body: "[[Budget]] after all." } });
  expect(await beside(ben)).toContainEqual(["Budget", "linked", both]);
  expect(linked.id).not.toBe(addressed.id);
});

test("a room's address is a link to it as soon as it has one", async () => {
  await make("By address", { body: "Over in /r/launch-talk." });
  await followers.settled();
  expect(await beside(ana, { q: "By address" })).toEqual([]);
  await setAlias(ana.ctx, { room_id: roomId, room_alias: "launch-talk" });
  expect(await beside(ana, { q: "By address" })).toEqual([["By address", "links", null]]);
});

test("one sees there what one may read, and nothing of a room that one is not in", async () => {
  const secret = (await createWorkspace(ana.ctx, { name: "Secret" })).id;
  await make("Pay rise", { workspace_id: secret, body: `/w/x/r/${roomId}` });
  await make("Still a draft", { status: "draft", source_room_id: roomId });
  await say(ana, "[[Pay rise]] and [[Still a draft]]");
  await followers.settled();
  expect(await beside(ana, { q: "r" })).toEqual(
    expect.arrayContaining([expect.arrayContaining(["Pay rise"]), expect.arrayContaining(["Still a draft"])]),
  );
  const seen = (await beside(ben)).map(([title]) => title);
  expect(seen).not.toContain("Pay rise");
  expect(seen).not.toContain("Still a draft");
  await expectRefusal(beside(cleo), "SW_ROOM_NOT_FOUND");
  await expectRefusal(createNote(cleo.ctx, { title: "Beside it", source_room_id: roomId }), "SW_ROOM_NOT_FOUND");
});

test("in an incognito room what was said before one came links to nothing, and no note is made beside it", async () => {
  const room_id = await roomOf("incognito");
  await make("Whispered");
  await say(ana, "[[Whispered]]", room_id);
  await joinRoom(ben.ctx, { room_id });
  const titles = async (person: Person) => (await beside(person, { room_id })).map(([title]) => title);
  expect([await titles(ana), await titles(ben)]).toEqual([["Whispered"], []]);
  await expectRefusal(make("Beside it", { source_room_id: room_id }), "SW_ROOM_TYPE_INVARIANT");
});
