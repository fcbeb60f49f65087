import type { Doc } from "yjs";
import { writing } from "../../src/server/database/context.ts";
import { seeNote } from "../../src/server/notes/access.ts";
import { openDocument, rewrite, textOf } from "../../src/server/notes/document.ts";
import { keepVersion } from "../../src/server/notes/versions/keep-version.ts";
import { writeDocument } from "../../src/server/notes/write.ts";
import { createWorkspace } from "../../src/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "../../src/server/workspaces/members.ts";
import { makeWorld, type Person } from "./world.ts";

/** A workspace of Ana's in which Ben writes and Cleo reads; Dora is not in it. Drop the world when the file is done. */
export async function makeNoteStage() {
  const world = await makeWorld();
  const people = [];
  for (const name of ["ana", "ben", "cleo", "dora"]) people.push(await world.person(name));
  const [ana, ben, cleo, dora] = people as [Person, Person, Person, Person];
  const workspace = await createWorkspace(ana.ctx, { name: "Plans" });
  const join = ({ participant }: Person, role: "editor" | "viewer") =>
    addWorkspaceMember(ana.ctx, { workspace_id: workspace.id, participant_id: participant.id, role });
  await join(ben, "editor");
  await join(cleo, "viewer");
  return { world, ana, ben, cleo, dora, workspace, workspaceId: workspace.id };
}

/** Stores what somebody changed in their own copy, as the party's save does. Answers the note's version then. */
export function saveCopy({ ctx }: Person, noteId: string, change: (copy: Doc) => void): Promise<number> {
  const authorIds = [ctx.actor.participantId];
  return writing(ctx, async (tx) => {
    const { row } = await seeNote(tx, ctx.actor, noteId);
    const document = openDocument(row.state);
    change(document);
    const { row: after, events } = await writeDocument(tx, ctx, row, { document, authorIds });
    await keepVersion(tx, ctx, { before: row, after, authorIds });
    return tx.emit(events, () => after.version);
  });
}

/** The same for somebody who changes the text as they read it. */
export function typeInto(person: Person, noteId: string, change: (text: string) => string): Promise<number> {
  return saveCopy(person, noteId, (copy) => rewrite(copy, change(textOf(copy))));
}
