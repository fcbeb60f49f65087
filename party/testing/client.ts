import type { WebSocket } from "ws";
import { until } from "./until.ts";

export type Received = { type: string } & Record<string, unknown>;

/** A real WebSocket client that keeps what it received and how it ended. */
export class TestClient {
  readonly frames: Received[] = [];
  closed: { code: number; reason: string } | null = null;
  /** Why there was no upgrade at all; null if there was. */
  refusal: string | null = null;
  readonly socket: WebSocket;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data) => this.frames.push(JSON.parse(String(data)) as Received));
    socket.on("close", (code, reason) => {
      this.closed = { code, reason: String(reason) };
    });
    socket.on("error", (error) => {
      this.refusal = error.message;
    });
  }

  of(type: string): Received[] {
    return this.frames.filter((frame) => frame.type === type);
  }

  async first(type: string): Promise<Received> {
    const [frame] = await until(
      () => this.of(type),
      (frames) => frames.length > 0,
    );
    return frame!;
  }

  async end(): Promise<{ code: number; reason: string }> {
    const closed = await until(
      () => this.closed,
      (seen) => seen !== null,
    );
    return closed!;
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === "string" || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }
}
