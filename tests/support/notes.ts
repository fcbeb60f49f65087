import { sql } from "drizzle-orm";
import { createRelativePositionFromTypeIndex, encodeRelativePosition } from "yjs";
import { textName } from "../../src/domain/notes/bounds.ts";
import { writing } from "../../src/server/database/context.ts";
import { createNote } from "../../src/server/notes/create-note.ts";
import { newDocument } from "../../src/server/notes/document.ts";
import type { Person } from "./world.ts";

/** The beginning of any note. */
const start = encodeRelativePosition(createRelativePositionFromTypeIndex(newDocument("").getText(textName), 0, -1));

/** Each note has this todo, so that the answer about a note is not for want of it. */
export const blockId = "todo-r9k4f";

/** A note with a todo, a comment and a suggestion. What follows from its text is written here: where nothing follows the log, nobody else does. */
export async function noteOf({ ctx }: Person, workspaceId: string) {
  const { tenantId, participantId } = ctx.actor;
  const body = `- [ ] Call Ana ^${blockId}\n`;
  const note = await createNote(ctx, { workspace_id: workspaceId, title: "Launch plan", body });
  const [comment_id, suggestion_id] = [ctx.newId(), ctx.newId()];
  return writing(ctx, async (tx) => {
    await tx.rows(sql`
      insert into app.todos (tenant_id, note_id, block_id, workspace_id, ordinal, line, text, done, created_at)
      values (${tenantId}, ${note.id}, ${blockId}, ${workspaceId}, 0, 0, 'Call Ana', false, now())
      on conflict do nothing`);
    await tx.rows(sql`
      insert into app.note_comments (tenant_id, id, note_id, author_id, body, created_at)
      values (${tenantId}, ${comment_id}, ${note.id}, ${participantId}, 'Who calls?', now())`);
    await tx.rows(sql`
      insert into app.note_suggestions (tenant_id, id, note_id, author_id, asker_id, ordinal, created_at, before, after,
        anchor_from, anchor_to)
      values (${tenantId}, ${suggestion_id}, ${note.id}, ${participantId}, ${participantId}, 0, now(), '', 'Call Ben',
        ${Buffer.from(start)}, ${Buffer.from(start)})`);
    const [version] = await tx.rows<{ id: string }>(sql`select id from app.note_versions where note_id = ${note.id}`);
    return tx.emit([], () => ({ note_id: note.id, comment_id, suggestion_id, version_id: version!.id }));
  });
}
