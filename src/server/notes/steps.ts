import { sql } from "drizzle-orm";
import { applySplices, spliceBetween } from "#/domain/notes/text-diff.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import type { NoteRow } from "#/server/notes/access.ts";

/** Of one note: an hour of typing without a pause, and no more than some texts of the largest size. */
const mostSteps = 2_000;
const mostPut = 4_000_000;
/** Only this often is it looked whether there are too many, or when one is large. */
const looksEach = 20;
const large = 50_000;

type Changed = { before: NoteRow; after: NoteRow };

/** Keeps a change backwards, inside its transaction, so that `textAt` finds what the note said before it. */
export function keepStep(tx: Writer, { before, after }: Changed): void {
  const back = spliceBetween(after.body, before.body) ?? { at: 0, remove: 0, insert: "" };
  tx.alongside(sql`
    insert into app.note_steps (tenant_id, note_id, version, title, place, taken, put, created_at)
    values (${tx.tenantId}, ${after.id}, ${before.version}, ${before.title}, ${back.at}, ${back.remove}, ${back.insert},
      ${after.updatedAt.toISOString()}::timestamptz)`);
  if (after.version % looksEach === 0 || back.insert.length > large) letGo(tx, after);
}

function letGo(tx: Writer, { id, version, updatedAt }: NoteRow): void {
  tx.alongside(sql`
    delete from app.note_steps s using (
      select version, sum(length(put)) over (order by version desc) as put from app.note_steps where note_id = ${id}
    ) counted
    where s.note_id = ${id} and counted.version = s.version and (
      s.version < ${version - mostSteps} or counted.put > ${mostPut}
      or s.created_at < ${updatedAt.toISOString()}::timestamptz - interval '1 day')`);
}

type Step = { version: number; title: string; place: number; taken: number; put: string };

/** Title and text that a note had at an earlier version; null where the steps do not lead back to it any more. */
export async function textAt(
  tx: Reader,
  now: Pick<NoteRow, "id" | "body" | "version">,
  version: number,
): Promise<Pick<NoteRow, "title" | "body"> | null> {
  const steps = await tx.rows<Step>(sql`
    select version::float8 as version, title, place, taken, put from app.note_steps
    where note_id = ${now.id} and version >= ${version} and version < ${now.version} order by version desc`);
  const last = steps.at(-1);
  // One for each version: one that is missing may have changed anything.
  if (!last || steps.length !== now.version - version) return null;
  const body = steps.reduce(
    (text, { place, taken, put }) => applySplices(text, [{ at: place, remove: taken, insert: put }]),
    now.body,
  );
  return { title: last.title, body };
}
