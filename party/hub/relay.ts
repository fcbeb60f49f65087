import * as z from "zod/mini";
import type { Audience } from "#/domain/envelope.ts";
import { id } from "#/domain/ids.ts";
import { stickyStates } from "#/domain/presence/events.ts";
import { audience, maxHubShards } from "#/domain/stream/contract.ts";
import { maxRelayedFrames, maxRelayedPeople, relayEveryMs, relayRetryMs } from "./limits.ts";
import type { TypingChange } from "./typing.ts";

const auto = z.enum(["online", "idle", "offline"]);

/** All that another shard must know of a person to show their presence to those who share a room with them. */
const statement = z.object({
  participant_id: id,
  auto,
  room_ids: z.array(id),
  workspace_ids: z.array(id),
  presence: z.object({ sticky: z.nullable(z.enum(stickyStates)), visible_to: z.array(id) }),
  /** The position of the log at which the rooms were true. */
  stream_position: z.int(),
});
export type Statement = z.infer<typeof statement>;

/** What one shard of a tenant tells another. Saying it twice does no harm. */
export const relayForm = z.object({
  from: z.int().check(z.gte(0), z.lt(maxHubShards)),
  shards: z.int().check(z.gte(1), z.lte(maxHubShards)),
  /** The sender has just begun and knows nobody. */
  fresh: z.boolean(),
  people: z.array(statement),
  states: z.array(z.object({ participant_id: id, auto })),
  typing: z.array(z.object({ room: id, participant: id, typing: z.boolean() })),
  frames: z.array(z.object({ audience, frame: z.looseObject({ type: z.string() }) })),
});
export type RelayBody = z.infer<typeof relayForm>;

/** People of whom the receiver has only a state and needs a statement. */
export const relayReply = z.object({ unknown: z.array(id) });

export type RelayedFrame = { audience: Audience; frame: Record<string, unknown> & { type: string } };

/** What the relay asks of its own hub. */
export type Locals = { ids(): string[]; statement(participant: string): Statement | null };

type Peer = {
  dirty: Set<string>;
  told: Set<string>;
  typing: Map<string, TypingChange>;
  frames: RelayedFrame[];
  busy: boolean;
  fresh: boolean;
  notBefore: number;
};

/**
 * What this shard still has to tell the others of its tenant: the presence of its people, typing, frames that are not in
 * the log. One message a peer is under way at a time, so that nothing overtakes; what fails is told again as it is then.
 */
export class Relay {
  readonly #own: number;
  readonly #locals: Locals;
  readonly #peers = new Map<number, Peer>();
  #shards = 1;
  #repeatedAt = 0;

  constructor(own: number, locals: Locals) {
    this.#own = own;
    this.#locals = locals;
  }

  get shards(): number {
    return this.#shards;
  }

  /** Something waits to be told. */
  get pending(): boolean {
    return [...this.#peers.values()].some(waits);
  }

  /** The number of shards, which the web application says with everything. */
  learn(shards: number): void {
    if (shards === this.#shards) return;
    this.#shards = shards;
    this.#peers.clear();
    for (let shard = 0; shard < shards; shard += 1) {
      if (shard !== this.#own) this.#peers.set(shard, newPeer(this.#locals.ids()));
    }
  }

  changed(participants: Iterable<string>): void {
    for (const participant of participants) for (const peer of this.#peers.values()) peer.dirty.add(participant);
  }

  /** The facts of these people changed, not just their state: they are stated anew. */
  restate(participant: string): void {
    for (const peer of this.#peers.values()) peer.told.delete(participant);
    this.changed([participant]);
  }

  typing(change: TypingChange): void {
    for (const peer of this.#peers.values()) peer.typing.set(`${change.room} ${change.participant}`, change);
  }

  frame(relayed: RelayedFrame): void {
    for (const peer of this.#peers.values()) if (peer.frames.length < maxRelayedFrames) peer.frames.push(relayed);
  }

  /** A peer has begun anew and knows nobody of ours. */
  forgotten(shard: number): void {
    const peer = this.#peers.get(shard);
    if (!peer) return;
    peer.told.clear();
    for (const participant of this.#locals.ids()) peer.dirty.add(participant);
  }

  /** What is to be sent now, and to which shard. Each is answered with `done` or `failed`. */
  take(now: number): { shard: number; body: RelayBody }[] {
    if (now - this.#repeatedAt >= relayEveryMs || now < this.#repeatedAt) {
      this.#repeatedAt = now;
      this.changed(this.#locals.ids());
    }
    const bodies: { shard: number; body: RelayBody }[] = [];
    for (const [shard, peer] of this.#peers) {
      if (peer.busy || now < peer.notBefore || !waits(peer)) continue;
      peer.busy = true;
      bodies.push({ shard, body: this.#bodyFor(peer) });
    }
    return bodies;
  }

  done(shard: number, unknown: readonly string[]): void {
    const peer = this.#peers.get(shard);
    if (!peer) return;
    peer.busy = false;
    for (const participant of unknown) {
      peer.told.delete(participant);
      peer.dirty.add(participant);
    }
  }

  /** Nobody knows what arrived: everybody is stated anew. Typing and frames that were lost stay lost, as they pass anyway. */
  failed(shard: number, now: number): void {
    const peer = this.#peers.get(shard);
    if (!peer) return;
    peer.busy = false;
    peer.notBefore = now + relayRetryMs;
    this.forgotten(shard);
  }

  #bodyFor(peer: Peer): RelayBody {
    const body: RelayBody = { from: this.#own, shards: this.#shards, fresh: peer.fresh, people: [], states: [], typing: [...peer.typing.values()], frames: peer.frames.splice(0) }; // biome-ignore format: one message
    peer.fresh = false;
    peer.typing.clear();
    for (const participant_id of peer.dirty) {
      if (body.people.length >= maxRelayedPeople) break;
      peer.dirty.delete(participant_id);
      const said = this.#locals.statement(participant_id);
      if (said && !peer.told.has(participant_id)) {
        body.people.push(said);
        peer.told.add(participant_id);
      } else {
        if (!said) peer.told.delete(participant_id);
        body.states.push({ participant_id, auto: said?.auto ?? "offline" });
      }
    }
    return body;
  }
}

function newPeer(ids: string[]): Peer {
  return {
    dirty: new Set(ids),
    told: new Set(),
    typing: new Map(),
    frames: [],
    busy: false,
    fresh: true,
    notBefore: 0,
  };
}

function waits(peer: Peer): boolean {
  return peer.fresh || peer.dirty.size > 0 || peer.typing.size > 0 || peer.frames.length > 0;
}
