import { sql } from "drizzle-orm";
import { linkKey, linkNames } from "#/domain/notes/link-target.ts";
import { notePath } from "#/domain/notes/paths.ts";
import type { WikiResolution } from "#/domain/notes/schema.ts";
import type { Actor } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { findNames, type Named } from "#/server/notes/links/find-names.ts";
import { listed, mayRead } from "#/server/notes/links/visible.ts";

/**
 * What each name is that a note's text links to, for this reader, each once as it is typed. What they may not see is told
 * as what does not exist. Whether the actor may read the note itself is for the caller to have asked.
 */
export async function resolveWiki(tx: Reader, actor: Actor, noteId: string): Promise<WikiResolution[]> {
  const [note] = await tx.rows<{ body: string; workspace_id: string; updated_by: string }>(sql`
    select body, workspace_id, updated_by from app.notes where id = ${noteId}`);
  if (!note) return [];
  return resolveNames(tx, actor, linkNames(note.body), {
    workspaceId: note.workspace_id,
    source: { id: noteId, authorId: note.updated_by },
  });
}

/** Where names are written: in which workspace, and in a note, in which they may have had their meaning before. */
export type Place = { workspaceId: string | null; source: { id: string; authorId: string } | null };

/** What names are for this reader, each once as it is typed, in their order. */
export async function resolveNames(
  tx: Reader,
  actor: Actor,
  names: readonly string[],
  { workspaceId, source }: Place,
): Promise<WikiResolution[]> {
  const keys = names.map(linkKey);
  const me = actor.participantId;
  const kept = source ? await keptTargets(tx, { sourceId: source.id, keys, readerId: me }) : new Map<string, Named>();
  const found = await findNames(tx, {
    keys: keys.filter((key) => !kept.has(key)),
    workspaceId,
    authorId: source?.authorId ?? me,
    readerId: me,
  });
  return [...new Set(names)].map((name) => toResolution(name, kept.get(linkKey(name)) ?? found.get(linkKey(name))));
}

export function toResolution(name: string, named: Named | undefined): WikiResolution {
  if (!named) return { name, note_id: null, participant_id: null, title: null, path: null };
  if (named.kind === "participant") {
    return { name, note_id: null, participant_id: named.id, title: named.displayName, path: null };
  }
  return { name, note_id: named.id, participant_id: null, title: named.title, path: notePath(named.slug, named) };
}

/** The targets that the note's links had before: they stay, whatever the targets are called now. */
async function keptTargets(
  tx: Reader,
  { sourceId, keys, readerId }: { sourceId: string; keys: readonly string[]; readerId: string },
): Promise<Map<string, Named>> {
  if (keys.length === 0) return new Map();
  const rows = await tx.rows<{ key: string; id: string; title: string; slug: string }>(sql`
    select l.key, n.id, n.title, w.slug from app.note_links l
    join app.notes n on n.id = l.target_id join app.workspaces w on w.id = n.workspace_id
    where l.source_id = ${sourceId} and l.key in (select value from ${listed(keys)}) and ${mayRead(readerId)}`);
  return new Map(rows.map(({ key, ...note }) => [key, { kind: "note", ...note }]));
}
