import { sql } from "drizzle-orm";
import type { Writer } from "#/server/database/transact.ts";

/** Says that the realtime door holds a note open: who writes in it, or only that it is so still. */
export function noteOpened(tx: Writer, noteId: string, now: Date, editorIds?: readonly string[]): void {
  const at = now.toISOString();
  const editors = `{${(editorIds ?? []).join(",")}}`;
  tx.alongside(sql`
    insert into app.note_openings (tenant_id, note_id, opened_at, seen_at, editors)
    values (${tx.tenantId}, ${noteId}, ${at}::timestamptz, ${at}::timestamptz, ${editors}::uuid[])
    on conflict (tenant_id, note_id) do update set seen_at = excluded.seen_at,
      editors = case when ${editorIds !== undefined} then excluded.editors else note_openings.editors end`);
}

/** Says that nobody has the note open any more. */
export function noteClosed(tx: Writer, noteId: string): void {
  tx.alongside(sql`delete from app.note_openings where note_id = ${noteId}`);
}
