import { sql } from "drizzle-orm";
import { maxVersions } from "#/domain/notes/bounds.ts";
import { type KeptVersion, type VersionReason, versionReason, versionsToDrop } from "#/domain/notes/versions.ts";
import type { Context } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";
import type { NoteRow } from "#/server/notes/access.ts";

type Around = Pick<Context, "now" | "newId">;

/** Of the whole tenant, in five minutes or since a version that got a name long ago. */
const maxEventsRead = 5_000;

/** A change of a note's text that was just stored, inside the same transaction, under the lock of the note's row. */
export type StoredChange = {
  before: NoteRow;
  after: NoteRow;
  /** Who wrote, the last one last. */
  authorIds: readonly string[];
  /** For what is no typing: a write by a program, the restore of a version, an import over a note. */
  by?: "api" | "restore" | "import";
};

/**
 * Keeps the text as it was before a change, when it is worth going back to (`versionReason`), and lets go of versions
 * that there are too many of. Does nothing when the text stayed the same. Answers whether it kept one.
 */
export async function keepVersion(tx: Writer, around: Around, change: StoredChange): Promise<boolean> {
  const { before, after, authorIds, by } = change;
  if (before.body === after.body && by !== "restore") return false;
  const recent = await recentVersions(tx, before.id);
  const { version, updatedAt, updatedBy } = before;
  const now = around.now();
  const [last] = recent;
  if (last?.version === version) {
    // `created_at` is until when the note said this; a name says when it was given.
    if (last.name === null) {
      tx.alongside(
        sql`update app.note_versions set created_at = ${now.toISOString()}::timestamptz where id = ${last.id}`,
      );
    }
    return false;
  }
  const reason = versionReason({ version, updatedAt, updatedBy, now, authorIds, by }, recent);
  if (!reason) return false;
  return storeVersion(tx, around, { row: before, reason, name: null, last });
}

/**
 * Stores the text that a note has as a version, for what asks for it by itself. Nothing when the last version says the
 * same already. Answers whether it did.
 */
export async function storeVersion(
  tx: Writer,
  { now, newId }: Around,
  kept: { row: NoteRow; reason: VersionReason; name: string | null; last: KeptVersion | undefined; id?: string },
): Promise<boolean> {
  const { row, reason, name, last } = kept;
  const authorIds = await authorsSince(tx, row, last);
  const inserted = await tx.rows<{ id: string }>(sql`
    insert into app.note_versions (tenant_id, id, note_id, version, title, body, author_ids, reason, name, draft, created_at)
    select ${tx.tenantId}, ${kept.id ?? newId()}, ${row.id}, ${row.version}::bigint, ${row.title}, ${row.body},
      ${`{${authorIds.join(",")}}`}::uuid[], ${reason}, ${name}::text, ${row.status === "draft"},
      ${now().toISOString()}::timestamptz
    where ${name !== null} or not exists (
      select 1 from app.note_versions
      where id = ${last?.id ?? null}::uuid and body = ${row.body} and title = ${row.title}
        and draft = ${row.status === "draft"})
    returning id`);
  if (inserted.length > 0) await thinOut(tx, row.id, now());
  return inserted.length > 0;
}

type VersionMeta = {
  id: string;
  version: string;
  created_at: Date | string;
  author_ids: string[];
  reason: VersionReason;
  name: string | null;
};

/** The newest versions without their texts, newest first. */
export async function recentVersions(tx: Writer, noteId: string, limit = 20): Promise<KeptVersion[]> {
  const rows = await tx.rows<VersionMeta>(sql`
    select id, version, created_at, author_ids, reason, name from app.note_versions
    where note_id = ${noteId} order by version desc limit ${limit}`);
  return rows.map(({ created_at, author_ids, version, ...row }) => ({
    ...row,
    version: Number(version),
    createdAt: new Date(created_at),
    authorIds: author_ids,
  }));
}

/**
 * Who wrote the text since the version before it. While someone writes a version is kept each five minutes, so what the
 * log says of these five minutes after it is all there is to know; ids of events carry their time.
 */
async function authorsSince(tx: Writer, row: NoteRow, last: KeptVersion | undefined): Promise<string[]> {
  if (!last) return [row.updatedBy];
  const found = await tx.rows<{ author_id: string }>(sql`
    select distinct jsonb_array_elements_text(told.content -> 'author_ids') as author_id from (
      select type, content from app.events
      where id between ${floorOf(last.createdAt)} and ${floorOf(new Date(row.updatedAt.getTime() + 1000))}
      order by id desc limit ${maxEventsRead}) as told
    where told.type = 'swp.note.updated' and told.content ->> 'note_id' = ${row.id}
      and told.content -> 'version' > to_jsonb(${last.version}::bigint)
    limit 100`);
  const others = found.map(({ author_id }) => author_id).filter((id) => id !== row.updatedBy);
  return [...others.slice(0, 99), row.updatedBy];
}

/** The lowest UUIDv7 of that millisecond. */
function floorOf(at: Date): string {
  const time = Math.max(at.getTime(), 0).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}

async function thinOut(tx: Writer, noteId: string, now: Date): Promise<void> {
  const dropped = versionsToDrop(await recentVersions(tx, noteId, maxVersions + 100), now);
  if (dropped.length === 0) return;
  await tx.rows(sql`
    delete from app.note_versions where note_id = ${noteId} and id = any(${`{${dropped.join(",")}}`}::uuid[])`);
}
