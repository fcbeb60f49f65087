import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { editMessage } from "../../src/server/messages/edit-message.ts";
import { markRead } from "../../src/server/messages/mark-read.ts";
import { addReaction, removeReaction } from "../../src/server/messages/react.ts";
import { redactMessage } from "../../src/server/messages/redact-message.ts";
import { sendMessage } from "../../src/server/messages/send-message.ts";
import { archiveNote, deleteNoteForever } from "../../src/server/notes/archive-note.ts";
import { createNote } from "../../src/server/notes/create-note.ts";
import { moveNote } from "../../src/server/notes/manage-note.ts";
import { updateNote } from "../../src/server/notes/update-note.ts";
import { updateProfile } from "../../src/server/participants/update-profile.ts";
import { setPresence } from "../../src/server/presence/set-presence.ts";
import { createDm } from "../../src/server/rooms/create-dm.ts";
import { createRoom } from "../../src/server/rooms/create-room.ts";
import { inviteToRoom, joinRoom, kickFromRoom, leaveRoom } from "../../src/server/rooms/membership.ts";
import { renameRoom, setTopic } from "../../src/server/rooms/rename-room.ts";
import { createWorkspace } from "../../src/server/workspaces/create-workspace.ts";
import { addWorkspaceMember, changeWorkspaceRole, removeWorkspaceMember } from "../../src/server/workspaces/members.ts";
import { updateWorkspace } from "../../src/server/workspaces/update-workspace.ts";
import { catchUp, expectSyncLaw, snapshot } from "./sync-law.ts";
import { makeWorld, type Person, type World } from "./world.ts";

let world: World;
let ana: Person;
let ben: Person;
let cleo: Person;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben, cleo] = [await world.person("ana"), await world.person("ben"), await world.person("cleo")];
});
afterAll(() => world.drop());

const idOf = (person: Person) => person.participant.id;

/** Holds for the one who acts, for one who is acted on or sits beside, and for one who is not concerned. */
async function holds<T>(action: () => Promise<T>): Promise<T> {
  world.clock.advance(1000);
  return expectSyncLaw(ana.ctx, () => expectSyncLaw(ben.ctx, () => expectSyncLaw(cleo.ctx, action)));
}

describe("old snapshot + events = fresh snapshot", () => {
  test("of a group: created, invited to, joined, talked in, renamed, kicked from, left", async () => {
    const { id: room_id } = await holds(() => createRoom(ana.ctx, { name: "Plans", topic: "Next" }));
    for (const person of [ben, cleo]) {
      await holds(() => inviteToRoom(ana.ctx, { room_id, participant_id: idOf(person) }));
      await holds(() => joinRoom(person.ctx, { room_id }));
    }
    await holds(() => sendMessage(ben.ctx, { room_id, content: { body: "Hello" } }));
    await holds(() => renameRoom(ana.ctx, { room_id, name: "Renamed" }));
    await holds(() => setTopic(ana.ctx, { room_id, topic: null }));
    await holds(() => kickFromRoom(ana.ctx, { room_id, participant_id: idOf(cleo) }));
    await holds(() => inviteToRoom(ana.ctx, { room_id, participant_id: idOf(cleo) }));
    await holds(() => renameRoom(ana.ctx, { room_id, name: "Renamed again" }));
    await holds(() => setTopic(ana.ctx, { room_id, topic: "For the invited too" }));
    await holds(() => leaveRoom(cleo.ctx, { room_id }));
    await holds(() => leaveRoom(ana.ctx, { room_id }));
    expect((await snapshot(ben.ctx)).rooms[room_id]).toMatchObject({ name: "Renamed again", power_level: 100 });
  });

  test("of notes: a page holds none of them, and whatever happens to them its position moves on", async () => {
    const { id: workspace_id } = await holds(() => createWorkspace(ana.ctx, { name: "Notes" }));
    const share = { workspace_id, participant_id: idOf(ben), role: "viewer" as const };
    await holds(() => addWorkspaceMember(ana.ctx, share));
    const { id: note_id } = await holds(() => createNote(ana.ctx, { workspace_id, title: "Plan", status: "draft" }));
    const change = {
      note_id,
      body: "words",
      base_version: 1,
      status: "published" as const,
      on_conflict: "refuse" as const,
    };
    await holds(() => updateNote(ana.ctx, change));
    await holds(() => moveNote(ana.ctx, { note_id, workspace_id: ana.workspace.id }));
    await holds(() => archiveNote(ana.ctx, { note_id }));
    await holds(() => deleteNoteForever(ana.ctx, { note_id }));
  });

  test("of a public room and of a direct room", async () => {
    const { id: room_id } = await holds(() => createRoom(ana.ctx, { name: "Square", room_type: "public" }));
    await holds(() => joinRoom(ben.ctx, { room_id }));
    await holds(() => leaveRoom(ben.ctx, { room_id }));
    await holds(() => joinRoom(ben.ctx, { room_id }));
    const dm = await holds(() => createDm(ana.ctx, { participant_id: idOf(ben) }));
    await holds(() => sendMessage(ben.ctx, { room_id: dm.id, content: { body: "Hi" } }));
  });

  test("of words: said, answered, edited, reacted to, threaded, read, removed", async () => {
    const { id: room_id } = await createRoom(ana.ctx, { name: "Words", room_type: "public" });
    await joinRoom(ben.ctx, { room_id });
    const mentions = [idOf(ben)];
    const say = (person: Person, body: string, more: object = {}) =>
      holds(() => sendMessage(person.ctx, { room_id, content: { body, ...more } }));
    const root = await say(ana, "root", { mentions });
    const target = { room_id, event_id: root.id };
    await say(ben, "answer", { reply_to_event_id: root.id });
    await say(ben, "in the thread", { thread_root_id: root.id });
    const second = await say(ana, "in the thread too", { thread_root_id: root.id, mentions });
    await holds(() => editMessage(ana.ctx, { ...target, content: { body: "no mention any more" } }));
    await holds(() => editMessage(ana.ctx, { ...target, content: { body: "again one", mentions } }));
    for (const person of [ben, ana]) await holds(() => addReaction(person.ctx, { ...target, emoji: "👍" }));
    await holds(() => removeReaction(ben.ctx, { ...target, emoji: "👍" }));
    await holds(() => redactMessage(ana.ctx, { room_id, event_id: second.id, reason: "twice" }));
    await holds(() => redactMessage(ana.ctx, { ...target }));
    const last = await say(ana, "last");
    await holds(() => markRead(ben.ctx, { room_id, event_id: last.id }));
    await holds(() => setPresence(ben.ctx, "busy"));
    expect((await snapshot(ben.ctx)).rooms[room_id]?.unread).toEqual([]);
  });

  test("of what was removed while one was away: a reply of a thread, and an edited answer", async () => {
    const { id: room_id } = await createRoom(ana.ctx, { name: "Away", room_type: "public" });
    await joinRoom(ben.ctx, { room_id });
    const say = (body: string, more: object = {}) => sendMessage(ana.ctx, { room_id, content: { body, ...more } });
    const root = await say("root");
    const held = await snapshot(ben.ctx);
    const reply = await say("reply", { thread_root_id: root.id });
    const answer = await say("answer", { reply_to_event_id: root.id });
    await editMessage(ana.ctx, { room_id, event_id: answer.id, content: { body: "better answer" } });
    for (const gone of [reply, answer]) await redactMessage(ana.ctx, { room_id, event_id: gone.id });
    await catchUp(ben.ctx, held);
    expect(held).toEqual(await snapshot(ben.ctx));
  });

  test("of a room with a past that one comes into and leaves", async () => {
    const { id: room_id } = await createRoom(ana.ctx, { name: "Past", room_type: "public" });
    await sendMessage(ana.ctx, { room_id, content: { body: "before" } });
    await holds(() => joinRoom(ben.ctx, { room_id }));
    await holds(() => sendMessage(ana.ctx, { room_id, content: { body: "after" } }));
    await holds(() => leaveRoom(ben.ctx, { room_id }));
  });

  test("of a workspace, its members and a person's name", async () => {
    const { id: workspace_id } = await holds(() => createWorkspace(ana.ctx, { name: "Studio" }));
    const member = { workspace_id, participant_id: idOf(ben) };
    await holds(() => addWorkspaceMember(ana.ctx, { ...member, role: "viewer" }));
    await holds(() => changeWorkspaceRole(ana.ctx, { ...member, role: "owner" }));
    await holds(() => updateWorkspace(ben.ctx, { workspace_id, name: "Atelier", icon: "🎨" }));
    await holds(() => removeWorkspaceMember(ben.ctx, { workspace_id, participant_id: idOf(ana) }));
    await holds(() => updateProfile(ben.ctx, { display_name: "Benedict" }));
  });

  test("is broken by a change that no event tells", async () => {
    const { id: room_id } = await createRoom(ana.ctx, { name: "Told" });
    const silently = async () => {
      await world.owner`update app.rooms set name = 'Untold' where id = ${room_id}`;
    };
    await expect(expectSyncLaw(ana.ctx, silently)).rejects.toThrow(/deeply equal/);
  });
});
