import { sql } from "drizzle-orm";
import { linkKey } from "#/domain/notes/link-target.ts";
import { linkedNames, readLinks } from "#/domain/notes/links.ts";
import { roomsLinkedIn } from "#/domain/notes/note-mentions.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { findNames, type Named } from "#/server/notes/links/find-names.ts";
import { listed, mayRead } from "#/server/notes/links/visible.ts";

type Source = { id: string; body: string; version: string; workspace_id: string; updated_by: string };
type LinkRow = { key: string; name: string; target_id: string | null; participant_id: string | null; embeds: boolean };

/**
 * Brings the links of notes up to their texts as they are now. A link that has a target keeps it: the text still says the
 * old name of what was renamed. Those of a version that was read before are left alone.
 */
export async function projectLinks(tx: Writer, noteIds: readonly string[]): Promise<void> {
  if (noteIds.length === 0) return;
  const sources = await tx.rows<Source>(sql`
    select n.id, n.body, n.version, n.workspace_id, n.updated_by from app.notes n
    where n.id = any(array(select value::uuid from ${listed(noteIds)})) and not exists (
      select from app.note_projections p where p.note_id = n.id and p.kind = 'links' and p.version = n.version)
    order by n.id`);
  for (const source of sources) {
    await projectOne(tx, source);
    await tx.rows(sql`
      insert into app.note_projections (tenant_id, note_id, kind, version)
      values (${tx.tenantId}, ${source.id}, 'links', ${source.version})
      on conflict (tenant_id, note_id, kind) do update set version = excluded.version`);
  }
}

async function projectOne(tx: Writer, source: Source): Promise<void> {
  await projectRooms(tx, source);
  const wanted = linkedNames(readLinks(source.body));
  const before = new Map((await linksOf(tx, source.id)).map((row) => [row.key, row]));
  const named = await findNames(tx, {
    keys: wanted.flatMap(({ key }) => (before.get(key)?.target_id ? [] : [key])),
    workspaceId: source.workspace_id,
    authorId: source.updated_by,
    readerId: null,
  });
  const after = wanted.map((link) => ({ ...link, ...targetOf(before.get(link.key), named.get(link.key)) }));
  const changed = after.filter((link) => !isSame(before.get(link.key), link));
  const keys = new Set(after.map(({ key }) => key));
  const gone = [...before.keys()].filter((key) => !keys.has(key));
  if (gone.length > 0) {
    await tx.rows(sql`
      delete from app.note_links where source_id = ${source.id} and key in (select value from ${listed(gone)})`);
  }
  if (changed.length > 0) await writeLinks(tx, source.id, changed);
}

/** The rooms that a text links to. They are kept as they are written: a room may get the address later. */
async function projectRooms(tx: Writer, { id, body }: Source): Promise<void> {
  const rooms = listed(roomsLinkedIn(body));
  await tx.rows(sql`
    delete from app.note_room_links where source_id = ${id} and room not in (select value from ${rooms})`);
  await tx.rows(sql`
    insert into app.note_room_links (tenant_id, source_id, room) select ${tx.tenantId}, ${id}, value from ${rooms}
    on conflict do nothing`);
}

type Link = Omit<LinkRow, "key"> & { key: string };

function linksOf(tx: Reader, sourceId: string): Promise<LinkRow[]> {
  return tx.rows<LinkRow>(sql`
    select key, name, target_id, participant_id, embeds from app.note_links where source_id = ${sourceId}`);
}

function targetOf(
  before: LinkRow | undefined,
  named: Named | undefined,
): Pick<LinkRow, "target_id" | "participant_id"> {
  if (before?.target_id) return { target_id: before.target_id, participant_id: null };
  return {
    target_id: named?.kind === "note" ? named.id : null,
    participant_id: named?.kind === "participant" ? named.id : null,
  };
}

function isSame(before: LinkRow | undefined, { key: _, ...after }: Link): boolean {
  if (!before) return false;
  return (["name", "target_id", "participant_id", "embeds"] as const).every((field) => before[field] === after[field]);
}

async function writeLinks(tx: Writer, sourceId: string, links: readonly Link[]): Promise<void> {
  await tx.rows(sql`
    insert into app.note_links (tenant_id, source_id, key, name, target_id, participant_id, embeds)
    select ${tx.tenantId}, ${sourceId}, l.key, l.name, l.target_id, l.participant_id, l.embeds
    from jsonb_to_recordset(${JSON.stringify(links)}::text::jsonb)
      as l(key text, name text, target_id uuid, participant_id uuid, embeds boolean)
    on conflict (tenant_id, source_id, key) do update set
      name = excluded.name, target_id = excluded.target_id, participant_id = excluded.participant_id, embeds = excluded.embeds`);
}

/**
 * Lets links find the notes that have come by a name: those which say it and have no note for a target, in the note's
 * workspace or by someone who may see it.
 */
export async function claimNames(tx: Writer, noteIds: readonly string[]): Promise<void> {
  const named = await tx.rows<{ id: string; name: string }>(sql`
    select n.id, n.title as name from app.notes n where n.id = any(array(select value::uuid from ${listed(noteIds)}))
    union all
    select a.note_id, a.alias from app.note_aliases a where a.note_id = any(array(select value::uuid from ${listed(noteIds)}))`);
  for (const { id, name } of named) {
    await tx.rows(sql`
      update app.note_links l set target_id = n.id, participant_id = null
      from app.notes s, app.notes n
      where l.target_id is null and l.key = ${linkKey(name)} and s.id = l.source_id and n.id = ${id}
        and (s.workspace_id = n.workspace_id or ${mayRead(sql`s.updated_by`)})`);
  }
}

/**
 * What has to be done before a note is deleted for good: links to it become links that lead nowhere, which find the next note
 * of the name, instead of going with it.
 */
export async function releaseTarget(tx: Writer, noteId: string): Promise<void> {
  await tx.rows(sql`update app.note_links set target_id = null where target_id = ${noteId}`);
}
