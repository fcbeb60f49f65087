import { sql } from "drizzle-orm";
import { oneLine, quotes, sourceOf } from "#/server/ai/tools/builtin/words.ts";
import { type Plugin, type PluginContext, ToolFailure } from "#/server/ai/tools/plugin.ts";
import { reading } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";

const maxMembersListed = 100;
/** How far back a question about who said what looks. */
const maxLookedAt = 5_000;

export const room: Plugin = {
  manifest: {
    id: "scaiwave.room",
    name: "This room",
    version: "1.0.0",
    description: "Tells about the room: its members, its topic, how much was said, and who said what when.",
    permissions: ["read_room"],
    injectsContext: false,
    scope: "room",
    onByDefault: true,
    tools: [
      {
        name: "room_facts",
        description: "Name, topic, kind and members of this room, how many messages it has, and who wrote how many.",
        parameters: { type: "object", properties: {}, additionalProperties: false },
        permissionsRequired: ["read_room"],
        sideEffects: false,
      },
      {
        name: "room_messages",
        description:
          "Messages of this room, newest first: who said what and when, of one person or of a stretch of time.",
        parameters: {
          type: "object",
          properties: {
            from: { type: "string", minLength: 1, maxLength: 80, description: "Name of who wrote them" },
            since: {
              type: "string",
              maxLength: 40,
              description: "ISO 8601, such as 2026-03-02 or 2026-03-02T09:00:00Z",
            },
            until: { type: "string", maxLength: 40, description: "ISO 8601" },
            limit: { type: "integer", minimum: 1, maximum: 50 },
          },
          additionalProperties: false,
        },
        permissionsRequired: ["read_room"],
        sideEffects: false,
      },
    ],
  },
  executeTool: (tool, args, ctx) =>
    reading(ctx.asker, async (tx) => {
      const seen = await seeRoom(tx, ctx.asker.actor, ctx.roomId);
      allow(seen, "read");
      if (tool === "room_facts") return facts(tx, ctx, seen.room);
      // Each there reads from their own coming in on; an answer would tell the newest what was said before.
      if (ctx.incognito) throw new ToolFailure("In an incognito room nothing is looked up.");
      return messages(tx, ctx, args as Asked);
    }),
};

type Facts = { name: string; kind: string; power: number; said: number };

async function facts(
  tx: Reader,
  ctx: PluginContext,
  {
    name,
    topic,
    room_type,
    state,
    created_at,
  }: { name: string | null; topic: string | null; room_type: string; state: string; created_at: string },
): Promise<string> {
  const members = await tx.rows<Facts>(sql`
    select p.display_name as name, p.participant_type as kind, m.power_level as power,
      case when ${ctx.incognito} then 0 else (
        select count(*)::int from app.messages s where s.room_id = m.room_id and s.sender_id = p.id and s.redacted_at is null
      ) end as said
    from app.room_members m join app.participants p on p.id = m.participant_id
    where m.room_id = ${ctx.roomId} and m.membership = 'join' order by m.power_level desc, p.display_name
    limit ${maxMembersListed + 1}`);
  const [count] = await tx.rows<{ members: number; messages: number }>(sql`
    select (select count(*)::int from app.room_members where room_id = ${ctx.roomId} and membership = 'join') as members,
      (select count(*)::int from app.messages where room_id = ${ctx.roomId} and redacted_at is null) as messages`);
  const lines = members.slice(0, maxMembersListed).map(({ name: who, kind, power, said }) => {
    const what = [
      kind === "human" ? "" : "AI",
      power > 0 ? `power ${power}` : "",
      ctx.incognito ? "" : `${said} messages`,
    ];
    return `- ${oneLine(who, 80)} (${what.filter(Boolean).join(", ") || "member"})`;
  });
  return [
    `Name: ${oneLine(name ?? "none", 200)}`,
    `Topic: ${oneLine(topic ?? "none", 500)}`,
    `Kind: ${room_type}, ${state}, made on ${created_at.slice(0, 10)}`,
    `Members: ${count!.members}`,
    ...(ctx.incognito ? [] : [`Messages: ${count!.messages}`]),
    ...lines,
    ...(members.length > maxMembersListed ? ["- and more"] : []),
  ].join("\n");
}

type Asked = { from?: string; since?: string; until?: string; limit?: number };
type Said = { id: string; thread_root_id: string | null; sender: string; at: string; body: string };

async function messages(tx: Reader, ctx: PluginContext, { from, since, until, limit = 20 }: Asked): Promise<string> {
  const by = from?.replace(/^@/, "").trim().toLowerCase() ?? null;
  const rows = await tx.rows<Said>(sql`
    with recent as (
      select m.id, m.thread_root_id, p.display_name as sender, p.local_id, e.created_at, e.stream_position,
        coalesce(edit.content->'content'->>'body', e.content->>'body', '') as body
      from app.messages m
      join app.events e on e.id = m.id
      left join app.events edit on edit.id = m.edit_event_id
      join app.participants p on p.id = m.sender_id
      where m.room_id = ${ctx.roomId} and m.redacted_at is null and e.forgotten_at is null
        and e.content->>'msgtype' is distinct from 'swp.system'
      order by e.stream_position desc limit ${maxLookedAt}
    )
    select id, thread_root_id, sender, to_char(created_at at time zone 'utc', 'YYYY-MM-DD HH24:MI') as at, body from recent
    where (${by}::text is null or lower(sender) = ${by} or local_id = ${by})
      and (${instant(since)}::timestamptz is null or created_at >= ${instant(since)}::timestamptz)
      and (${instant(until)}::timestamptz is null or created_at <= ${instant(until)}::timestamptz)
    order by stream_position desc limit ${limit}`);
  if (rows.length === 0) return "";
  const lines = rows.map(
    ({ id, thread_root_id, sender, at, body }) =>
      `- ${at}, ${oneLine(sender, 80)} (message ${id}): ${oneLine(body, 500)} ${sourceOf(ctx.roomId, { id, thread_root_id })}`,
  );
  return `${quotes}\n${lines.join("\n")}`;
}

function instant(text: string | undefined): string | null {
  if (text === undefined) return null;
  const at = Date.parse(text);
  if (Number.isNaN(at) || Math.abs(at) > 4e12)
    throw new ToolFailure(`“${oneLine(text, 40)}” is not a time in ISO 8601.`);
  return new Date(at).toISOString();
}
