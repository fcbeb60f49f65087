import { sql } from "drizzle-orm";
import type { Database } from "#/server/database/connect.ts";
import { transact } from "#/server/database/transact.ts";
import { projectLinks } from "#/server/notes/links/project-links.ts";
import { listed } from "#/server/notes/links/visible.ts";
import { makeBlockId } from "#/server/todos/follow-notes.ts";
import { projectTodos } from "#/server/todos/project-todos.ts";

/** In one transaction: the log's other writers wait no longer than these take. */
const notesAtOnce = 10;

type Deps = { database: Database; now: () => Date; newId: () => string };

/**
 * Works the links and todos of every note of a tenant out of the texts again, for an index that was lost or is in doubt.
 * Where nothing was wrong nothing changes. Answers how many notes there are.
 */
export async function reindexNotes({ database, now, newId }: Deps, tenantId: string): Promise<number> {
  let done = 0;
  let last = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const ids = await transact(database, tenantId, now(), async (tx) => {
      const rows = await tx.rows<{ id: string }>(sql`
        select id from app.notes where id > ${last} order by id limit ${notesAtOnce}`);
      const ids = rows.map(({ id }) => id);
      await tx.rows(sql`
        delete from app.note_projections where note_id = any(array(select value::uuid from ${listed(ids)}))`);
      await projectLinks(tx, ids);
      const events = await projectTodos(tx, { now, newId, makeBlockId }, ids);
      return tx.emit(events, () => ids);
    });
    done += ids.length;
    if (ids.length < notesAtOnce) return done;
    last = ids.at(-1)!;
  }
}
