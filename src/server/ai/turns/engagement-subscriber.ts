import { sql } from "drizzle-orm";
import { engages, hasKeyword, isAcknowledgement, type SpeakerKind } from "#/domain/ai/engagement.ts";
import { namedIn } from "#/domain/ai/mentions.ts";
import type { EventDraft, LogEvent } from "#/domain/envelope.ts";
import type { ParticipantType } from "#/domain/participants/participant.ts";
import { isAi } from "#/domain/participants/participant.ts";
import type { Room } from "#/domain/rooms/room.ts";
import { hasInstanceGateway } from "#/server/ai/gateway-facts.ts";
import { answersByDemo, asRoomAi, type RoomAiSettings, roomAiOf, seedRoomAi } from "#/server/ai/room-settings.ts";
import { askAi } from "#/server/ai/turns/ask-ai.ts";
import { endTurn } from "#/server/ai/turns/end-turn.ts";
import { holdIfLooping } from "#/server/ai/turns/hold-loops.ts";
import type { TurnHost } from "#/server/ai/turns/turn-host.ts";
import { array } from "#/server/database/array.ts";
import type { Writer } from "#/server/database/transact.ts";
import type { Subscriber } from "#/server/log/follow.ts";
import { countTurn } from "#/server/metrics/ai.ts";

/** A process that was away for longer does not answer what nobody waits for any more. */
const staleMs = 10 * 60_000;

const types: ReadonlySet<LogEvent["type"]> = new Set([
  "swp.room.message",
  "swp.room.redaction",
  "swp.room.member",
  "swp.room.updated",
  "swp.participant.deactivated",
]);

/** What makes AIs answer, and what ends their answers: it follows the log, whoever wrote to it. */
export function engagementSubscriber(host: TurnHost): Subscriber {
  return {
    name: "ai.engagement",
    begins: { lastMs: 60_000 },
    wants: (event) => types.has(event.type) && !event.forgotten,
    handle: async (tx, events) => {
      const rooms = await roomsWithAi(tx, events);
      const drafts: EventDraft[] = [];
      for (const event of events) {
        if (event.type === "swp.participant.deactivated" || rooms.has(event.room_id ?? "")) {
          drafts.push(...(await follow(tx, host, event)));
        }
      }
      return drafts;
    },
  };
}

/** Most rooms have no AI, and nothing more is asked of them. */
async function roomsWithAi(tx: Writer, events: readonly LogEvent[]): Promise<Set<string>> {
  const ids = [...new Set(events.flatMap((event) => event.room_id ?? []))];
  if (ids.length === 0) return new Set();
  const rows = await tx.rows<{ room_id: string }>(sql`
    select distinct m.room_id from app.room_members m join app.ai_participants a on a.participant_id = m.participant_id
    where m.room_id = any(${array(ids)}::uuid[])`);
  return new Set(rows.map(({ room_id }) => room_id));
}

async function follow(tx: Writer, host: TurnHost, event: LogEvent): Promise<EventDraft[]> {
  switch (event.type) {
    case "swp.room.message":
      return hear(tx, host, event);
    case "swp.room.redaction":
      return endAll(tx, host, sql`trigger_event_id = ${event.content.event_id}`);
    case "swp.room.member": {
      const { participant_id, membership } = event.content;
      if (membership === "join") return seed(tx, host, event.room_id!, participant_id);
      // Of the one who is gone, whether they answered or asked: an answer has its asker's rights.
      return endAll(tx, host, sql`room_id = ${event.room_id} and ${participant_id} in (participant_id, asker_id)`);
    }
    case "swp.room.updated": {
      const { room } = event.content;
      if (room.state === "open" && !room.deleted_at) return [];
      return endAll(tx, host, sql`room_id = ${room.id}`);
    }
    case "swp.participant.deactivated": {
      const { participant_id } = event.content;
      return endAll(tx, host, sql`${participant_id} in (participant_id, asker_id)`);
    }
    default:
      return [];
  }
}

/** Tells how AIs take part that are new to the room, and one that is there again, which nobody has seen since it left. */
async function seed(tx: Writer, host: TurnHost, roomId: string, comingId: string): Promise<EventDraft[]> {
  const fresh = await seedRoomAi(tx, roomId, host.now());
  const again = (await roomAiOf(tx, roomId)).filter(
    (each) => each.participant_id === comingId && !fresh.some(({ participant_id }) => participant_id === comingId),
  );
  const seeded = [...fresh, ...again];
  if (seeded.length === 0) return [];
  const demo = await answersByDemo(tx, hasInstanceGateway(host));
  return seeded.map((each) => ({
    id: host.newId(),
    type: "swp.room.ai_engagement",
    room_id: roomId,
    workspace_id: null,
    sender_id: each.participant_id,
    content: {
      participant_id: each.participant_id,
      engagement: each.engagement,
      keywords: each.keywords,
      response_mode: each.response_mode,
      settings: asRoomAi(each, demo),
    },
  }));
}

async function endAll(tx: Writer, host: TurnHost, where: ReturnType<typeof sql>): Promise<EventDraft[]> {
  const turns = await tx.rows<{ id: string }>(sql`
    select id from app.ai_turns where state in ('queued', 'running', 'waiting') and ${where}
    order by room_id, participant_id, case state when 'queued' then 0 else 1 end, id limit 1000`);
  const events: EventDraft[] = [];
  for (const { id } of turns) {
    const ended = await endTurn(tx, host, id, { state: "cancelled" });
    if (ended.turn) countTurn("cancelled");
    events.push(...ended.events);
  }
  return events;
}

export type Said = {
  readonly event: LogEvent<"swp.room.message">;
  readonly room: Pick<Room, "room_type" | "state">;
  readonly senderType: ParticipantType;
  readonly threadRootId: string | null;
  /** Who said the message that this one answers directly. */
  readonly answeredId: string | null;
  /** The turn that these words of an AI come from. */
  readonly turn: { id: string; asker_id: string; chain_depth: number } | null;
};

async function hear(tx: Writer, host: TurnHost, event: LogEvent<"swp.room.message">): Promise<EventDraft[]> {
  const said = await readSaid(tx, event);
  if (!said || host.now().getTime() - Date.parse(event.ts) > staleMs) return [];
  const system = event.content.msgtype === "swp.system";
  const names = await namesOf(tx, event);
  const present = new Set(names.values());
  const ais = (await roomAiOf(tx, event.room_id!)).filter(({ participant_id }) => present.has(participant_id));
  const named = new Set([...(event.content.mentions ?? []), ...namedIn(event.content.body ?? "", names)]);
  const person = !system && !isAi({ participant_type: said.senderType });
  const events: EventDraft[] = [];
  for (const ai of ais) {
    const reason = system ? null : engages(factsOf(said, ai, named));
    if (reason) events.push(...(await ask(tx, host, ai, said)));
    else if (person) events.push(...(await overtaken(tx, host, ai, said)));
  }
  return events;
}

function factsOf({ event, room, senderType, answeredId }: Said, ai: RoomAiSettings, named: ReadonlySet<string>) {
  const { participant_id: id } = ai;
  const fromAi = isAi({ participant_type: senderType });
  const speaker: SpeakerKind = event.sender_id === id ? "self" : fromAi ? "ai" : "person";
  const body = event.content.body ?? "";
  return {
    room_type: room.room_type,
    room_open: room.state === "open",
    mode: ai.engagement,
    speaker,
    act: "message" as const,
    mentioned: named.has(id),
    keyword: ai.engagement === "keyword" && hasKeyword(body, ai.keywords),
    answersIt: answeredId === id,
    acknowledgement: isAcknowledgement(body),
  };
}

async function ask(tx: Writer, host: TurnHost, ai: RoomAiSettings, said: Said): Promise<EventDraft[]> {
  const { event, threadRootId, turn } = said;
  const asking = {
    // At the beginning of a chain is a person: it is their rights that tools have.
    askerId: turn?.asker_id ?? event.sender_id!,
    triggerEventId: event.id,
    threadRootId,
    chainDepth: turn ? turn.chain_depth + 1 : 0,
  };
  const fromAi = isAi({ participant_type: said.senderType });
  // An AI that speaks by itself has no person behind it whose rights an answer could have.
  if (fromAi && !turn) return [];
  const held = fromAi ? await holdIfLooping(tx, host, ai, event.sender_id!, asking) : null;
  return held ?? (await askAi(tx, host, ai, asking, { overtakes: !fromAi })).events;
}

/** What a person says ends the answer that is under way in that place; one that waits for approval may be talked about. */
async function overtaken(tx: Writer, host: TurnHost, ai: RoomAiSettings, said: Said): Promise<EventDraft[]> {
  if (ai.engagement === "autonomous") return [];
  return endAll(
    tx,
    host,
    sql`room_id = ${ai.room_id} and participant_id = ${ai.participant_id} and state <> 'waiting'
      and thread_root_id is not distinct from ${said.threadRootId}`,
  );
}

async function readSaid(tx: Writer, event: LogEvent<"swp.room.message">): Promise<Said | null> {
  const [row] = await tx.rows<{
    room_type: Room["room_type"];
    state: Room["state"];
    sender_type: ParticipantType;
    thread_root_id: string | null;
    answered_id: string | null;
    turn: Said["turn"];
  }>(sql`
    select r.room_type, r.state, p.participant_type as sender_type, m.thread_root_id, answered.sender_id as answered_id,
      (select jsonb_build_object('id', t.id, 'asker_id', t.asker_id, 'chain_depth', t.chain_depth)
        from app.ai_turns t where t.id = ${event.content.ai?.turn_id ?? null}) as turn
    from app.messages m join app.rooms r on r.id = m.room_id and r.deleted_at is null
    join app.participants p on p.id = m.sender_id
    left join app.messages answered on answered.id = m.reply_to_event_id
    where m.id = ${event.id} and m.redacted_at is null
      and not exists (select from app.ai_settings where hidden)`);
  if (!row) return null;
  return {
    event,
    room: { room_type: row.room_type, state: row.state },
    senderType: row.sender_type,
    threadRootId: row.thread_root_id,
    answeredId: row.answered_id,
    turn: row.turn,
  };
}

/** The AIs that were there when it was said, by their names: one that came in later was not spoken to. */
async function namesOf(tx: Writer, event: LogEvent<"swp.room.message">): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; local_id: string }>(sql`
    select p.id, p.local_id from app.room_members m
    join app.ai_participants a on a.participant_id = m.participant_id
    join app.participants p on p.id = m.participant_id
    join app.events e on e.id = m.member_event_id
    where m.room_id = ${event.room_id} and m.membership = 'join' and e.stream_position < ${event.stream_position}`);
  return new Map(rows.map(({ id, local_id }) => [local_id, id]));
}
