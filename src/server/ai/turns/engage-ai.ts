import { sql } from "drizzle-orm";
import type { Turn } from "#/domain/ai/schema.ts";
import type { EngageInput } from "#/domain/ai/turn-inputs.ts";
import { SwError } from "#/domain/errors.ts";
import { hasInstanceGateway } from "#/server/ai/gateway-facts.ts";
import { answersByDemo, asRoomAi, roomAiOf, seedRoomAi } from "#/server/ai/room-settings.ts";
import { engagementEvent } from "#/server/ai/set-room-settings.ts";
import type { AiHost } from "#/server/ai/tools/host.ts";
import { askAi } from "#/server/ai/turns/ask-ai.ts";
import type { TurnHost } from "#/server/ai/turns/turn-host.ts";
import { lockPlace, toTurn } from "#/server/ai/turns/turn-row.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";
import { inviteToRoom } from "#/server/rooms/membership.ts";

/**
 * Brings an AI into a room, if it is not there, and asks it to answer the latest message, as the one who calls. What takes
 * part afterwards is as the room is set up. Null where there is nothing to answer.
 * SW_ROOM_NOT_FOUND, SW_ROOM_FORBIDDEN, SW_ROOM_FROZEN, SW_AI_NOT_FOUND, and SW_AI_BUSY while it answers there.
 */
export async function engageAi(
  ctx: Context,
  host: AiHost & Pick<TurnHost, "config">,
  input: EngageInput,
): Promise<Turn | null> {
  const { room_id, participant_id } = input;
  const isThere = await reading(ctx, async (tx) => {
    allow(await seeRoom(tx, ctx.actor, room_id), "send");
    await requireAi(tx, participant_id);
    const found = await tx.rows(sql`
      select from app.room_members where room_id = ${room_id} and participant_id = ${participant_id} and membership = 'join'`);
    return found.length > 0;
  });
  if (!isThere) await inviteToRoom(ctx, { room_id, participant_id });
  return writing(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, room_id);
    allow(seen, "send");
    // Before its settings, as by whatever else writes both.
    await lockPlace(tx, room_id, participant_id);
    const seeded = await seedRoomAi(tx, room_id, ctx.now());
    const demo = seeded.length > 0 && (await answersByDemo(tx, hasInstanceGateway(host)));
    const told = seeded.map((each) => engagementEvent(ctx, room_id, each, asRoomAi(each, demo)));
    const settings = (await roomAiOf(tx, room_id)).find((each) => each.participant_id === participant_id);
    if (!settings) throw new SwError("SW_AI_NOT_FOUND");
    const latest = await latestMessage(tx, { room_id, participant_id, since: seen.history_from });
    if (!latest) return tx.emit(told, () => null);
    await requireIdle(tx, input);
    const asking = {
      askerId: ctx.actor.participantId,
      triggerEventId: latest.id,
      threadRootId: latest.thread_root_id,
      chainDepth: 0,
    };
    const { turn, events } = await askAi(tx, host, settings, asking, { overtakes: true });
    return tx.emit([...told, ...events], () => toTurn(turn));
  });
}

/** An AI of the tenant that is in service, where the tenant wants any. */
async function requireAi(tx: Reader, participantId: string): Promise<void> {
  const found = await tx.rows(sql`
    select from app.ai_participants a join app.participants p on p.id = a.participant_id and p.deactivated_at is null
    where a.participant_id = ${participantId} and not exists (select from app.ai_settings where hidden)`);
  if (found.length === 0) throw new SwError("SW_AI_NOT_FOUND");
}

async function requireIdle(tx: Writer, { room_id, participant_id }: EngageInput): Promise<void> {
  const busy = await tx.rows(sql`
    select from app.ai_turns
    where room_id = ${room_id} and participant_id = ${participant_id} and state in ('queued', 'running', 'waiting')`);
  if (busy.length > 0) throw new SwError("SW_AI_BUSY");
}

type Latest = { id: string; thread_root_id: string | null };

/** The newest words of the room's timeline that somebody else said and the one who asks may read. */
async function latestMessage(
  tx: Reader,
  where: { room_id: string; participant_id: string; since: number },
): Promise<Latest | undefined> {
  const [row] = await tx.rows<Latest>(sql`
    select m.id, case when m.also_in_room then null else m.thread_root_id end as thread_root_id
    from app.messages m join app.events e on e.id = m.id
    where m.room_id = ${where.room_id} and e.room_id = ${where.room_id} and e.type = 'swp.room.message'
      and m.sender_id <> ${where.participant_id} and m.redacted_at is null and e.stream_position >= ${where.since}
      and (m.thread_root_id is null or m.also_in_room) and e.content ->> 'msgtype' is distinct from 'swp.system'
    order by e.stream_position desc limit 1`);
  return row;
}
