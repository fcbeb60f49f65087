import { type SQL, sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { VersionReason } from "#/domain/notes/versions.ts";
import { diffTexts } from "#/domain/notes/versions-diff.ts";
import type {
  DiffVersionInput,
  ListVersionsInput,
  NoteDiff,
  NoteVersion,
  NoteVersionText,
  VersionInput,
} from "#/domain/notes/versions-schema.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { type Page, pageOf } from "#/server/database/page.ts";
import type { Reader } from "#/server/database/transact.ts";
import { type SeenNote, seeNote } from "#/server/notes/access.ts";

type VersionRow = {
  id: string;
  note_id: string;
  version: string;
  title: string;
  name: string | null;
  reason: VersionReason;
  authors: NoteVersion["authors"];
  size: number;
  created_at: Date | string;
};

/** The versions of a note that one may read, the newest first: those of drafts for editors alone. SW_NOTE_NOT_FOUND. */
export function listVersions(ctx: Context, input: ListVersionsInput): Promise<Page<NoteVersion>> {
  return reading(ctx, async (tx) => {
    const seen = await seeNote(tx, ctx.actor, input.note_id);
    return pageOf(input, ({ note_id, limit, offset }) =>
      select<VersionRow, NoteVersion>(
        tx,
        sql`where v.note_id = ${note_id} and ${shownTo(seen)} order by v.version desc limit ${limit} offset ${offset}`,
        toVersion,
      ),
    );
  });
}

/** One version with its whole text. SW_NOTE_NOT_FOUND, SW_NOTE_VERSION_NOT_FOUND. */
export function readVersion(ctx: Context, input: VersionInput): Promise<NoteVersionText> {
  return reading(ctx, async (tx) => {
    return findVersion(tx, await seeNote(tx, ctx.actor, input.note_id), input.version_id);
  });
}

/** What changed from one version to another, or to now. SW_NOTE_NOT_FOUND, SW_NOTE_VERSION_NOT_FOUND. */
export async function diffVersion(ctx: Context, { note_id, version_id, against }: DiffVersionInput): Promise<NoteDiff> {
  const [before, after] = await reading(ctx, async (tx) => {
    const seen = await seeNote(tx, ctx.actor, note_id);
    const from = await findVersion(tx, seen, version_id);
    const to = against ? await findVersion(tx, seen, against) : null;
    const { row } = seen;
    return [from, { version: to, title: to?.title ?? row.title, markdown: to?.markdown ?? row.body }] as const;
  });
  return {
    from: withoutText(before),
    to: after.version && withoutText(after.version),
    titles: { from: before.title, to: after.title },
    ...diffTexts(before.markdown, after.markdown),
  };
}

/** A version of a note as the one sees it who has seen the note. SW_NOTE_VERSION_NOT_FOUND. */
export async function findVersion(tx: Reader, seen: SeenNote, versionId: string): Promise<NoteVersionText> {
  const [found] = await select<VersionRow & { body: string }, NoteVersionText>(
    tx,
    sql`where v.note_id = ${seen.row.id} and v.id = ${versionId} and ${shownTo(seen)}`,
    (row) => ({ ...toVersion(row), markdown: row.body }),
    sql`, v.body`,
  );
  if (!found) throw new SwError("SW_NOTE_VERSION_NOT_FOUND");
  return found;
}

/** What a note said as a draft stays with those who may read drafts, also when it has been published since. */
const shownTo = ({ role }: SeenNote): SQL => (role === "viewer" ? sql`not v.draft` : sql`true`);

export function withoutText({ markdown: _, ...version }: NoteVersionText): NoteVersion {
  return version;
}

async function select<Row, T>(tx: Reader, which: SQL, of: (row: Row) => T, more: SQL = sql``): Promise<T[]> {
  const rows = await tx.rows<Row>(sql`
    select v.id, v.note_id, v.version, v.title, v.name, v.reason, octet_length(v.body) as size, v.created_at,
      coalesce((
        select jsonb_agg(jsonb_build_object('participant_id', p.id, 'display_name', p.display_name) order by a.place)
        from unnest(v.author_ids) with ordinality as a(id, place) join app.participants p on p.id = a.id
      ), '[]'::jsonb) as authors ${more}
    from app.note_versions v ${which}`);
  return rows.map(of);
}

function toVersion(row: VersionRow): NoteVersion {
  const { id, note_id, title, name, reason, authors, size } = row;
  const created_at = new Date(row.created_at).toISOString();
  return { id, note_id, version: Number(row.version), title, name, reason, authors, size, created_at };
}
