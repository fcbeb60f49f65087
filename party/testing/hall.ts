import type { LogEvent } from "#/domain/envelope.ts";
import type { OpenFacts } from "#/domain/stream/contract.ts";
import { Hub } from "../hub/hub.ts";
import { tickMs } from "../hub/limits.ts";
import { publish, type Reply } from "../hub/publish.ts";
import { receive } from "../hub/receive.ts";
import type { Wire } from "../hub/stream-socket.ts";
import type { Received } from "./client.ts";
import { batch, factsOf, tenantId } from "./facts.ts";

/** A connection in memory. `taking` false: the other side does not read. */
export class FakeWire implements Wire {
  readonly frames: Received[] = [];
  closed: { code: number; reason: string } | null = null;
  bufferedAmount = 0;
  taking = true;
  broken = false;
  id: string | null = null;

  send(text: string): void {
    if (this.broken || this.closed) throw new Error("the connection is gone");
    this.frames.push(JSON.parse(text) as Received);
    if (!this.taking) this.bufferedAmount += new TextEncoder().encode(text).length;
  }

  close(code: number, reason: string): void {
    this.closed ??= { code, reason };
  }

  of(type: string): Received[] {
    return this.frames.filter((frame) => frame.type === type);
  }

  get positions(): unknown[] {
    return this.frames.filter((frame) => frame.type.startsWith("swp.")).map((frame) => frame.stream_position);
  }
}

/** A hub whose clock moves only when the test says so. */
export class Hall {
  now = Date.parse("2026-01-01T00:00:00Z");
  readonly logged: { event: string; fields: Record<string, unknown> }[] = [];
  readonly hub: Hub;
  #made = 0;

  constructor(shard = 0) {
    this.hub = new Hub({
      tenantId,
      shard,
      clock: () => this.now,
      makeId: () => `made-${++this.#made}`,
      log: (event, fields) => this.logged.push({ event, fields }),
    });
  }

  enter(participant: string, some: Partial<OpenFacts> = {}): FakeWire {
    const wire = new FakeWire();
    const admitted = this.hub.admit(factsOf(participant, some));
    if ("admission" in admitted) wire.id = this.hub.open(wire, admitted.admission);
    else wire.close(admitted.code, admitted.reason);
    return wire;
  }

  leave(wire: FakeWire): void {
    this.hub.closed(wire.id!);
  }

  say(wire: FakeWire, frame: unknown): void {
    receive(this.hub, wire.id!, typeof frame === "string" ? frame : JSON.stringify(frame));
  }

  publish(after: number, ...events: LogEvent[]): Reply {
    return publish(this.hub, batch(after, events));
  }

  /** Lets time pass, ticking as the real timer does. `meanwhile` is called after each tick. */
  pass(ms: number, meanwhile: () => void = () => {}): void {
    for (const end = this.now + ms; this.now < end; ) {
      this.now += tickMs;
      this.hub.tick();
      meanwhile();
    }
  }
}
