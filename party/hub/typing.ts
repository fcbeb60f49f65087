import { typingLastsMs } from "#/domain/stream/timing.ts";
import { maxTypingRooms, typingEveryMs } from "./limits.ts";

export type TypingChange = { room: string; participant: string; typing: boolean };

/** Who is typing where. Each method answers what the room must now be told. */
export class Typing {
  readonly #byParticipant = new Map<string, Map<string, { until: number; toldAt: number }>>();

  start(participant: string, room: string, now: number): TypingChange[] {
    const rooms = this.#byParticipant.get(participant) ?? new Map<string, { until: number; toldAt: number }>();
    this.#byParticipant.set(participant, rooms);
    const known = rooms.get(room);
    if (known && now - known.toldAt < typingEveryMs) {
      known.until = now + typingLastsMs;
      return [];
    }
    rooms.delete(room);
    rooms.set(room, { until: now + typingLastsMs, toldAt: now });
    const changes: TypingChange[] = [{ room, participant, typing: true }];
    const oldest = rooms.keys().next().value!;
    if (rooms.size > maxTypingRooms) changes.push(...this.stop(participant, oldest));
    return changes;
  }

  stop(participant: string, room: string): TypingChange[] {
    const rooms = this.#byParticipant.get(participant);
    if (!rooms?.delete(room)) return [];
    if (rooms.size === 0) this.#byParticipant.delete(participant);
    return [{ room, participant, typing: false }];
  }

  stopAll(participant: string): TypingChange[] {
    return [...(this.#byParticipant.get(participant)?.keys() ?? [])].flatMap((room) => this.stop(participant, room));
  }

  expire(now: number): TypingChange[] {
    const changes: TypingChange[] = [];
    for (const [participant, rooms] of this.#byParticipant) {
      for (const [room, { until }] of rooms) if (now >= until) changes.push(...this.stop(participant, room));
    }
    return changes;
  }
}
