import { sql } from "drizzle-orm";
import type {
  EngagementInput,
  ResponseModeInput,
  RoomPromptInput,
  RoomSamplingInput,
  TemperatureInput,
} from "#/domain/ai/inputs.ts";
import { canEngage } from "#/domain/ai/rights.ts";
import type { RoomAi, Sampling } from "#/domain/ai/schema.ts";
import type { RoomAiOverview } from "#/domain/ai/settings.ts";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import type { Room } from "#/domain/rooms/room.ts";
import {
  answersByDemo,
  asRoomAi,
  type RoomAiSettings,
  roomAiOf,
  roomAiOverview,
  seedRoomAi,
} from "#/server/ai/room-settings.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";
import { lockRoom, refuse, seeRoom } from "#/server/rooms/access.ts";

type Whom = { room_id: string; participant_id?: string | null | undefined };
type Opened = { room: Room; ais: RoomAiSettings[]; everyone: boolean };

/**
 * Says when AIs of a room speak on their own; without a participant for all of them and those who come later. Needs the
 * room's power to engage. `default` is what seeding would choose. SW_ROOM_NOT_FOUND, SW_ROOM_FORBIDDEN, SW_AI_NOT_FOUND.
 */
export function setEngagement(ctx: Context, instanceGateway: boolean, input: EngagementInput): Promise<RoomAiOverview> {
  const engagement = input.mode === "default" ? null : input.mode === "engage" ? "always" : input.mode;
  const words = JSON.stringify([...new Set(input.keywords ?? [])]);
  const keywords = sql`array(select jsonb_array_elements_text(${words}::text::jsonb))`;
  const given = sql`${input.keywords !== undefined}::boolean`;
  return change(ctx, instanceGateway, input, async (tx, { room, ais, everyone }) => {
    if (engagement === "autonomous" && ais.some(({ isAgent }) => !isAgent)) {
      throw new SwError("SW_BAD_REQUEST", "Only agents drive themselves.");
    }
    const now = ctx.now().toISOString();
    if (everyone) {
      await tx.rows(sql`
        insert into app.room_ai_defaults (tenant_id, room_id, engagement, keywords, updated_at)
        values (${tx.tenantId}, ${room.id}, ${engagement}, ${keywords}, ${now}::timestamptz)
        on conflict (tenant_id, room_id) do update set engagement = excluded.engagement, updated_at = excluded.updated_at,
          keywords = case when ${given} then excluded.keywords else room_ai_defaults.keywords end`);
    }
    const seeds = new Map((await roomAiOf(tx, room.id)).map((each) => [each.participant_id, each.seed]));
    for (const { participant_id } of ais) {
      await tx.rows(sql`
        update app.room_ai set engagement = ${engagement ?? seeds.get(participant_id)!}, updated_at = ${now}::timestamptz,
          keywords = case when ${given} then ${keywords} else keywords end
        where room_id = ${room.id} and participant_id = ${participant_id}`);
    }
  });
}

/**
 * Says how answers come. For every AI of the room it also becomes the actor's own choice for other rooms (the protocol's
 * rule); for one AI it does not.
 */
export function setResponseMode(
  ctx: Context,
  instanceGateway: boolean,
  input: ResponseModeInput,
): Promise<RoomAiOverview> {
  return change(ctx, instanceGateway, input, async (tx, { room, ais, everyone }) => {
    const now = ctx.now().toISOString();
    for (const { participant_id } of ais) {
      await tx.rows(sql`
        update app.room_ai set response_mode = ${input.mode}, updated_at = ${now}::timestamptz
        where room_id = ${room.id} and participant_id = ${participant_id}`);
    }
    if (!everyone) return;
    await tx.rows(sql`
      insert into app.room_ai_defaults (tenant_id, room_id, response_mode, updated_at)
      values (${tx.tenantId}, ${room.id}, ${input.mode}, ${now}::timestamptz)
      on conflict (tenant_id, room_id) do update
        set response_mode = excluded.response_mode, updated_at = excluded.updated_at`);
    if (input.mode === null) return;
    const own = JSON.stringify({ ai_response_mode: input.mode });
    await tx.rows(sql`
      update app.participants set preferences = preferences || ${own}::text::jsonb where id = ${ctx.actor.participantId}`);
  });
}

/** What is added to an AI's own prompt in this room; null takes it away. */
export function setRoomPrompt(ctx: Context, instanceGateway: boolean, input: RoomPromptInput): Promise<RoomAiOverview> {
  return change(ctx, instanceGateway, input, async (tx, { room, ais }) => {
    for (const { participant_id } of ais) {
      await tx.rows(sql`
        update app.room_ai set system_prompt = ${input.system_prompt || null},
          updated_at = ${ctx.now().toISOString()}::timestamptz
        where room_id = ${room.id} and participant_id = ${participant_id}`);
    }
  });
}

/** How freely an AI chooses its words in this room; null is its own way. */
export function setTemperature(
  ctx: Context,
  instanceGateway: boolean,
  { temperature, ...input }: TemperatureInput,
): Promise<RoomAiOverview> {
  return change(ctx, instanceGateway, input, async (tx, { room, ais }) => {
    for (const { participant_id, sampling } of ais) {
      const { temperature: _, ...rest } = sampling;
      await writeSampling(tx, ctx, room.id, participant_id, temperature === null ? rest : { ...rest, temperature });
    }
  });
}

/** All that shapes its choice of words in this room, in place of what was set before. */
export function setRoomSampling(
  ctx: Context,
  instanceGateway: boolean,
  input: RoomSamplingInput,
): Promise<RoomAiOverview> {
  return change(ctx, instanceGateway, input, async (tx, { room, ais }) => {
    for (const { participant_id } of ais) await writeSampling(tx, ctx, room.id, participant_id, input.sampling);
  });
}

async function writeSampling(tx: Writer, ctx: Context, roomId: string, aiId: string, sampling: Sampling) {
  await tx.rows(sql`
    update app.room_ai set sampling = ${JSON.stringify(sampling)}::text::jsonb,
      updated_at = ${ctx.now().toISOString()}::timestamptz
    where room_id = ${roomId} and participant_id = ${aiId}`);
}

/** Sees the room, allows the change, makes it, and tells the room how its AIs take part now. */
function change(
  ctx: Context,
  instanceGateway: boolean,
  { room_id, participant_id = null }: Whom,
  write: (tx: Writer, opened: Opened) => Promise<void>,
): Promise<RoomAiOverview> {
  return writing(ctx, async (tx) => {
    await lockRoom(tx, room_id);
    const seen = await seeRoom(tx, ctx.actor, room_id);
    refuse(canEngage(seen));
    const fresh = new Set((await seedRoomAi(tx, room_id, ctx.now())).map((each) => each.participant_id));
    const before = await roomAiOf(tx, room_id);
    const ais = participant_id ? before.filter((each) => each.participant_id === participant_id) : before;
    if (participant_id && ais.length === 0) throw new SwError("SW_AI_NOT_FOUND", "This AI is not in the room.");
    await write(tx, { room: seen.room, ais, everyone: !participant_id });
    const after = await roomAiOf(tx, room_id);
    const shown = await roomAiOverview(tx, ctx, instanceGateway, room_id);
    const demo = fresh.size > 0 && (await answersByDemo(tx, instanceGateway));
    const told = after.flatMap((each) => {
      if (fresh.has(each.participant_id)) return [engagementEvent(ctx, room_id, each, asRoomAi(each, demo))];
      return isTold(before, each) ? [engagementEvent(ctx, room_id, each)] : [];
    });
    return tx.emit(told, () => shown);
  });
}

/** Prompts and sampling are read when somebody opens the settings; what others see in the room is told to them. */
function isTold(before: readonly RoomAiSettings[], after: RoomAiSettings): boolean {
  const earlier = before.find((each) => each.participant_id === after.participant_id);
  const seen = (each: RoomAiSettings | undefined) =>
    JSON.stringify([each?.engagement, each?.keywords, each?.response_mode]);
  return seen(earlier) !== seen(after);
}

/** `whole` for one of which nobody has heard yet. */
export function engagementEvent(
  ctx: Pick<Context, "newId" | "actor">,
  roomId: string,
  of: RoomAiSettings,
  whole?: RoomAi,
): EventDraft<"swp.room.ai_engagement"> {
  const { participant_id, engagement, keywords, response_mode } = of;
  return {
    id: ctx.newId(),
    type: "swp.room.ai_engagement",
    room_id: roomId,
    workspace_id: null,
    sender_id: ctx.actor.participantId,
    content: { participant_id, engagement, keywords, response_mode, ...(whole ? { settings: whole } : {}) },
  };
}
