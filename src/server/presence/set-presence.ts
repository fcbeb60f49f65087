import { sql } from "drizzle-orm";
import type { StickyPresence } from "#/domain/presence/events.ts";
import { type Context, writing } from "#/server/database/context.ts";

/** Chooses one's presence by hand until it is reset with null, which returns to what one's devices report. */
export function setPresence(ctx: Context, presence: StickyPresence): Promise<void> {
  return writing(ctx, async (tx) => {
    await tx.rows(sql`
      update app.participants set sticky_presence = ${presence} where id = ${ctx.actor.participantId}`);
    return tx.emit(
      [
        {
          id: ctx.newId(),
          type: "swp.presence.sticky",
          room_id: null,
          workspace_id: null,
          sender_id: ctx.actor.participantId,
          content: { presence },
        },
      ],
      () => undefined,
    );
  });
}
