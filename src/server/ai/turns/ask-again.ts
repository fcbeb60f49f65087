import { sql } from "drizzle-orm";
import { canEngage } from "#/domain/ai/rights.ts";
import { isAtWork } from "#/domain/ai/room-view.ts";
import type { Turn, TurnState } from "#/domain/ai/schema.ts";
import type { TurnInput } from "#/domain/ai/turn-inputs.ts";
import { SwError } from "#/domain/errors.ts";
import { roomAiOf } from "#/server/ai/room-settings.ts";
import type { AiHost } from "#/server/ai/tools/host.ts";
import { askAi } from "#/server/ai/turns/ask-ai.ts";
import { findTurn, lockPlace, type TurnRow, toTurn } from "#/server/ai/turns/turn-row.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { allow, refuse, seeRoom } from "#/server/rooms/access.ts";

const unfinished: ReadonlySet<TurnState> = new Set(["failed", "interrupted", "cancelled"]);

/**
 * Answers a question again whose answer failed, was interrupted or stopped. What was said of it stays. One's own question one
 * may ask again; another's with the power `engage`. Its tools have the rights of the one who asked, as before.
 * SW_ROOM_NOT_FOUND, SW_ROOM_FORBIDDEN, SW_AI_TURN_NOT_FOUND, SW_AI_BUSY, SW_EVENT_NOT_FOUND (the question was removed).
 */
export function retryTurn(ctx: Context, host: AiHost, input: TurnInput): Promise<Turn> {
  return askAgain(ctx, host, input, async (_, turn) => {
    if (!unfinished.has(turn.state)) throw new SwError("SW_BAD_REQUEST", "Only what did not end well is tried again.");
    return turn.alternativeOf;
  });
}

/**
 * Asks for another answer to the same words. The earlier one stays, and the new one names it (`alternative_of`: the first
 * message of the first answer). Who may, and what is refused, is as for `retryTurn`.
 */
export function regenerateTurn(ctx: Context, host: AiHost, input: TurnInput): Promise<Turn> {
  return askAgain(ctx, host, input, async (tx, turn) => {
    if (isAtWork(turn)) throw new SwError("SW_AI_BUSY");
    return turn.alternativeOf ?? (await firstMessageOf(tx, turn));
  });
}

type Again = (tx: Reader, turn: TurnRow) => Promise<string | null>;

function askAgain(ctx: Context, host: AiHost, { room_id, turn_id }: TurnInput, again: Again): Promise<Turn> {
  return writing(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, room_id);
    allow(seen, "send");
    const turn = await findTurn(tx, turn_id);
    if (!turn || turn.roomId !== room_id) throw new SwError("SW_AI_TURN_NOT_FOUND");
    if (turn.askerId !== ctx.actor.participantId) refuse(canEngage(seen));
    const alternativeOf = await again(tx, turn);
    await requireTrigger(tx, turn, seen.history_from);
    const settings = (await roomAiOf(tx, room_id)).find((each) => each.participant_id === turn.participantId);
    if (!settings) throw new SwError("SW_AI_NOT_FOUND");
    await lockPlace(tx, room_id, turn.participantId);
    const busy = await tx.rows(sql`
      select from app.ai_turns where room_id = ${room_id} and participant_id = ${turn.participantId}
        and state in ('queued', 'running', 'waiting')`);
    if (busy.length > 0) throw new SwError("SW_AI_BUSY");
    const { askerId, triggerEventId, threadRootId, chainDepth } = turn;
    const asking = { askerId, triggerEventId, threadRootId, chainDepth, alternativeOf };
    const made = await askAi(tx, host, settings, asking, { overtakes: true });
    return tx.emit(made.events, () => toTurn(made.turn));
  });
}

async function requireTrigger(tx: Reader, { triggerEventId, askerId, roomId }: TurnRow, since: number): Promise<void> {
  const found = await tx.rows(sql`
    select from app.messages m join app.events e on e.id = m.id
    where m.id = ${triggerEventId} and m.redacted_at is null and e.stream_position >= ${since}`);
  if (found.length === 0) throw new SwError("SW_EVENT_NOT_FOUND");
  const asker = await tx.rows(sql`
    select from app.room_members where room_id = ${roomId} and participant_id = ${askerId} and membership = 'join'`);
  if (asker.length === 0) throw new SwError("SW_AI_TURN_NOT_FOUND", "Whoever asked this is no longer in the room.");
}

async function firstMessageOf(tx: Reader, turn: TurnRow): Promise<string | null> {
  const [row] = await tx.rows<{ id: string }>(sql`
    select e.id from app.events e
    where e.room_id = ${turn.roomId} and e.type = 'swp.room.message' and e.sender_id = ${turn.participantId}
      and e.content -> 'ai' ->> 'turn_id' = ${turn.id} order by e.stream_position limit 1`);
  return row?.id ?? null;
}
