import { randomInt } from "node:crypto";
import { sql } from "drizzle-orm";
import type { LogEvent } from "#/domain/envelope.ts";
import type { Writer } from "#/server/database/transact.ts";
import { type FollowDeps, type Subscriber, startFollower } from "#/server/log/follow.ts";
import { noteLinks } from "#/server/notes/links/follow-links.ts";
import { type ProjectDeps, projectTodos } from "#/server/todos/project-todos.ts";

const isUpdate = (event: LogEvent): event is LogEvent<"swp.note.updated"> =>
  event.type === "swp.note.updated" && !event.forgotten;

const isMembership = (event: LogEvent): event is LogEvent<"swp.workspace.member"> =>
  event.type === "swp.workspace.member" && !event.forgotten;

/**
 * Keeps the index of todos as the texts are: each note of a batch is read once, in its newest version. Who comes into a
 * workspace, or leaves it, gets or loses what its notes give them.
 */
export function noteTodos(deps: ProjectDeps): Subscriber {
  return {
    name: "note-todos",
    begins: "start",
    wants: (event) => isUpdate(event) || isMembership(event),
    async handle(tx, events) {
      const ids = events.filter(isUpdate).flatMap(({ content }) => (content.deleted ? [] : [content.note_id]));
      for (const { workspace_id, content } of events.filter(isMembership)) {
        if (workspace_id) ids.push(...(await rereadFor(tx, workspace_id, content.participant_id)));
      }
      return projectTodos(tx, deps, [...new Set(ids)]);
    },
  };
}

/** Notes whose todos may change with someone's place in a workspace: marked as unread, and answered. */
async function rereadFor(tx: Writer, workspaceId: string, participantId: string): Promise<string[]> {
  const rows = await tx.rows<{ note_id: string }>(sql`
    delete from app.note_projections p using app.notes n, app.participants who
    where p.kind = 'todos' and n.id = p.note_id and n.workspace_id = ${workspaceId} and who.id = ${participantId}
      and (strpos(lower(n.body), '@' || who.local_id) > 0
        or exists (select from app.todos t where t.note_id = n.id and t.assignee_id = who.id))
    returning p.note_id`);
  return rows.map(({ note_id }) => note_id);
}

/** Starts what follows the texts of notes; answers how to stop it. */
export function followNotes(deps: FollowDeps & Pick<ProjectDeps, "newId">): () => Promise<void> {
  const stops = [startFollower(deps, noteLinks), startFollower(deps, noteTodos({ ...deps, makeBlockId }))];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

const letters = "abcdefghijklmnopqrstuvwxyz0123456789";

export const makeBlockId = (): string => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]!).join("");
