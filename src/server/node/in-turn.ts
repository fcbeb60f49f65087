import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

const latest = new WeakMap<Socket, ServerResponse>();

/**
 * Runs `answer` when every earlier request of the same connection has its answer. Node takes several at once and puts
 * their answers in order, but h3 never ends one that is ready before its turn: the client would wait for ever.
 */
export function inTurn({ socket }: IncomingMessage, response: ServerResponse, answer: () => void): void {
  const before = latest.get(socket);
  latest.set(socket, response);
  if (before && !before.closed) before.once("close", answer);
  else answer();
}
