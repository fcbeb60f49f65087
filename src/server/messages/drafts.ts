import { sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import { checkDraft } from "#/domain/messages/content.ts";
import { type Draft, type DraftEntry, maxDrafts, type ReplacedDraft } from "#/domain/messages/draft.ts";
import type { DraftInput, ListDraftsInput, SetDraftInput } from "#/domain/messages/inputs.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import { type Page, pageOf } from "#/server/database/page.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { forget } from "#/server/log/forget.ts";
import { seenBy } from "#/server/messages/unread.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";

const updatedAt = sql.raw(`to_char(d.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated_at`);

/** One's drafts that still stand: of rooms one is in, begun since one came into them. */
const standing = (me: string) => sql`
  from app.drafts d
  join app.events e on e.id = d.draft_event_id
  join app.room_members m on m.room_id = d.room_id and m.participant_id = d.participant_id and m.membership = 'join'
  join app.events joined on joined.id = m.member_event_id and joined.stream_position < e.stream_position
  join app.rooms r on r.id = d.room_id and ${seenBy(me)}
  where d.participant_id = ${me}`;

/** One's drafts with the beginning of their words, the newest first. */
export function draftEntries(tx: Reader, me: string, page: { limit: number; offset: number }): Promise<DraftEntry[]> {
  return tx.rows<DraftEntry>(sql`
    select d.room_id, d.thread_root_id, left(coalesce(e.content->'content'->>'body', ''), 200) as excerpt,
      d.draft_event_id as version, ${updatedAt}
    ${standing(me)} order by d.updated_at desc, d.place_id limit ${page.limit} offset ${page.offset}`);
}

/** One's drafts in all rooms, the newest first, with the beginning of their words. */
export function listDrafts(ctx: Context, input: ListDraftsInput): Promise<Page<DraftEntry>> {
  return reading(ctx, (tx) => pageOf(input, (page) => draftEntries(tx, ctx.actor.participantId, page)));
}

/** One's draft of a room or of a thread of it, whole. Null when there is none. */
export function readDraft(ctx: Context, input: DraftInput): Promise<{ draft: Draft | null }> {
  return reading(ctx, async (tx) => {
    await seeRoom(tx, ctx.actor, input.room_id);
    return { draft: await draftAt(tx, ctx.actor.participantId, input.thread_root_id ?? input.room_id) };
  });
}

async function draftAt(tx: Reader, me: string, placeId: string): Promise<Draft | null> {
  const [draft] = await tx.rows<Draft>(sql`
    select d.room_id, d.thread_root_id, e.content->'content' as content, d.draft_event_id as version, ${updatedAt}
    ${standing(me)} and d.place_id = ${placeId}`);
  return draft ?? null;
}

export type SetDraftAnswer = { draft: Draft | null; replaced: ReplacedDraft | null };

/**
 * Keeps what one began to write, or discards it (`content` null). The last writer wins: what stood there and was not what
 * the writer saw (`base`) is answered and told as `replaced`, so that it can be brought back. The words before are forgotten.
 * Refuses with SW_ROOM_NOT_FOUND, SW_NOT_MEMBER, SW_ROOM_FORBIDDEN, SW_ROOM_FROZEN, SW_EVENT_NOT_FOUND (no such thread) and
 * SW_CONTENT_TOO_LARGE.
 */
export async function setDraft(ctx: Context, input: SetDraftInput): Promise<SetDraftAnswer> {
  if (input.content) checkDraft(input.content);
  const me = ctx.actor.participantId;
  const place = { room_id: input.room_id, thread_root_id: input.thread_root_id ?? null };
  const placeId = place.thread_root_id ?? place.room_id;
  return writing(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, input.room_id);
    allow(seen, "send");
    if (place.thread_root_id) await requireRoot(tx, input.room_id, place.thread_root_id);
    // One's own writes take turns, so that each knows what it replaces.
    await tx.rows(sql`select from app.participants where id = ${me} for no key update`);
    const before = await draftAt(tx, me, placeId);
    if (!before && !input.content) return tx.emit([], () => ({ draft: null, replaced: null }));

    const unseen = before !== null && input.base !== undefined && input.base !== before.version;
    const same = before !== null && JSON.stringify(before.content) === JSON.stringify(input.content);
    const replaced =
      unseen && !same ? { content: before.content, version: before.version, updated_at: before.updated_at } : null;
    const dropped = before || !input.content ? [] : await dropOldest(tx, ctx);
    const event = await writeDraft(tx, ctx, { ...place, participantId: me, content: input.content, replaced });
    const draft = input.content && {
      ...place, content: input.content, version: event.id, updated_at: ctx.now().toISOString(),
    }; // biome-ignore format: one draft
    return tx.emit([event, ...dropped], () => ({ draft, replaced }));
  });
}

async function requireRoot(tx: Reader, roomId: string, rootId: string): Promise<void> {
  const found = await tx.rows(sql`
    select from app.messages where id = ${rootId} and room_id = ${roomId} and thread_root_id is null`);
  if (found.length === 0) throw new SwError("SW_EVENT_NOT_FOUND");
}

/** Makes room for one more: of as many as there may be, the oldest go. */
async function dropOldest(tx: Writer, ctx: Context): Promise<EventDraft[]> {
  const rows = await tx.rows<{ room_id: string; thread_root_id: string | null }>(sql`
    select d.room_id, d.thread_root_id from app.drafts d where d.participant_id = ${ctx.actor.participantId}
    order by d.updated_at desc, d.place_id offset ${maxDrafts - 1}`);
  const events: EventDraft[] = [];
  for (const row of rows) {
    events.push(
      await writeDraft(tx, ctx, { ...row, participantId: ctx.actor.participantId, content: null, replaced: null }),
    );
  }
  return events;
}

type DraftWrite = {
  room_id: string;
  thread_root_id: string | null;
  /** Whose it is. */
  participantId: string;
  content: Draft["content"] | null;
  replaced: ReplacedDraft | null;
};

/** Writes or removes one draft, forgets the words that stood there, and answers the event that tells its owner. */
async function writeDraft(tx: Writer, ctx: Context, write: DraftWrite): Promise<EventDraft> {
  const { room_id, thread_root_id, participantId, content, replaced } = write;
  const id = ctx.newId();
  const now = ctx.now();
  const placeId = thread_root_id ?? room_id;
  const [old] = await tx.rows<{ draft_event_id: string }>(sql`
    delete from app.drafts where participant_id = ${participantId} and place_id = ${placeId} returning draft_event_id`);
  if (old) await forget(tx, [old.draft_event_id], now);
  if (content) {
    await tx.rows(sql`
      insert into app.drafts (tenant_id, participant_id, room_id, place_id, thread_root_id, draft_event_id,
        reply_to_event_id, updated_at)
      values (${tx.tenantId}, ${participantId}, ${room_id}, ${placeId}, ${thread_root_id}, ${id},
        ${content.reply_to_event_id ?? null}, ${now.toISOString()}::timestamptz)`);
  }
  return {
    id,
    type: "swp.draft",
    room_id,
    workspace_id: null,
    sender_id: participantId,
    content: { thread_root_id, content, updated_at: now.toISOString(), replaced },
  };
}

/** What one began to write at a place is said now: the draft goes. Answers the events to emit with what was said. */
export async function clearDraft(
  tx: Writer,
  ctx: Context,
  place: { room_id: string; thread_root_id: string | null },
): Promise<EventDraft[]> {
  return [
    await writeDraft(tx, ctx, { ...place, participantId: ctx.actor.participantId, content: null, replaced: null }),
  ];
}

/** How many drafts can answer one message before the rest keeps a reference to what is gone anyway. */
const maxQuoting = 500;

/** Drafts that answer a message which is removed lose what they quote, whoever's they are. */
export async function unquoteDrafts(tx: Writer, ctx: Context, eventId: string): Promise<EventDraft[]> {
  const rows = await tx.rows<{
    participant_id: string;
    room_id: string;
    thread_root_id: string | null;
    content: Draft["content"];
  }>(sql`
    select d.participant_id, d.room_id, d.thread_root_id, e.content->'content' as content
    from app.drafts d join app.events e on e.id = d.draft_event_id
    where d.reply_to_event_id = ${eventId} order by d.participant_id limit ${maxQuoting} for update of d`);
  const events: EventDraft[] = [];
  for (const { participant_id, content, ...place } of rows) {
    const { reply_to_event_id: _, ...rest } = content;
    events.push(await writeDraft(tx, ctx, { ...place, participantId: participant_id, content: rest, replaced: null }));
  }
  return events;
}
