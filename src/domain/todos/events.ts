import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { noteStatuses } from "#/domain/notes/note.ts";

export const todoChanges = ["added", "status", "assigned", "due", "text", "removed"] as const;

export const todoEvents = {
  /** Todos of a note changed. Their words are read from the note's todos. Whoever is newly assigned is told in any case. */
  "swp.todo_change": z.object({
    note_id: id,
    status: z.enum(noteStatuses),
    todos: z.array(
      z.object({
        block_id: z.string(),
        done: z.boolean(),
        changed: z.array(z.enum(todoChanges)),
        assignee_id: z.nullable(id),
      }),
    ),
  }),
};
