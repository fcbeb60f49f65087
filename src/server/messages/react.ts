import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { ReactionInput } from "#/domain/messages/inputs.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";
import { findMessage, lockMessage } from "#/server/messages/read.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";

/** How many different reactions one message can carry; a page draws them all. */
const maxReactions = 500;

/** Adds one's reaction. The same again changes nothing: a reaction is unique for message, sender and emoji. */
export function addReaction(ctx: Context, input: ReactionInput): Promise<void> {
  return writing(ctx, async (tx) => {
    const { reactions } = await reactable(ctx, tx, input);
    const me = ctx.actor.participantId;
    if (reactions.some((each) => each.sender_id === me && each.emoji === input.emoji))
      return tx.emit([], () => undefined);
    if (reactions.length >= maxReactions) throw new SwError("SW_BAD_REQUEST", "This message has 500 reactions.");

    const id = ctx.newId();
    await tx.rows(sql`
      insert into app.reactions (tenant_id, event_id, sender_id, emoji, reaction_event_id)
      values (${tx.tenantId}, ${input.event_id}, ${me}, ${input.emoji}, ${id})`);
    return tx.emit([reactionEvent(ctx, id, input, "add")], () => undefined);
  });
}

/** Takes one's own reaction back. Without one it changes nothing. */
export function removeReaction(ctx: Context, input: ReactionInput): Promise<void> {
  return writing(ctx, async (tx) => {
    await reactable(ctx, tx, input);
    const removed = await tx.rows(sql`
      delete from app.reactions where event_id = ${input.event_id}
        and sender_id = ${ctx.actor.participantId} and emoji = ${input.emoji} returning emoji`);
    if (removed.length === 0) return tx.emit([], () => undefined);
    return tx.emit([reactionEvent(ctx, ctx.newId(), input, "remove")], () => undefined);
  });
}

/** The message, locked: reactions to it happen one after the other, in the order of the log. */
async function reactable(ctx: Context, tx: Writer, input: ReactionInput) {
  const seen = await seeRoom(tx, ctx.actor, input.room_id);
  allow(seen, "react");
  await lockMessage(tx, input.room_id, input.event_id);
  const message = await findMessage(tx, input.room_id, input.event_id, seen.history_from);
  if (message.redacted_at !== null || message.content.msgtype === "swp.system") throw new SwError("SW_EVENT_NOT_FOUND");
  return message;
}

function reactionEvent(ctx: Context, id: string, input: ReactionInput, action: "add" | "remove") {
  return {
    id,
    type: "swp.room.reaction" as const,
    room_id: input.room_id,
    workspace_id: null,
    sender_id: ctx.actor.participantId,
    content: { event_id: input.event_id, emoji: input.emoji, action },
  };
}
