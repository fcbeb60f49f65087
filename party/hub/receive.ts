import { type ErrorCode, errorTable } from "#/domain/errors.ts";
import { closeCodes } from "#/domain/stream/close-codes.ts";
import { readClientFrame } from "#/domain/stream/frames.ts";
import type { Hub } from "./hub.ts";
import { hugeFrameLength, maxRefusedByRate } from "./limits.ts";
import type { StreamSocket } from "./stream-socket.ts";

/** A frame came from a client; `data` is whatever arrived. What is wrong is answered, what goes on being wrong is ended. */
export function receive(hub: Hub, id: string, data: unknown): void {
  const socket = hub.sockets.get(id);
  if (!socket) return;
  const now = hub.deps.clock();
  if (sizeOf(data) > hugeFrameLength) hub.end(socket, closeCodes.tooBig, "frame_too_big");
  else if (socket.frames.take(now)) listen(hub, socket, data);
  else refuseByRate(hub, socket);
}

function listen(hub: Hub, socket: StreamSocket, data: unknown): void {
  const now = hub.deps.clock();
  if (socket.frames.full) socket.refusedByRate = 0;
  socket.heard(now);
  const read = readClientFrame(data);
  if ("refused" in read) {
    refuseFrame(hub, socket, "SW_FRAME_INVALID", read.refused);
    return;
  }
  const { frame } = read;
  const { id, participantId: person } = socket.facts;
  if (socket.facts.readOnly && frame.type !== "pong") {
    refuseFrame(hub, socket, "SW_AUTH_INSUFFICIENT_SCOPE", errorTable.SW_AUTH_INSUFFICIENT_SCOPE[1]);
    return;
  }
  hub.presence.heard(person, id, frame.type === "presence" ? frame.status : null, now);
  if (frame.type === "pong") socket.answersPings = true;
  if (frame.type !== "typing") return;
  // The same answer for a room that does not exist and one that is not theirs.
  if (hub.scope.isMember(frame.room_id, person)) hub.setTyping(person, frame.room_id, frame.typing);
  else refuseFrame(hub, socket, "SW_ROOM_NOT_FOUND", errorTable.SW_ROOM_NOT_FOUND[1]);
}

function refuseByRate(hub: Hub, socket: StreamSocket): void {
  socket.refusedByRate += 1;
  if (socket.refusedByRate > maxRefusedByRate) hub.abort(socket, "rate_limit");
  if (socket.refusedByRate !== 1) return;
  const [, message] = errorTable.SW_RATE_LIMIT_EXCEEDED;
  hub.say(socket, { type: "error", code: "SW_RATE_LIMIT_EXCEEDED", message, ts: hub.ts() });
}

function refuseFrame(hub: Hub, socket: StreamSocket, code: ErrorCode, message: string): void {
  if (socket.mistakes.take(hub.deps.clock())) hub.say(socket, { type: "error", code, message, ts: hub.ts() });
  else hub.abort(socket, "frame_invalid");
}

function sizeOf(data: unknown): number {
  if (typeof data === "string") return data.length;
  return data instanceof ArrayBuffer || ArrayBuffer.isView(data) ? data.byteLength : 0;
}
