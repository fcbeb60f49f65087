import type { ListMessagesInput } from "#/domain/messages/inputs.ts";
import type { Message } from "#/domain/messages/message.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { headOf } from "#/server/log/read.ts";
import { findMessage, pageOfMessages, repliesOf } from "#/server/messages/read.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";

/** A page of a room's timeline, oldest first. `next_cursor` continues in the same direction; null at the end. */
export function listMessages(
  ctx: Context,
  input: ListMessagesInput,
): Promise<{ messages: Message[]; has_more: boolean; next_cursor: string | null; stream_position: number }> {
  return reading(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, input.room_id);
    allow(seen, "read");
    const { messages, has_more } = await pageOfMessages(tx, {
      ...input,
      roomId: input.room_id,
      since: seen.history_from,
    });
    const edge = input.direction === "back" ? messages[0] : messages.at(-1);
    const stream_position = await headOf(tx);
    return { messages, has_more, stream_position, next_cursor: has_more && edge ? String(edge.stream_position) : null };
  });
}

/** A thread whole: its root and its replies, oldest first, as of `stream_position`. */
export function readThread(ctx: Context, input: { room_id: string; root_id: string }) {
  return reading(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, input.room_id);
    allow(seen, "read");
    const root = await findMessage(tx, input.room_id, input.root_id, seen.history_from);
    const replies = await repliesOf(tx, input.room_id, input.root_id, seen.history_from);
    return { stream_position: await headOf(tx), room_id: input.room_id, root, replies };
  });
}
