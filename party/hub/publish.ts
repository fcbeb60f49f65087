import * as z from "zod/mini";
import { chunkFrame, contextUsageFrame, statusFrame } from "#/domain/ai/frames.ts";
import { isAtWork } from "#/domain/ai/room-view.ts";
import type { LogEvent } from "#/domain/envelope.ts";
import { closeCodes } from "#/domain/stream/close-codes.ts";
import { batchForm, ephemeralForm, eventForm, presenceQuestion, typingForm } from "#/domain/stream/contract.ts";
import { type Frame, toFrame } from "#/domain/stream/event-frames.ts";
import { endedCode, type Hub } from "./hub.ts";
import { relayForm } from "./relay.ts";
import { endsSession, type ScopeChange, scopeChange } from "./scope-changes.ts";
import { encode } from "./stream-socket.ts";

export type Reply = { status: number; body: unknown };

/**
 * Takes in the next events of the log. Events that were processed before are skipped, so resending is harmless; a gap
 * is answered with 409 and the position from which to send.
 */
export function publish(hub: Hub, body: unknown): Reply {
  const parsed = batchForm.safeParse(body);
  if (!parsed.success) return bad("The body is not a batch.");
  const { tenant_id, after, events } = parsed.data;
  if (tenant_id !== hub.deps.tenantId) return bad("The batch belongs to another tenant.");
  if (events.some((event, index) => event.stream_position !== after + 1 + index)) {
    return bad("The batch has a gap.");
  }
  if (!hub.scope.accepts(after)) return { status: 409, body: { position: hub.scope.position } };
  for (const event of events) {
    if (event.stream_position <= hub.scope.position!) continue;
    try {
      processEvent(hub, readEvent(event));
    } catch (error) {
      // One bad event must not stop the log: it is skipped here and loudly named; clients get it from sync.
      hub.deps.log("ws.fanout_failed", { stream_position: event.stream_position, error: String(error) });
    }
    hub.scope.advance(event.stream_position);
  }
  return { status: 200, body: { position: hub.scope.position } };
}

/** Frames that are not in the log, from the web application: typing by REST, status and chunks of AI. */
export function ephemeral(hub: Hub, body: unknown): Reply {
  const parsed = ephemeralForm.safeParse(body);
  if (!parsed.success) return bad("The body is not a list of transient frames.");
  const resend = new Set<string>();
  for (const { audience, frame } of parsed.data.frames) {
    if (aiFrameTypes.has(frame.type)) {
      const ai = aiFrameForm.safeParse(frame);
      if (!ai.success) return bad("The frame of an AI lacks a field.");
      const lacking = hub.live.hear(ai.data, hub.deps.clock());
      if (lacking) resend.add(lacking);
      // The web application tells every shard itself: what is lost between shards would tear the text.
      hub.fanOut({ kind: "room", room_id: ai.data.room_id, also: [] }, hub.aiFrame(ai.data), null);
    } else if (frame.type === "typing") {
      const typing = typingForm.safeParse(frame);
      if (!typing.success) return bad("The typing frame lacks a field.");
      hub.setTyping(typing.data.participant_id, typing.data.room_id, typing.data.typing);
    } else {
      const stamped = { ts: new Date(hub.deps.clock()).toISOString(), ...frame, tenant_id: hub.deps.tenantId };
      hub.fanOut(audience, encode(stamped as Frame), null);
      hub.relay.frame({ audience, frame: stamped });
    }
  }
  return { status: 200, body: resend.size > 0 ? { resend: [...resend] } : {} };
}

const aiFrameForm = z.discriminatedUnion("type", [chunkFrame, statusFrame, contextUsageFrame]);
const aiFrameTypes: ReadonlySet<string> = new Set(["swp.room.message.chunk", "swp.ai.status", "swp.ai.context_usage"]);

/** What another shard of the tenant tells. Answers of whom it must say more. */
export function relayed(hub: Hub, body: unknown): Reply {
  const parsed = relayForm.safeParse(body);
  if (!parsed.success) return bad("The body is not what one shard tells another.");
  const { from, shards, fresh, people, states, typing, frames } = parsed.data;
  const now = hub.deps.clock();
  hub.relay.learn(shards);
  if (fresh) hub.relay.forgotten(from);
  const unknown: string[] = [];
  for (const { auto, ...facts } of people) {
    const entry = hub.scope.enter({ ...facts, session_id: null });
    if (entry) {
      const { visible_to } = facts.presence;
      hub.announce(hub.presence.state(facts.participant_id, auto, { sticky: entry.sticky, visible_to }, now));
    } else unknown.push(facts.participant_id);
  }
  for (const { participant_id, auto } of states) {
    if (hub.presence.knows(participant_id)) hub.presence.state(participant_id, auto, null, now);
    else if (auto !== "offline") unknown.push(participant_id);
  }
  for (const change of typing) hub.tellTyping(change);
  for (const { audience, frame } of frames) hub.fanOut(audience, encode(frame as unknown as Frame), null);
  return { status: 200, body: { unknown } };
}

/** The tenant was suspended. */
export function closeAll(hub: Hub): Reply {
  hub.close();
  return { status: 200, body: {} };
}

/** The presence of people, as one person may see it. The asker has made sure that they share a room. */
export function presenceOf(hub: Hub, body: unknown): Reply {
  const parsed = presenceQuestion.safeParse(body);
  if (!parsed.success) return bad("The body is not a question about presence.");
  const { viewer_id, ids } = parsed.data;
  return { status: 200, body: { data: Object.fromEntries(ids.map((id) => [id, hub.presence.seen(viewer_id, id)])) } };
}

function readEvent(value: unknown): LogEvent {
  return eventForm.parse(value) as unknown as LogEvent;
}

/** The one who gains a room sees the event by its new place; the one who loses it gets it as the last frame of the room. */
function processEvent(hub: Hub, event: LogEvent): void {
  if (event.tenant_id !== hub.deps.tenantId) throw new Error("event of another tenant");
  const change = scopeChange(event);
  const gains = change !== null && (change.kind === "room" || change.kind === "workspace") && change.present;
  if (change && gains) applyChange(hub, event.stream_position, change);
  hub.fanOut(event.audience, encode(toFrame(event)), event.stream_position);
  if (change && !gains) applyChange(hub, event.stream_position, change);
  if (event.type === "swp.ai.turn" && !event.forgotten && !isAtWork(event.content.turn))
    hub.live.end(event.content.turn.id);
  if (event.type === "swp.room.message" && event.room_id && event.sender_id) {
    hub.queueTyping(hub.typing.stop(event.sender_id, event.room_id));
  }
}

function applyChange(hub: Hub, position: number, change: ScopeChange): void {
  const { participant } = change;
  const news = hub.scope.isNews(position, participant);
  const entersRoom = change.kind === "room" && change.present && !hub.scope.isMember(change.group, participant);
  hub.scope.apply(position, change);
  if (change.kind === "session") endSessions(hub, change);
  if (!news) return;
  if (change.kind === "sticky") hub.presence.setSticky(participant, change.sticky, hub.deps.clock());
  if (change.kind !== "room") return;
  if (entersRoom) {
    hub.announce(hub.presence.introduce(participant, change.group));
    hub.tellLive(participant, change.group);
  }
  if (!change.present) hub.queueTyping(hub.typing.stop(participant, change.group));
}

function endSessions(hub: Hub, change: Extract<ScopeChange, { kind: "session" }>): void {
  for (const socket of [...hub.sockets.of(change.participant)]) {
    if (endsSession(change, socket.facts.sessionId)) hub.end(socket, closeCodes.token, endedCode(change.reason));
  }
}

function bad(message: string): Reply {
  return { status: 400, body: { error: { code: "SW_BAD_REQUEST", message } } };
}
