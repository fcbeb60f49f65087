import { randomInt } from "node:crypto";
import type { LogEvent } from "#/domain/envelope.ts";
import { type FollowDeps, type Subscriber, startFollower } from "#/server/log/follow.ts";
import { noteLinks } from "#/server/notes/links/follow-links.ts";
import { type ProjectDeps, projectTodos } from "#/server/todos/project-todos.ts";

const isUpdate = (event: LogEvent): event is LogEvent<"swp.note.updated"> =>
  event.type === "swp.note.updated" && !event.forgotten;

/** Keeps the index of todos as the texts are: each note of a batch is read once, in its newest version. */
export function noteTodos(deps: ProjectDeps): Subscriber {
  return {
    name: "note-todos",
    begins: "start",
    wants: isUpdate,
    handle(tx, events) {
      const ids = events.filter(isUpdate).flatMap(({ content }) => (content.deleted ? [] : [content.note_id]));
      return projectTodos(tx, deps, [...new Set(ids)]);
    },
  };
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
