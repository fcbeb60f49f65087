import { eq } from "drizzle-orm";
import { checkContent } from "#/domain/messages/content.ts";
import type { EditMessageInput } from "#/domain/messages/inputs.ts";
import type { Message } from "#/domain/messages/message.ts";
import { mayEdit } from "#/domain/messages/rules.ts";
import { type Context, writing } from "#/server/database/context.ts";
import { forgetSummaries } from "#/server/log/forget-summaries.ts";
import { claim } from "#/server/log/idempotency.ts";
import { followOnEdit } from "#/server/messages/follow.ts";
import { findMessage, lockMessage, targetOf } from "#/server/messages/read.ts";
import { messages } from "#/server/messages/tables.ts";
import { refuse, seeRoom } from "#/server/rooms/access.ts";

/**
 * Replaces the words of one's own message within 24 hours; the first ones stay readable as `original_content`.
 * Where it stands (`reply_to_event_id`, `thread_root_id`, `also_in_room`) and what it forwards is not changed by an edit.
 * Refuses with SW_EVENT_NOT_FOUND, SW_EVENT_FORBIDDEN and SW_EVENT_TOO_OLD_TO_EDIT, and as sending does.
 */
export async function editMessage(ctx: Context, input: EditMessageInput): Promise<Message> {
  checkContent(input.content);
  return writing(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, input.room_id);
    await lockMessage(tx, input.room_id, input.event_id);
    const before = await findMessage(tx, input.room_id, input.event_id, seen.history_from);
    const id = ctx.newId();
    const body = [input.event_id, input.content];
    if (await claim(tx, ctx.actor, { procedure: "edit", eventUuid: input.event_uuid, body }, id)) {
      return tx.emit([], () => before);
    }
    refuse(mayEdit(seen, ctx.actor.participantId, targetOf(before), ctx.now()));

    const { also_in_room: _, ...words } = input.content;
    const first = before.original_content ?? before.content;
    const content = {
      ...words,
      ...(before.reply_to_event_id ? { reply_to_event_id: before.reply_to_event_id } : {}),
      ...(before.thread_root_id ? { thread_root_id: before.thread_root_id } : {}),
      ...(before.also_in_room ? { also_in_room: true } : {}),
      ...(first.forwarded_from ? { forwarded_from: first.forwarded_from } : {}),
    };
    const editedAt = ctx.now();
    await tx.update(messages).set({ editEventId: id, editedAt }).where(eq(messages.id, input.event_id));
    await forgetSummaries(tx, input.room_id, input.event_id, editedAt);

    // Before the words, so that they are the first that count for whoever they name.
    const thread = before.thread_root_id ? { room_id: input.room_id, root_id: before.thread_root_id } : null;
    const mentioned = { before: before.content.mentions, after: content.mentions };
    const follows = thread ? await followOnEdit(tx, ctx, thread, mentioned) : [];
    return tx.emit(
      [
        ...follows,
        {
          id,
          type: "swp.room.message.edit",
          room_id: input.room_id,
          workspace_id: null,
          sender_id: ctx.actor.participantId,
          content: { event_id: input.event_id, content, edited_at: editedAt.toISOString() },
        },
      ],
      () => ({
        ...before,
        content,
        edited_at: editedAt.toISOString(),
        original_content: before.original_content ?? before.content,
      }),
    );
  });
}
