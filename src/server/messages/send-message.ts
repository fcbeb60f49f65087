import { sql } from "drizzle-orm";
import { checkContent } from "#/domain/messages/content.ts";
import type { SendMessageInput } from "#/domain/messages/inputs.ts";
import type { SentMessage } from "#/domain/messages/message.ts";
import { type Context, writing } from "#/server/database/context.ts";
import { claim } from "#/server/log/idempotency.ts";
import { findMessage } from "#/server/messages/read.ts";
import { reachOf, say } from "#/server/messages/say.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";
import { limitOf, requireSendAllowance } from "#/server/tenants/limits.ts";

/**
 * Says something in a room. The same `event_uuid` with the same body answers the message made before. One's draft of the
 * room, or of the thread, goes with it.
 * Refuses with SW_ROOM_NOT_FOUND, SW_NOT_MEMBER, SW_ROOM_FROZEN, SW_CONTENT_TOO_LARGE, SW_EVENT_NOT_FOUND (a reply to
 * nothing), SW_IDEMPOTENCY_CONFLICT and SW_RATE_LIMIT_EXCEEDED (the tenant's own limit).
 */
export async function sendMessage(ctx: Context, input: SendMessageInput): Promise<SentMessage> {
  checkContent(input.content);
  const me = ctx.actor.participantId;
  return writing(ctx, async (tx) => {
    const id = ctx.newId();
    const key = { procedure: "send", eventUuid: input.event_uuid, body: [input.room_id, input.content] };
    // All at once, in one round trip; a claim of somebody who sees no room is undone with the rest.
    const [seen, known, most, [draft]] = await Promise.all([
      seeRoom(tx, ctx.actor, input.room_id),
      claim(tx, ctx.actor, key, id),
      limitOf(tx, "sends_per_minute"),
      tx.rows(sql`
        select from app.drafts where participant_id = ${me} and place_id = ${input.content.thread_root_id ?? input.room_id}`),
    ]);
    if (known) {
      const [earlier, reach] = await Promise.all([
        findMessage(tx, input.room_id, known),
        reachOf(tx, me, input.room_id, input.content),
      ]);
      return tx.emit([], () => ({ ...earlier, ...reach }));
    }
    allow(seen, "send");
    await requireSendAllowance(tx, ctx.now(), most);

    const { content, event_uuid } = input;
    return say(tx, ctx, { id, room: seen.room, content, event_uuid, hasDraft: draft !== undefined });
  });
}
