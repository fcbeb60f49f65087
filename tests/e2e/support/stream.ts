import { randomUUID } from "node:crypto";
import { WebSocket } from "ws";
import type { Frame } from "../../../src/domain/stream/event-frames.ts";
import { until } from "../../start/instance.ts";
import { call, originOf, type Session } from "./http.ts";

type Opening = { readonly port: number; readonly host: string; readonly token: string; readonly origin?: string };

/** One live socket outside a browser: every frame it got, in order, and how it was closed. */
export class Stream {
  readonly frames: Frame[] = [];
  closed: { readonly code: number; readonly reason: string } | undefined;
  readonly #socket: WebSocket;

  constructor({ port, host, token, origin }: Opening) {
    const headers = { host: `${host}:${port}`, ...(origin === undefined ? {} : { origin }) };
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}/v1/stream?token=${token}`, { headers });
    this.#socket.on("message", (data) => this.frames.push(JSON.parse(String(data)) as Frame));
    this.#socket.on("close", (code, reason) => {
      this.closed = { code, reason: String(reason) };
    });
    this.#socket.on("error", () => {});
  }

  /** As the page of a session opens it, greeted. */
  static async of(session: Session): Promise<Stream> {
    const { ticket } = await call<{ ticket: string }>(session, "identity.streamTicket", { client_id: randomUUID() });
    const stream = new Stream({ ...session, token: ticket, origin: originOf(session) });
    await stream.frame((frame) => frame.type === "hello");
    return stream;
  }

  /** A frame as JSON; text and bytes as they are. */
  send(frame: unknown): void {
    const isRaw = typeof frame === "string" || frame instanceof Uint8Array;
    this.#socket.send(isRaw ? frame : JSON.stringify(frame));
  }

  close(): void {
    this.#socket.terminate();
  }

  frame(wanted: (frame: Frame) => boolean, limitMs = 30_000): Promise<Frame> {
    const seen = () => `Seen: ${JSON.stringify(this.frames).slice(-2_000)} ${JSON.stringify(this.closed ?? "open")}`;
    return until(() => this.frames.find(wanted), limitMs, seen);
  }

  /** How it was closed, once it is. */
  end(limitMs = 30_000): Promise<{ readonly code: number; readonly reason: string }> {
    return until(
      () => this.closed,
      limitMs,
      () => JSON.stringify(this.frames).slice(-2_000),
    );
  }
}
