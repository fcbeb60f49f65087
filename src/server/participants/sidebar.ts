import { sql } from "drizzle-orm";
import { changedSidebar, mergeSidebar } from "#/domain/participants/sidebar.ts";
import { readSidebar, type Sidebar, type UpdateSidebarInput } from "#/domain/participants/sidebar-schema.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import { lockOwn } from "#/server/participants/lock-own.ts";
import { readOwn } from "#/server/participants/read-own.ts";

/** How one arranges one's rooms, whole. */
export function getSidebar(ctx: Context): Promise<Sidebar> {
  return reading(ctx, async (tx) => (await readOwn(tx, ctx.actor.participantId)).sidebar);
}

/**
 * Changes some of it and leaves the rest as it is. Rooms are told by their ids and not looked up: the list is one's own, and
 * a room that one leaves and enters again stands where it stood. SW_BAD_REQUEST.
 */
export function updateSidebar(ctx: Context, input: UpdateSidebarInput): Promise<Sidebar> {
  return writing(ctx, async (tx) => {
    const before = readSidebar((await lockOwn(tx, ctx)).sidebar);
    const after = mergeSidebar(before, input);
    const content = changedSidebar(before, after);
    if (Object.keys(content).length === 0) return tx.emit([], () => after);
    tx.alongside(sql`
      update app.participants set sidebar = ${JSON.stringify(after)}::text::jsonb where id = ${ctx.actor.participantId}`);
    return tx.emit(
      [
        {
          id: ctx.newId(),
          type: "swp.sidebar.updated",
          room_id: null,
          workspace_id: null,
          sender_id: ctx.actor.participantId,
          content,
        },
      ],
      () => after,
    );
  });
}
