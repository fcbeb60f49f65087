import type { Wire } from "#/client/sync/socket.ts";
import type { LogEvent } from "#/domain/envelope.ts";
import { type Frame, toFrame } from "#/domain/stream/event-frames.ts";

/** A socket whose other end is the test. */
export class TestWire implements Wire {
  onmessage: Wire["onmessage"] = null;
  onclose: Wire["onclose"] = null;
  readonly sent: Frame[] = [];
  readonly ticket: string;
  closed = false;

  constructor(ticket: string) {
    this.ticket = ticket;
  }

  send(data: unknown): void {
    this.sent.push(JSON.parse(String(data)) as Frame);
  }

  close(): void {
    this.closed = true;
  }

  say(frame: Frame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  hello(stream_position: number): void {
    this.say({ type: "hello", session_id: "s", server_name: "localhost", tenant_id: "t", stream_position, ts: "" });
  }

  event(event: LogEvent): void {
    this.say(toFrame(event));
  }

  end(code: number, reason = ""): void {
    this.onclose?.({ code, reason });
  }
}
