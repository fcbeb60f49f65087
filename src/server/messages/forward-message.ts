import { SwError } from "#/domain/errors.ts";
import { checkContent, type MessageContent } from "#/domain/messages/content.ts";
import type { ForwardInput } from "#/domain/messages/inputs.ts";
import type { Message, SentMessage } from "#/domain/messages/message.ts";
import { type Context, writing } from "#/server/database/context.ts";
import { claim } from "#/server/log/idempotency.ts";
import { findMessage } from "#/server/messages/read.ts";
import { say } from "#/server/messages/say.ts";
import { allow, type SeenRoom, seeRoom } from "#/server/rooms/access.ts";
import { limitOf, requireSendAllowance } from "#/server/tenants/limits.ts";

/**
 * Forwards a message that one may read into a room where one may write. The forward names its original, whose words are read
 * there each time (`messages.quotes`). A forward without a comment of its own hands its original on.
 * Refuses as sending does in the one room and as reading does in the other; SW_ROOM_TYPE_INVARIANT from an incognito room.
 */
export async function forwardMessage(ctx: Context, input: ForwardInput): Promise<SentMessage> {
  const body = input.comment ?? "";
  if (body.trim()) checkContent({ body });
  return writing(ctx, async (tx) => {
    const id = ctx.newId();
    const key = { procedure: "forward", eventUuid: input.event_uuid, body: [input.room_id, input.event_id, body] };
    const seen = await seeRoom(tx, ctx.actor, input.room_id);
    const known = await claim(tx, ctx.actor, key, id);
    if (known) {
      const earlier = await findMessage(tx, input.room_id, known);
      return tx.emit([], () => earlier);
    }
    allow(seen, "send");
    const from = input.from_room_id === input.room_id ? seen : await seeRoom(tx, ctx.actor, input.from_room_id);
    allow(from, "read");
    // What is said there stays there.
    if (isIncognito(from)) throw new SwError("SW_ROOM_TYPE_INVARIANT");
    const original = originalOf(await findMessage(tx, input.from_room_id, input.event_id, from.history_from), from);
    await requireSendAllowance(tx, ctx.now(), await limitOf(tx, "sends_per_minute"));

    const content: MessageContent = {
      msgtype: "swp.text",
      body,
      forwarded_from: { event_id: original.id, sender_id: original.sender_id, ...original.place },
    };
    const { event_uuid } = input;
    return say(tx, ctx, { id, room: seen.room, content, event_uuid, forwardedEventId: original.id, hasDraft: false });
  });
}

function isIncognito({ room }: SeenRoom): boolean {
  return room.room_type === "incognito";
}

type Original = { id: string; sender_id: string; place: { room_id?: string } };

function originalOf(message: Message, from: SeenRoom): Original {
  if (message.redacted_at !== null || message.content.msgtype === "swp.system") throw new SwError("SW_EVENT_NOT_FOUND");
  const handedOn = message.content.forwarded_from;
  if (handedOn && !(message.content.body ?? "").trim()) {
    if (message.original_removed) throw new SwError("SW_EVENT_NOT_FOUND");
    const place = handedOn.room_id ? { room_id: handedOn.room_id } : {};
    return { id: handedOn.event_id, sender_id: handedOn.sender_id, place };
  }
  const place = from.room.room_type === "public" ? { room_id: from.room.id } : {};
  return { id: message.id, sender_id: message.sender_id, place };
}
