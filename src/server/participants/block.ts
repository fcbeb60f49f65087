import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { lockOwn } from "#/server/participants/lock-own.ts";
import { findParticipant } from "#/server/participants/read.ts";

/** Whether someone does not want to hear another. */
export async function hasBlocked(tx: Reader, who: string, whom: string): Promise<boolean> {
  const rows = await tx.rows(sql`
    select 1 from app.participants where id = ${who} and blocked_ids @> array[${whom}::uuid]`);
  return rows.length > 0;
}

/** As many as the row takes. */
const maxBlocked = 500;

/**
 * Blocks someone, or hears them again. Nobody is told but one's own devices. SW_PARTICIPANT_NOT_FOUND, and SW_BAD_REQUEST
 * for oneself and beyond the bound.
 */
export function setBlocked(ctx: Context, input: { participant_id: string; blocked: boolean }): Promise<null> {
  return writing(ctx, async (tx) => {
    const { participant_id, blocked } = input;
    if (participant_id === ctx.actor.participantId) throw new SwError("SW_BAD_REQUEST", "You can't block yourself.");
    const before = (await lockOwn(tx, ctx)).blocked;
    if (before.includes(participant_id) === blocked) return tx.emit([], () => null);
    if (blocked) {
      await findParticipant(tx, participant_id);
      if (before.length >= maxBlocked)
        throw new SwError("SW_BAD_REQUEST", `At most ${maxBlocked} people can be blocked.`);
    }
    tx.alongside(sql`
      update app.participants set blocked_ids =
        ${blocked ? sql`array_append(blocked_ids, ${participant_id}::uuid)` : sql`array_remove(blocked_ids, ${participant_id}::uuid)`}
      where id = ${ctx.actor.participantId}`);
    return tx.emit(
      [
        {
          id: ctx.newId(),
          type: "swp.participant.block",
          room_id: null,
          workspace_id: null,
          sender_id: ctx.actor.participantId,
          content: { participant_id, blocked },
        },
      ],
      () => null,
    );
  });
}
