import { NoteClient } from "../../party/testing/note-client.ts";
import { notePath } from "../../src/domain/notes/contract.ts";
import { reading } from "../../src/server/database/context.ts";
import { startSession } from "../../src/server/identity/sessions.ts";
import { issueTicket } from "../../src/server/identity/stream-ticket.ts";
import { seeNote } from "../../src/server/notes/access.ts";
import { createNote } from "../../src/server/notes/create-note.ts";
import { createWorkspace } from "../../src/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "../../src/server/workspaces/members.ts";
import type { Person } from "../support/world.ts";
import { acting, goLive, type Live } from "./support.ts";

/** Ana, who owns a workspace, Ben, who edits in it, and Cleo, who reads, all over the real live path. */
export type NoteLive = Live & { ana: Person; ben: Person; cleo: Person; workspaceId: string };

export async function goLiveWithNotes(): Promise<NoteLive> {
  const live = await goLive();
  const [ana, ben, cleo] = [
    await live.world.person("ana"),
    await live.world.person("ben"),
    await live.world.person("cleo"),
  ];
  const workspaceId = (await createWorkspace(acting(live, ana), { name: "Plans" })).id;
  for (const [person, role] of [
    [ben, "editor"],
    [cleo, "viewer"],
  ] as const) {
    const participant_id = person.participant.id;
    await addWorkspaceMember(acting(live, ana), { workspace_id: workspaceId, participant_id, role });
  }
  return { ...live, ana, ben, cleo, workspaceId };
}

export async function noteOf(live: NoteLive, body = ""): Promise<string> {
  return (await createNote(acting(live, live.ana), { workspace_id: live.workspaceId, title: "Plan", body })).id;
}

export type Ticket = { ticket: string; ctx: Person["ctx"] };

/** A new session of the person, and a ticket of it. */
export async function ticketOf(live: Live, person: Person): Promise<Ticket> {
  const session = await startSession(live.app.sessions, live.world.tenantId, person.participant.id, null);
  const base = acting(live, person);
  const ctx = { ...base, actor: { ...base.actor, sessionId: session.sessionId } };
  return { ticket: await issueTicket(ctx, live.app.newId()), ctx };
}

export const dial = (live: Live, noteId: string, ticket: string, headers: Record<string, string> = {}) =>
  live.party.connect(`?token=${ticket}`, headers, notePath(noteId));

export async function socketOf(live: Live, person: Person, noteId: string) {
  return dial(live, noteId, (await ticketOf(live, person)).ticket);
}

export async function open(live: Live, person: Person, noteId: string): Promise<NoteClient> {
  return new NoteClient(await socketOf(live, person, noteId)).ready();
}

export async function stored(live: NoteLive, noteId: string) {
  return (await reading(live.ana.ctx, (tx) => seeNote(tx, live.ana.ctx.actor, noteId))).row;
}
