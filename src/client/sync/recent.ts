import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";

/** A room is read within seconds; this many events are minutes of a busy server. */
const maxKept = 1_000;

/** The newest events that were applied, for views that were on their way meanwhile. */
export class Recent {
  #floor: number;
  #events: ReceivedEvent[] = [];

  /** `floor`: the position from which on every event that concerns us will be told. */
  constructor(floor: number) {
    this.#floor = floor;
  }

  add(events: readonly ReceivedEvent[]): void {
    const last = this.#events.at(-1)?.stream_position ?? this.#floor;
    this.#events.push(...events.filter((event) => event.stream_position > last));
    const excess = this.#events.length - maxKept;
    if (excess <= 0) return;
    this.#floor = this.#events[excess - 1]!.stream_position;
    this.#events.splice(0, excess);
  }

  /** Every event after `position`, or null when they are not all kept. */
  after(position: number): ReceivedEvent[] | null {
    if (position < this.#floor) return null;
    return this.#events.filter((event) => event.stream_position > position);
  }

  /** Events from an earlier position on will be told as well. */
  lower(floor: number): void {
    this.#floor = Math.min(this.#floor, floor);
  }

  restart(floor: number): void {
    this.#floor = floor;
    this.#events = [];
  }
}
