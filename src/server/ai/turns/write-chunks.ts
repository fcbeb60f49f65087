import { sql } from "drizzle-orm";
import type { AiHost } from "#/server/ai/tools/host.ts";
import { array } from "#/server/database/array.ts";
import { transact } from "#/server/database/transact.ts";

/** Text that follows what was written of a turn before, in UTF-16 units from its start. */
export type NewChunk = {
  readonly turn_id: string;
  readonly attempt: number;
  readonly text_offset: number;
  readonly step: number;
  readonly text: string;
};

/**
 * Writes what turns of a tenant streamed, all in one statement, each only while it is at work in its attempt. One whose row
 * somebody holds at this moment is left for the next time: nobody waits for anybody here. Answers whose text was written,
 * and which of these turns, and of those in `watched`, are over.
 */
export async function writeChunks(
  host: AiHost,
  tenantId: string,
  chunks: readonly NewChunk[],
  watched: readonly { id: string; attempt: number }[],
): Promise<{ written: Set<string>; over: Set<string> }> {
  const attempts = new Map(watched.map(({ id, attempt }) => [id, attempt]));
  for (const { turn_id, attempt } of chunks) attempts.set(turn_id, attempt);
  const rows = await transact(host.database, tenantId, host.now(), async (tx) => {
    // Not awaited here: the commit follows it in the same round trip, and undoes it if it failed.
    const found = tx.rows<{ id: string; live: boolean; attempt: number; written: boolean }>(sql`
      with wanted as (
        select * from jsonb_to_recordset(${JSON.stringify(chunks)}::text::jsonb)
          as w(turn_id uuid, attempt int, text_offset int, step int, text text)
      ), live as (
        select t.id from app.ai_turns t
        where t.state = 'running'
          and exists (select from wanted w where w.turn_id = t.id and w.attempt = t.attempt)
        for share of t skip locked
      ), put as (
        insert into app.ai_turn_chunks (tenant_id, turn_id, text_offset, step, text)
        select ${tx.tenantId}, w.turn_id, w.text_offset, w.step, w.text from wanted w join live on live.id = w.turn_id
        returning turn_id
      )
      select t.id, t.state = 'running' as live, t.attempt, t.id in (select turn_id from put) as written
      from app.ai_turns t where t.id = any(${array([...attempts.keys()])}::uuid[])`);
    found.catch(() => {});
    return tx.emit([], () => found);
  });
  return {
    written: new Set(rows.filter(({ written }) => written).map(({ id }) => id)),
    over: new Set(rows.filter(({ id, live, attempt }) => !live || attempt !== attempts.get(id)).map(({ id }) => id)),
  };
}
