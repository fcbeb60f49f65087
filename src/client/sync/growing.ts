import type { TimelineItem } from "#/client/sync/timeline.ts";
import type { LiveTurn } from "#/client/sync/turn-texts.ts";
import { isAtWork, type RoomAiView } from "#/domain/ai/room-view.ts";
import type { Turn } from "#/domain/ai/schema.ts";
import { type TurnText, textFrom } from "#/domain/ai/stream-text.ts";
import type { Message } from "#/domain/messages/message.ts";
import { messageOf } from "#/domain/messages/reduce.ts";

/** What a message of a turn is, and what becomes one while it grows: under one key, so that the row stays. */
export function turnKey(turnId: string, part: number): string {
  return `turn-${turnId}-${part}`;
}

/**
 * The messages that turns at work are writing right now, after the others. In a conversational turn only its state shows:
 * its words come as messages, paragraph by paragraph, and may be peeked at before.
 */
export function growing(
  ai: RoomAiView | undefined,
  live: (turnId: string) => LiveTurn | undefined,
  messages: readonly Message[],
  place: { roomId: string; threadRootId: string | null; tenantId: string },
): TimelineItem[] {
  const turns = Object.values(ai?.turns ?? {}).filter(
    (turn) =>
      turn.thread_root_id === place.threadRootId &&
      (isAtWork(turn) ? turn.state !== "queued" : endedWithoutWords(turn, messages)),
  );
  return turns
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((turn) => {
      const said = saidOf(turn.id, messages);
      const text = turn.response_mode === "streaming" ? restOf(turn, ai, live, said.until) : "";
      return [itemOf(turn, said.parts, said.until, text, place)];
    });
}

/** It said nothing and one should know why: until somebody says something after it. */
function endedWithoutWords(turn: Turn, messages: readonly Message[]): boolean {
  const isTrouble = turn.state === "failed" || turn.state === "interrupted";
  if (!isTrouble && !(turn.state === "cancelled" && turn.ended_by !== null)) return false;
  const ended = Date.parse(turn.ended_at ?? turn.created_at);
  return !messages.some((message) => message.content.ai?.turn_id === turn.id || Date.parse(message.created_at) > ended);
}

/** What of a turn was heard and is in no message yet. */
export function restOf(
  turn: Pick<Turn, "id">,
  ai: Pick<RoomAiView, "texts"> | undefined,
  live: (turnId: string) => LiveTurn | undefined,
  until: number,
): string {
  const heard: TurnText | undefined = live(turn.id)?.text;
  const read = ai?.texts[turn.id];
  const known = heard && read && end(read) > end(heard) ? read : (heard ?? read);
  return known ? textFrom(known, until) : "";
}

function end({ offset, text }: TurnText): number {
  return offset + text.length;
}

/** How much of a turn is in messages: how many parts, and where the last one ends. */
export function saidOf(turnId: string, messages: readonly Message[]): { parts: number; until: number } {
  const own = messages.filter((message) => message.content.ai?.turn_id === turnId);
  const ends = own.map((message) => message.content.ai!.offset + (message.content.body ?? "").length);
  return { parts: own.length, until: Math.max(0, ...ends) };
}

function itemOf(
  turn: Turn,
  part: number,
  offset: number,
  text: string,
  place: { roomId: string; tenantId: string },
): TimelineItem {
  const key = turnKey(turn.id, part);
  const thread = turn.thread_root_id === null ? {} : { thread_root_id: turn.thread_root_id };
  const message = messageOf({
    id: key,
    type: "swp.room.message",
    room_id: place.roomId,
    workspace_id: null,
    tenant_id: place.tenantId,
    sender_id: turn.participant_id,
    content: {
      msgtype: "swp.text",
      body: text,
      ...thread,
      ai: { turn_id: turn.id, part, offset, model: turn.model ?? "" },
    },
    event_uuid: null,
    // Not placed in the log yet: it stands after all that is.
    stream_position: Number.MAX_SAFE_INTEGER,
    origin_ts: Math.floor(Date.parse(turn.created_at) / 1000),
    ts: turn.created_at,
    forgotten: false,
  });
  return { key, message, pending: null, turn };
}
