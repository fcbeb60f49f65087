import type { IncomingMessage } from "node:http";
import { createParser, type EventSourceMessage } from "eventsource-parser";
import { NotAnAnswer } from "#/server/ports/inference/chat-answer.ts";
import type { GatewayLimits, Patience } from "#/server/ports/inference/patience.ts";

/**
 * The events of a stream, several at once where they came at once. Comments, which only keep the line open, are none, but
 * they do count as a sign of life.
 *
 * @throws NotAnAnswer when a bound is passed
 */
export async function* eventsOf(
  body: IncomingMessage,
  patience: Patience,
  limits: GatewayLimits,
  idleMs: () => number,
): AsyncGenerator<EventSourceMessage[]> {
  // What is no UTF-8 becomes U+FFFD, as the standard of event streams says.
  const decoder = new TextDecoder();
  let ready: EventSourceMessage[] = [];
  const parser = createParser({ maxBufferSize: limits.maxEventChars, onEvent: (event) => ready.push(event) });
  let bytes = 0;
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    bytes += piece.byteLength;
    if (bytes > limits.maxStreamBytes) throw new NotAnAnswer();
    feed(() => parser.feed(decoder.decode(piece, { stream: true })));
    const events = ready;
    ready = [];
    if (events.length > 0) yield events;
    patience.heard(idleMs());
  }
  // A gateway may close without the empty line after its last event.
  feed(() => parser.feed(`${decoder.decode()}\n\n`));
  if (ready.length > 0) yield ready;
}

function feed(work: () => void): void {
  try {
    work();
  } catch {
    throw new NotAnAnswer();
  }
}

/** A whole body as JSON; undefined when it is none. At most `maxBytes` are read. */
export async function jsonOf(body: IncomingMessage, maxBytes: number): Promise<unknown> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    bytes += piece.byteLength;
    if (bytes > maxBytes) throw new NotAnAnswer();
    pieces.push(piece);
  }
  return parsed(Buffer.concat(pieces).toString("utf8"));
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
