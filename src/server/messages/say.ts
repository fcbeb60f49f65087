import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { MessageContent } from "#/domain/messages/content.ts";
import type { SentMessage } from "#/domain/messages/message.ts";
import { array } from "#/server/database/array.ts";
import type { Context } from "#/server/database/context.ts";
import type { Outcome, Reader, Writer } from "#/server/database/transact.ts";
import { clearDraft } from "#/server/messages/drafts.ts";
import { followOnReply } from "#/server/messages/follow.ts";
import type { SeenRoom } from "#/server/rooms/access.ts";

export type Saying = {
  id: string;
  room: SeenRoom["room"];
  /** As it will be stored; `thread_root_id` may still name a reply of the thread. */
  content: MessageContent;
  event_uuid?: string | undefined;
  forwardedEventId?: string;
  /** Whether a draft stands at this place, which goes with what is said. */
  hasDraft: boolean;
};

/** Writes a message that is allowed: its row, its event, whom it makes follow a thread, and the end of its draft. */
export async function say(tx: Writer, ctx: Context, saying: Saying): Promise<Outcome<SentMessage>> {
  const { id, room } = saying;
  const me = ctx.actor.participantId;
  const [place, reach] = await Promise.all([
    placeInThread(tx, room.id, saying.content),
    reachOf(tx, me, room.id, saying.content),
  ]);
  const root = place.threadRootId;
  const content: MessageContent = {
    ...saying.content,
    ...(root ? { thread_root_id: root } : {}),
    // For whoever follows the log: not to be indexed, summarised, remembered or handed on.
    ...(room.room_type === "incognito" ? { do_not_index: true } : {}),
  };
  const also_in_room = Boolean(root && content.also_in_room);
  tx.alongside(sql`
    insert into app.messages (tenant_id, id, room_id, sender_id, reply_to_event_id, thread_root_id, also_in_room,
      forwarded_event_id)
    values (${tx.tenantId}, ${id}, ${room.id}, ${me}, ${place.replyToEventId}, ${root}, ${also_in_room},
      ${saying.forwardedEventId ?? null})`);
  // Before the message, so that it is the first that counts for them.
  const follows = root ? await followOnReply(tx, ctx, room, { root, mentions: content.mentions ?? [] }) : [];
  const drafts = saying.hasDraft ? await clearDraft(tx, ctx, { room_id: room.id, thread_root_id: root }) : [];
  const message = {
    id,
    type: "swp.room.message" as const,
    room_id: room.id,
    workspace_id: null,
    sender_id: me,
    content,
    ...(saying.event_uuid ? { event_uuid: saying.event_uuid } : {}),
  };
  return tx.emit([...follows, message, ...drafts], (events) => {
    const event = events.find((each) => each.id === id)!;
    return {
      id,
      room_id: room.id,
      sender_id: me,
      event_type: "swp.room.message",
      content,
      stream_position: event.stream_position,
      origin_ts: event.origin_ts,
      created_at: event.ts,
      edited_at: null,
      original_content: null,
      redacted_at: null,
      redacted_by: null,
      redaction_reason: null,
      reactions: [],
      reply_to_event_id: place.replyToEventId,
      thread_root_id: root,
      thread: null,
      ...(also_in_room ? { also_in_room } : {}),
      event_uuid: saying.event_uuid ?? null,
      ...reach,
    };
  });
}

type Place = { replyToEventId: string | null; threadRootId: string | null };

/** A reply points at a message of the same room, and a thread never nests: a reply to a reply joins its thread. */
async function placeInThread(tx: Reader, roomId: string, content: MessageContent): Promise<Place> {
  const { reply_to_event_id: replyTo, thread_root_id: root } = content;
  if (!replyTo && !root) return { replyToEventId: null, threadRootId: null };
  const rows = await tx.rows<{ id: string; thread_root_id: string | null }>(sql`
    select id, thread_root_id from app.messages
    where room_id = ${roomId} and (id = ${replyTo ?? null} or id = ${root ?? null})`);
  const found = new Map(rows.map((row) => [row.id, row]));
  for (const id of [replyTo, root]) if (id && !found.has(id)) throw new SwError("SW_EVENT_NOT_FOUND");
  return {
    replyToEventId: replyTo ?? null,
    threadRootId: root ? (found.get(root)!.thread_root_id ?? root) : null,
  };
}

/**
 * Whom words reach that ask somebody. Of the people mentioned only those of this tenant are told as absent, and nothing of
 * why: left, banned and never there are one answer.
 */
export async function reachOf(
  tx: Reader,
  me: string,
  roomId: string,
  { mentions = [], mentions_room }: MessageContent,
): Promise<Pick<SentMessage, "asks" | "not_in_room">> {
  if (mentions.length === 0 && !mentions_room) return {};
  const [row] = await tx.rows<{ asks: number; absent: string[] }>(sql`
    select
      (select count(*)::int from app.room_members where room_id = ${roomId} and membership = 'join'
        and participant_id <> ${me}) as asks,
      coalesce((
        select jsonb_agg(p.id order by p.id) from app.participants p
        where p.id = any(${array(mentions)}::uuid[]) and p.deactivated_at is null and not exists (
          select from app.room_members m where m.room_id = ${roomId} and m.participant_id = p.id and m.membership = 'join')
      ), '[]') as absent`);
  return {
    ...(mentions_room ? { asks: row!.asks } : {}),
    ...(row!.absent.length > 0 ? { not_in_room: row!.absent } : {}),
  };
}
