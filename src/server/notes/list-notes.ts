import { type SQL, sql } from "drizzle-orm";
import type { ListNotesInput, ListOfWorkspaceInput } from "#/domain/notes/inputs.ts";
import type { CategoryCount, NoteSummary, TagCount } from "#/domain/notes/schema.ts";
import { type Context, reading } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { matching } from "#/server/notes/matching.ts";
import { readableNotes, summaryColumns } from "#/server/notes/read.ts";
import { seeWorkspace } from "#/server/workspaces/access.ts";

/**
 * The notes that one may read and that fit, pinned ones first, then the latest changed; archived ones only when asked for.
 * With words to look for, those that have all of them in their title come first. SW_WORKSPACE_NOT_FOUND.
 */
export function listNotes(ctx: Context, input: ListNotesInput): Promise<NoteSummary[]> {
  const words = matching(input.q);
  const wanted = [
    input.status ? sql`n.status = ${input.status}` : sql`n.status <> 'archived'`,
    input.category === undefined ? sql`true` : sql`n.category = ${input.category}`,
    input.pinned_only ? sql`n.pinned` : sql`true`,
    input.owner_id ? sql`n.owner_id = ${input.owner_id}` : sql`true`,
    input.source_room_id ? sql`n.source_room_id = ${input.source_room_id}` : sql`true`,
    ...(input.tag ?? []).map((tag) => sql`n.tags @> array[${tag}]::text[]`),
    words?.found ?? sql`true`,
  ];
  const latest = sql`n.pinned desc, n.updated_at desc, n.id desc`;
  return list(ctx, input, { where: all(wanted), order: words ? sql`${words.inTitle} desc, ${latest}` : latest });
}

/** Notes without a category that nobody has put away, the latest changed first. SW_WORKSPACE_NOT_FOUND. */
export function listInbox(ctx: Context, input: ListOfWorkspaceInput): Promise<NoteSummary[]> {
  const where = sql`n.category is null and n.status <> 'archived'`;
  return list(ctx, input, { where, order: sql`n.updated_at desc, n.id desc` });
}

/** The categories of notes that one may read and that are not archived, by name. SW_WORKSPACE_NOT_FOUND. */
export function listCategories(ctx: Context, input: ListOfWorkspaceInput): Promise<CategoryCount[]> {
  return reading(ctx, async (tx) => {
    await seeIfNamed(tx, ctx, input);
    return tx.rows<CategoryCount>(sql`
      select n.category, count(*)::int as count from ${readableNotes(ctx.actor)}
      where n.category is not null and n.status <> 'archived' and ${ofWorkspace(input)}
      group by n.category order by lower(n.category), n.category limit ${input.limit} offset ${input.offset}`);
  });
}

/** The tags of notes that one may read and that are not archived, the most used first. SW_WORKSPACE_NOT_FOUND. */
export function listTags(ctx: Context, input: ListOfWorkspaceInput): Promise<TagCount[]> {
  return reading(ctx, async (tx) => {
    await seeIfNamed(tx, ctx, input);
    return tx.rows<TagCount>(sql`
      select tag, count(*)::int as count from ${readableNotes(ctx.actor)} cross join lateral unnest(n.tags) as tag
      where n.status <> 'archived' and ${ofWorkspace(input)}
      group by tag order by count(*) desc, tag limit ${input.limit} offset ${input.offset}`);
  });
}

function list(
  ctx: Context,
  input: ListOfWorkspaceInput,
  { where, order }: { where: SQL; order: SQL },
): Promise<NoteSummary[]> {
  return reading(ctx, async (tx) => {
    await seeIfNamed(tx, ctx, input);
    return tx.rows<NoteSummary>(sql`
      select ${summaryColumns} from ${readableNotes(ctx.actor)}
      where ${where} and ${ofWorkspace(input)} order by ${order} limit ${input.limit} offset ${input.offset}`);
  });
}

async function seeIfNamed(tx: Reader, ctx: Context, { workspace_id }: { workspace_id?: string | undefined }) {
  if (workspace_id) await seeWorkspace(tx, ctx.actor, workspace_id);
}

function ofWorkspace({ workspace_id }: { workspace_id?: string | undefined }): SQL {
  return workspace_id ? sql`n.workspace_id = ${workspace_id}` : sql`true`;
}

const all = (conditions: SQL[]): SQL => sql.join(conditions, sql` and `);
