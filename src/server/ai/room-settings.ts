import { sql } from "drizzle-orm";
import type { RoomAiInput } from "#/domain/ai/inputs.ts";
import type { AiCard, RoomAi, Sampling } from "#/domain/ai/schema.ts";
import { seededEngagement } from "#/domain/ai/seeding.ts";
import type { RoomAiOverview } from "#/domain/ai/settings.ts";
import { SwError } from "#/domain/errors.ts";
import type { RoomInput } from "#/domain/rooms/inputs.ts";
import type { RoomType } from "#/domain/rooms/room.ts";
import type { EngagementMode, ResponseMode } from "#/domain/workspaces/schema.ts";
import { aiCards } from "#/server/ai/read-participants.ts";
import { type Context, reading } from "#/server/database/context.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";

/** More AIs than this in one room take no part. */
export const maxAisInRoom = 50;

/** How one AI takes part in a room, with every default filled in, and what the one who asks may still decide. */
export type RoomAiSettings = Omit<RoomAi, "demo"> & {
  readonly room_id: string;
  /** Whether the room has its own row for it; else everything is what seeding would write. */
  readonly seeded: boolean;
  /** What seeding would choose now. */
  readonly seed: EngagementMode;
  /** One that drives itself. */
  readonly isAgent: boolean;
  /** For `chosenResponseMode`, beside the asker's own preference. */
  readonly modes: {
    readonly roomAi: ResponseMode | null;
    readonly participant: ResponseMode | null;
    readonly room: ResponseMode | null;
    readonly workspace: string | null;
  };
};

type Row = {
  participant_id: string;
  participant_type: string;
  room_type: RoomType;
  engagement: EngagementMode | null;
  keywords: string[] | null;
  response_mode: ResponseMode | null;
  system_prompt: string | null;
  sampling: Sampling | null;
  compacted: boolean;
  room_engagement: EngagementMode | null;
  room_keywords: string[] | null;
  room_response_mode: ResponseMode | null;
  own_response_mode: ResponseMode | null;
  inviter_engagement: string | null;
  workspace_engagement: string | null;
  workspace_response_mode: string | null;
};

/**
 * How each active AI that is in the room takes part in it, in order of their ids. One without a row of its own is told as
 * `seedRoomAi` would write it: whoever reads needs no write.
 */
export async function roomAiOf(tx: Reader, roomId: string): Promise<RoomAiSettings[]> {
  const rows = await tx.rows<Row>(sql`
    select m.participant_id, p.participant_type, r.room_type, a.engagement, to_jsonb(a.keywords) as keywords, a.response_mode,
      a.system_prompt, a.sampling, a.summary_until is not null as compacted,
      d.engagement as room_engagement, to_jsonb(d.keywords) as room_keywords, d.response_mode as room_response_mode,
      ai.response_mode as own_response_mode, inviter.preferences ->> 'ai_engagement_mode' as inviter_engagement,
      w.settings ->> 'default_engagement_mode' as workspace_engagement,
      w.settings ->> 'default_response_mode' as workspace_response_mode
    from app.room_members m
    join app.rooms r on r.id = m.room_id
    join app.workspaces w on w.id = r.workspace_id
    join app.participants p on p.id = m.participant_id and p.deactivated_at is null
    join app.ai_participants ai on ai.participant_id = m.participant_id
    left join app.room_ai a on a.room_id = m.room_id and a.participant_id = m.participant_id
    left join app.room_ai_defaults d on d.room_id = m.room_id
    left join app.events e on e.id = m.member_event_id
    left join app.participants inviter on inviter.id = e.sender_id
    where m.room_id = ${roomId} and m.membership = 'join'
    order by m.participant_id limit ${maxAisInRoom}`);
  return rows.map((row) => settingsOf(roomId, row));
}

function settingsOf(roomId: string, row: Row): RoomAiSettings {
  const isAgent = row.participant_type === "agent";
  const seed = seededEngagement({
    room_type: row.room_type,
    isAgent,
    room: row.room_engagement,
    inviter: row.inviter_engagement,
    workspace: row.workspace_engagement,
  });
  return {
    room_id: roomId,
    participant_id: row.participant_id,
    engagement: row.engagement ?? seed,
    keywords: row.keywords ?? row.room_keywords ?? [],
    response_mode: row.response_mode,
    system_prompt: row.system_prompt,
    sampling: row.sampling ?? {},
    compacted: row.compacted,
    seeded: row.engagement !== null,
    seed,
    isAgent,
    modes: {
      roomAi: row.response_mode,
      participant: row.own_response_mode,
      room: row.room_response_mode,
      workspace: row.workspace_response_mode,
    },
  };
}

/**
 * Writes down how AIs that have just come into a room take part in it, from what their inviter prefers at this moment.
 * Safe at any time and from two processes; one that has its row keeps it. Answers those that were written.
 */
export async function seedRoomAi(tx: Writer, roomId: string, now: Date): Promise<RoomAiSettings[]> {
  const fresh = (await roomAiOf(tx, roomId)).filter(({ seeded }) => !seeded);
  const written: RoomAiSettings[] = [];
  for (const each of fresh) {
    const rows = await tx.rows<{ participant_id: string }>(sql`
      insert into app.room_ai (tenant_id, room_id, participant_id, engagement, keywords, updated_at)
      values (${tx.tenantId}, ${roomId}, ${each.participant_id}, ${each.engagement},
        array(select jsonb_array_elements_text(${JSON.stringify(each.keywords)}::text::jsonb)), ${now.toISOString()}::timestamptz)
      on conflict do nothing returning participant_id`);
    if (rows.length > 0) written.push({ ...each, seeded: true });
  }
  return written;
}

/** As everyone who reads the room sees it. */
export function asRoomAi(settings: RoomAiSettings, demo: boolean): RoomAi {
  const { participant_id, engagement, keywords, response_mode, system_prompt, sampling, compacted } = settings;
  return { participant_id, engagement, keywords, response_mode, system_prompt, sampling, demo, compacted };
}

/** Whether the demo model in this process answers for the tenant. */
export async function answersByDemo(tx: Reader, instanceGateway: boolean): Promise<boolean> {
  if (instanceGateway) return false;
  const rows = await tx.rows(sql`select from app.ai_settings where gateway_url is not null`);
  return rows.length === 0;
}

/** The AIs of a room and what holds for all of them. For whoever may read it. SW_ROOM_NOT_FOUND. */
export function readRoomAi(ctx: Context, instanceGateway: boolean, { room_id }: RoomInput): Promise<RoomAiOverview> {
  return reading(ctx, (tx) => roomAiOverview(tx, ctx, instanceGateway, room_id));
}

export async function roomAiOverview(
  tx: Reader,
  ctx: Context,
  instanceGateway: boolean,
  roomId: string,
): Promise<RoomAiOverview> {
  allow(await seeRoom(tx, ctx.actor, roomId), "read");
  const [ais, demo, [defaults]] = await Promise.all([
    roomAiOf(tx, roomId),
    answersByDemo(tx, instanceGateway),
    tx.rows<RoomAiOverview["defaults"]>(sql`
      select engagement, to_jsonb(keywords) as keywords, response_mode, plugins
      from app.room_ai_defaults where room_id = ${roomId}`),
  ]);
  return {
    defaults: defaults ?? { engagement: null, keywords: [], response_mode: null, plugins: {} },
    participants: ais.map((each) => asRoomAi(each, demo)),
  };
}

/** One AI of a room, by id or as the only one there. SW_AI_NOT_FOUND; SW_BAD_REQUEST when there are several. */
export async function readOneRoomAi(
  ctx: Context,
  instanceGateway: boolean,
  { room_id, participant_id }: RoomAiInput,
): Promise<RoomAi> {
  const { participants } = await readRoomAi(ctx, instanceGateway, { room_id });
  const found = participant_id ? participants.filter((each) => each.participant_id === participant_id) : participants;
  if (found.length > 1) throw new SwError("SW_BAD_REQUEST", "Name the AI: this room has more than one.");
  if (!found[0]) throw new SwError("SW_AI_NOT_FOUND");
  return found[0];
}

/** The specialists that AIs of a room may consult. For whoever may read it. SW_ROOM_NOT_FOUND. */
export function helpersOf(ctx: Context, instanceGateway: boolean, { room_id }: RoomInput): Promise<AiCard[]> {
  return reading(ctx, async (tx) => {
    allow(await seeRoom(tx, ctx.actor, room_id), "read");
    return aiCards(tx, instanceGateway, { helpers: true });
  });
}
