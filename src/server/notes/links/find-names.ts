import { sql } from "drizzle-orm";
import type { Reader } from "#/server/database/transact.ts";
import { listed, mayRead } from "#/server/notes/links/visible.ts";
import { isNotHidden } from "#/server/participants/read.ts";
import { participants } from "#/server/participants/tables.ts";

/** What a name stands for. */
export type Named =
  | { kind: "note"; id: string; title: string; slug: string }
  | { kind: "participant"; id: string; displayName: string };

export type Search = {
  /** By `linkKey`. */
  keys: readonly string[];
  /** Its notes come before those of other workspaces. */
  workspaceId: string | null;
  /** Who wrote the names: of other workspaces only what this one may see is meant. */
  authorId: string;
  /** Only what this one may see is found; null for what is not shown to anyone. */
  readerId: string | null;
};

/**
 * What bears these names: a note of the workspace by its title, then by an alias, then one of another workspace, then a
 * participant by local id or name. Of several notes one that is not archived, and the oldest. Names that nothing bears are
 * not in the answer.
 */
export async function findNames(tx: Reader, search: Search): Promise<Map<string, Named>> {
  const keys = [...new Set(search.keys)].filter((key) => key !== "");
  if (keys.length === 0) return new Map();
  const found = new Map<string, Named>();
  for (const { key, id, title, slug } of await notesNamed(tx, { ...search, keys })) {
    found.set(key, { kind: "note", id, title, slug });
  }
  const rest = keys.filter((key) => !found.has(key));
  for (const { key, id, name } of await peopleNamed(tx, rest)) {
    found.set(key, { kind: "participant", id, displayName: name });
  }
  return found;
}

function notesNamed(tx: Reader, { keys, workspaceId, authorId, readerId }: Search) {
  return tx.rows<{ key: string; id: string; title: string; slug: string }>(sql`
    with asked as (select value as key from ${listed(keys)}),
    named as (
      select asked.key, n.id, 0 as by from asked join app.notes n on lower(n.title) = asked.key
      union all
      select asked.key, a.note_id, 1 from asked join app.note_aliases a on a.key = asked.key
    )
    select distinct on (named.key) named.key, n.id, n.title, w.slug
    from named join app.notes n on n.id = named.id join app.workspaces w on w.id = n.workspace_id
    where (n.workspace_id = ${workspaceId}::uuid or ${mayRead(authorId)}) and ${readerId === null ? sql`true` : mayRead(readerId)}
    order by named.key, (n.workspace_id is distinct from ${workspaceId}::uuid), named.by, (n.status = 'archived'),
      n.created_at, n.id`);
}

function peopleNamed(tx: Reader, keys: readonly string[]): Promise<{ key: string; id: string; name: string }[]> {
  if (keys.length === 0) return Promise.resolve([]);
  return tx.rows(sql`
    select distinct on (asked.key) asked.key, ${participants}.id, ${participants}.display_name as name
    from (select value as key, ltrim(value, '@') as name from ${listed(keys)}) asked
    join ${participants} on lower(${participants}.local_id) = asked.name
      or (asked.key = asked.name and lower(${participants}.display_name) = asked.name)
    where ${participants}.deactivated_at is null and ${isNotHidden}
    order by asked.key, (lower(${participants}.local_id) <> asked.name), ${participants}.created_at, ${participants}.id`);
}
