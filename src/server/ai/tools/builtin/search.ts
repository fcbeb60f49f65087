import { type SQL, sql } from "drizzle-orm";
import { oneLine, quotes, sourceOf } from "#/server/ai/tools/builtin/words.ts";
import type { Plugin, PluginContext } from "#/server/ai/tools/plugin.ts";
import { reading } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";

/** How far back one question looks, over all rooms together. */
const maxLookedAt = 20_000;
const maxWords = 8;
const snippet = 300;

type Args = { query: string; limit?: number; from?: string; this_room_only?: boolean };
type Row = {
  id: string;
  room_id: string;
  thread_root_id: string | null;
  room_name: string | null;
  sender: string;
  at: string;
  body: string;
};

export const search: Plugin = {
  manifest: {
    id: "scaiwave.search",
    name: "Search",
    version: "1.0.0",
    description:
      "Finds messages that the asking person may read; in a room with others, only what all of them may read.",
    permissions: ["read_tenant"],
    injectsContext: false,
    scope: "private",
    onByDefault: true,
    tools: [
      {
        name: "search_messages",
        description:
          "Finds messages that contain all of the given words, newest first. Use it when somebody asks what was said, decided or shared earlier.",
        usage: "/search <words>",
        parameters: {
          type: "object",
          properties: {
            query: { type: "string", minLength: 1, maxLength: 200, description: "Words that the message contains" },
            from: { type: "string", maxLength: 80, description: "Name of who wrote it" },
            this_room_only: { type: "boolean" },
            limit: { type: "integer", minimum: 1, maximum: 20 },
          },
          required: ["query"],
          additionalProperties: false,
        },
        permissionsRequired: ["read_tenant"],
        sideEffects: false,
      },
    ],
  },
  executeTool: async (_tool, args, ctx) => {
    const found = await reading(ctx.asker, (tx) => find(tx, ctx, args as Args));
    if (found.length === 0) return "";
    const lines = found.map(
      ({ room_name, room_id, id, thread_root_id, sender, at, body }) =>
        `- ${at}, ${oneLine(sender, 80)} in “${oneLine(room_name ?? "a direct room", 80)}” (room ${room_id}, message ${id}): ${oneLine(body, snippet)} ${sourceOf(room_id, { id, thread_root_id })}`,
    );
    return `${quotes}\n${lines.join("\n")}`;
  },
};

function find(tx: Reader, ctx: PluginContext, { query, limit = 10, from, this_room_only }: Args): Promise<Row[]> {
  const words = query.split(/\s+/).filter(Boolean).slice(0, maxWords);
  const matches = words.map((word) => sql`body ilike ${contains(word)}`);
  const by = from
    ? sql`(sender ilike ${contains(from)} or local_id = ${from.replace(/^@/, "").toLowerCase()})`
    : sql`true`;
  return tx.rows<Row>(sql`
    with recent as (
      select m.id, m.room_id, m.thread_root_id, r.name as room_name, p.display_name as sender, p.local_id, e.stream_position,
        to_char(e.created_at at time zone 'utc', 'YYYY-MM-DD HH24:MI') as at,
        coalesce(edit.content->'content'->>'body', e.content->>'body', '') as body
      from app.messages m
      join app.events e on e.id = m.id
      left join app.events edit on edit.id = m.edit_event_id
      join app.rooms r on r.id = m.room_id
      join app.participants p on p.id = m.sender_id
      where m.redacted_at is null and e.forgotten_at is null and not e.do_not_index
        and e.content->>'msgtype' is distinct from 'swp.system'
        and m.room_id in (${readable(ctx, this_room_only === true)})
      order by e.stream_position desc limit ${maxLookedAt}
    )
    select id, room_id, thread_root_id, room_name, sender, at, body from recent
    where ${sql.join([by, ...matches], sql` and `)} order by stream_position desc limit ${limit}`);
}

/**
 * Rooms whose words may be in the answer: those that the asker may read, never incognito ones, and where others read the
 * answer, of other rooms only those that every person of this room may read too; where everyone may read it, those that
 * nobody is kept out of.
 */
function readable({ asker, roomId, shared }: PluginContext, thisRoomOnly: boolean): SQL {
  const others = sql`(not ${shared} or case when (select here.room_type from app.rooms here where here.id = ${roomId}) = 'public'
    then c.room_type = 'public' and c.read_role_slugs is null and not exists (
      select from app.room_members b where b.room_id = c.id and b.membership = 'ban')
    else not exists (
      select from app.room_members hm join app.participants hp on hp.id = hm.participant_id
      where hm.room_id = ${roomId} and hm.membership = 'join' and hp.participant_type not in ('model', 'agent', 'helper')
        and not (${mayRead(sql`hm.participant_id`)})) end)`;
  return sql`
    select c.id from app.rooms c
    where c.deleted_at is null and c.room_type <> 'incognito' and ${mayRead(sql`${asker.actor.participantId}::uuid`)}
      and (c.id = ${roomId} or (not ${thisRoomOnly} and ${others}))`;
}

/** Whether somebody may read the room `c`, as `can` of the domain says. */
function mayRead(person: SQL): SQL {
  return sql`(app.holds_role(c.read_role_slugs, ${person}) and coalesce((
    select own.membership = 'join' or (c.room_type = 'public' and own.membership <> 'ban') from app.room_members own
    where own.room_id = c.id and own.participant_id = ${person}), c.room_type = 'public'))`;
}

/** A pattern for `ilike` in which the word means itself. */
function contains(word: string): string {
  return `%${word.replace(/[\\%_]/g, "\\$&")}%`;
}
