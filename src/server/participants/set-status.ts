import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { CustomStatus, SetStatusInput } from "#/domain/participants/status-schema.ts";
import { type Context, writing } from "#/server/database/context.ts";
import { lockOwn } from "#/server/participants/lock-own.ts";

const dayMs = 86_400_000;

/** Says something of oneself for a while, to everyone of the tenant; null says it no more. SW_BAD_REQUEST. */
export function setStatus(ctx: Context, { status }: SetStatusInput): Promise<CustomStatus | null> {
  return writing(ctx, async (tx) => {
    const left = status?.until ? Date.parse(status.until) - ctx.now().getTime() : 1;
    if (left <= 0) throw new SwError("SW_BAD_REQUEST", "The end of a status is in the future.");
    if (left > 366 * dayMs) throw new SwError("SW_BAD_REQUEST", "A status lasts a year at most.");
    await lockOwn(tx, ctx);
    const stored = status === null ? null : JSON.stringify(status);
    tx.alongside(sql`
      update app.participants set custom_status = ${stored}::text::jsonb where id = ${ctx.actor.participantId}`);
    return tx.emit(
      [
        {
          id: ctx.newId(),
          type: "swp.participant.status",
          room_id: null,
          workspace_id: null,
          sender_id: ctx.actor.participantId,
          content: { participant_id: ctx.actor.participantId, status },
        },
      ],
      () => status,
    );
  });
}
