import { desc, eq } from "drizzle-orm";
import type { Turn } from "#/domain/ai/schema.ts";
import type { ListTurnsInput } from "#/domain/ai/turn-inputs.ts";
import { aiTurns } from "#/server/ai/tables.ts";
import { toTurn } from "#/server/ai/turns/turn-row.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";

/** What AIs did and do in a room, the newest first; for whoever may read it. */
export function listTurns(ctx: Context, { room_id, limit, offset }: ListTurnsInput): Promise<Turn[]> {
  return reading(ctx, async (tx) => {
    allow(await seeRoom(tx, ctx.actor, room_id), "read");
    const rows = await tx
      .select()
      .from(aiTurns)
      .where(eq(aiTurns.roomId, room_id))
      .orderBy(desc(aiTurns.createdAt), desc(aiTurns.id))
      .limit(limit)
      .offset(offset);
    return rows.map(toTurn);
  });
}
