import { faultOf, secondsToMs, toldError, api as trpc } from "#/client/sync/api.ts";
import { isErrorCode, type SwError } from "#/domain/errors.ts";
import type { MessageContent } from "#/domain/messages/content.ts";
import type { Message } from "#/domain/messages/message.ts";
import type { StickyPresence } from "#/domain/presence/events.ts";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";
import type { Overview, RoomView, ThreadView } from "#/domain/views/state.ts";

/** A write that waits its turn in the outbox. Targets are messages that the server knows already. */
export type WriteOp =
  | { kind: "send"; content: MessageContent }
  | { kind: "edit"; event_id: string; content: MessageContent }
  | { kind: "redact"; event_id: string; reason?: string }
  | { kind: "react" | "unreact"; event_id: string; emoji: string };

export type Write = { event_uuid: string; room_id: string; op: WriteOp };

export type SyncPage = { events: ReceivedEvent[]; next_cursor: number; has_more: boolean };

/** `stream_position`: the moment of the page; absent from servers that do not tell. */
type OlderPage = { messages: Message[]; has_more: boolean; stream_position?: number };

/** What the browser asks of the server. All reject with what `faultOf` reads. */
export type Server = {
  overview(): Promise<Overview>;
  room(roomId: string): Promise<RoomView>;
  thread(roomId: string, rootId: string): Promise<ThreadView>;
  /** A page of messages before the position `from`, oldest first; `count` of them, at most 200. */
  older(roomId: string, from: number, count?: number): Promise<OlderPage>;
  /** The message of a send, with its position; nothing for other writes. */
  write(write: Write, signal: AbortSignal): Promise<Message | undefined>;
  markRead(roomId: string, eventId: string): Promise<void>;
  setPresence(presence: StickyPresence): Promise<void>;
  /** Opens one stream of this page load, once. */
  ticket(clientId: string): Promise<string>;
  /** What followed `since`; waits up to `timeoutMs` for something to follow. */
  sync(question: { since: number; timeoutMs: number }, signal: AbortSignal): Promise<SyncPage>;
};

export const server: Server = {
  overview: () => trpc.views.overview.query(),
  room: (room_id) => trpc.views.room.query({ room_id }),
  thread: (room_id, root_id) => trpc.messages.thread.query({ room_id, root_id }),
  older: (room_id, from, count = 50) => trpc.messages.list.query({ room_id, from, limit: count }),
  write: ({ event_uuid, room_id, op }, signal) => {
    const target = { room_id };
    switch (op.kind) {
      case "send":
        return trpc.messages.send.mutate({ ...target, event_uuid, content: op.content }, { signal });
      case "edit": {
        const input = { ...target, event_uuid, event_id: op.event_id, content: op.content };
        return trpc.messages.edit.mutate(input, { signal }).then(nothing);
      }
      case "redact": {
        const reason = op.reason === undefined ? {} : { reason: op.reason };
        return trpc.messages.redact.mutate({ ...target, event_id: op.event_id, ...reason }, { signal }).then(nothing);
      }
      case "react":
      case "unreact":
        return trpc.messages[op.kind]
          .mutate({ ...target, event_id: op.event_id, emoji: op.emoji }, { signal })
          .then(nothing);
    }
  },
  markRead: (room_id, event_id) => trpc.messages.markRead.mutate({ room_id, event_id }).then(nothing),
  setPresence: (presence) => trpc.presence.set.mutate({ presence }).then(nothing),
  ticket: async (client_id) => (await trpc.identity.streamTicket.mutate({ client_id })).ticket,
  sync: askSync,
};

const nothing = () => undefined;

/** The page is large, so that a long absence costs few requests. */
const syncLimit = 500;
/** How long an answer may take beyond the time that the server was asked to wait. */
const slackMs = 15_000;

type SyncAnswer = {
  data?: {
    events: (Omit<ReceivedEvent, "type"> & { event_type: ReceivedEvent["type"] })[];
    next_cursor: number | string;
    has_more: boolean;
  };
  error?: { code?: unknown; message?: unknown };
};

/** `/v1/sync`, as programs use it. Never batched: a poll that waits would hold back whatever travels with it. */
async function askSync(question: { since: number; timeoutMs: number }, signal: AbortSignal): Promise<SyncPage> {
  const query = new URLSearchParams({
    since: String(question.since),
    timeout: String(question.timeoutMs),
    limit: String(syncLimit),
  });
  const patience = AbortSignal.any([signal, AbortSignal.timeout(question.timeoutMs + slackMs)]);
  const response = await fetch(`/v1/sync?${query}`, { signal: patience, headers: { accept: "application/json" } });
  const answer = (await response.json()) as SyncAnswer;
  if (!response.ok || !answer.data) throw refusal(response, answer);
  const events = answer.data.events.map(
    ({ event_type, ...event }) => ({ ...event, type: event_type }) as ReceivedEvent,
  );
  return { events, next_cursor: Number(answer.data.next_cursor), has_more: answer.data.has_more };
}

function refusal(response: Response, { error }: SyncAnswer): unknown {
  if (!isErrorCode(error?.code)) return new Error(`sync answered ${response.status}`);
  const retry_after = secondsToMs(response.headers.get("retry-after"));
  const message = typeof error.message === "string" ? error.message : undefined;
  return retry_after === null
    ? toldError(error.code, message)
    : { data: { sw_code: error.code, sw_message: message, retry_after: retry_after / 1000 } };
}

/** The refusal as an error that screens can show; anything else says that nobody answered. */
export function asSwError(error: unknown): SwError {
  const fault = faultOf(error);
  return fault.kind === "refused" ? fault.error : toldError("SW_UNAVAILABLE");
}
