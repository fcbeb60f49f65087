import type { Audience } from "#/domain/envelope.ts";
import type { ErrorCode } from "#/domain/errors.ts";
import type { PresenceState } from "#/domain/presence/events.ts";
import { type AbortReason, closeCodes } from "#/domain/stream/close-codes.ts";
import type { OpenFacts } from "#/domain/stream/contract.ts";
import type { Frame } from "#/domain/stream/event-frames.ts";
import type { TransientFrame } from "#/domain/stream/frames.ts";
import { Admissions } from "./admissions.ts";
import { maxPresenceList, maxSockets, maxSocketsPerParticipant, sweepEveryMs } from "./limits.ts";
import { type AiFrame, LiveTurns } from "./live-turns.ts";
import { type Announcement, Presence } from "./presence.ts";
import { Relay, type Statement } from "./relay.ts";
import { Scope } from "./scope.ts";
import { Sockets } from "./sockets.ts";
import { type Encoded, encode, StreamSocket, type Wire } from "./stream-socket.ts";
import { sweep } from "./sweep.ts";
import { Typing, type TypingChange } from "./typing.ts";

export type HubDeps = {
  tenantId: string;
  /** Which of the tenant's hubs this is. */
  shard: number;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** Makes names that cannot be guessed. */
  makeId: () => string;
  log: (event: string, fields: Record<string, unknown>) => void;
};

/** A change as it is told, and its own frame, made once and only if somebody takes it so. */
type PresenceChange = { of: { participant_id: string; status: PresenceState }; frame: () => Encoded };

export type Refused = { code: number; reason: ErrorCode };

/** All live streams of one tenant: who is connected, what they may receive, and what they say. Memory only. */
export class Hub {
  readonly scope = new Scope();
  readonly sockets = new Sockets();
  readonly typing = new Typing();
  readonly presence = new Presence(this.scope.rooms);
  readonly live = new LiveTurns();
  readonly relay: Relay;
  readonly deps: HubDeps;
  readonly #admissions = new Admissions();
  readonly #pendingTyping = new Map<string, TypingChange>();
  #sweptAt = 0;

  constructor(deps: HubDeps) {
    this.deps = deps;
    this.relay = new Relay(deps.shard, {
      ids: () => this.presence.locals(),
      statement: (participant) => this.#statement(participant),
    });
  }

  /** Nobody is connected or just left: time brings nothing. */
  get quiet(): boolean {
    return this.sockets.size === 0 && this.presence.size === 0 && this.live.size === 0 && !this.relay.pending;
  }

  /** Keeps the facts of a verified opening until its socket arrives. Answers its name, to be used once, or a refusal. */
  admit(facts: OpenFacts): { admission: string } | Refused {
    if (facts.tenant_id !== this.deps.tenantId) {
      return { code: closeCodes.token, reason: "SW_AUTH_TENANT_MISMATCH" };
    }
    if (this.sockets.size + this.#admissions.size >= maxSockets) {
      return { code: closeCodes.tryAgain, reason: "SW_TENANT_CAPACITY" };
    }
    if (this.sockets.of(facts.participant_id).size >= maxSocketsPerParticipant) {
      return { code: closeCodes.tryAgain, reason: "SW_RATE_LIMIT_EXCEEDED" };
    }
    this.relay.learn(facts.hub_shards ?? this.relay.shards);
    const admission = this.deps.makeId();
    const added = this.#admissions.add(admission, facts, this.deps.clock());
    return added ? { admission } : { code: closeCodes.tryAgain, reason: "SW_UNAVAILABLE" };
  }

  /** Indexes the socket, then says hello: what is sent from here on is complete. Answers its id, or null if it was closed. */
  open(wire: Wire, admission: string): string | null {
    const now = this.deps.clock();
    const facts = this.#admissions.take(admission, now);
    if (!facts) return refuse(wire, closeCodes.token, "SW_AUTH_INVALID_TOKEN");
    const person = facts.participant_id;
    const entry = this.scope.enter(facts);
    if (!entry) return refuse(wire, closeCodes.tryAgain, "SW_UNAVAILABLE");
    if (entry.ended) {
      this.#forgetIfAbsent(person);
      return refuse(wire, closeCodes.token, endedCode(entry.ended));
    }
    if (facts.client_id !== null) {
      for (const older of [...this.sockets.of(person)]) {
        if (older.facts.clientId === facts.client_id) this.abort(older, "duplicate_connection");
      }
    }
    const socket = new StreamSocket(
      wire,
      {
        id: this.deps.makeId(),
        participantId: person,
        sessionId: facts.session_id,
        clientId: facts.client_id,
        expiresAt: facts.expires_at === null ? null : Date.parse(facts.expires_at),
        readOnly: facts.read_only === true,
        takesLists: facts.presence_lists === true,
        from: entry.from,
      },
      now,
    );
    this.sockets.add(socket);
    const presence = { sticky: entry.sticky, visible_to: facts.presence.visible_to };
    const news = socket.facts.readOnly ? [] : this.presence.arrive(person, socket.facts.id, presence, now);
    this.relay.restate(person);
    this.#hello(socket, facts.server_name);
    this.#tellPresence(
      socket,
      this.presence.seenBy(person).map((seen) => this.#presenceChange(seen)),
    );
    this.announce(news);
    for (const missed of this.live.missed((room) => this.scope.isMember(room, person)))
      this.send(socket, this.aiFrame(missed));
    return this.sockets.get(socket.facts.id) ? socket.facts.id : null;
  }

  setTyping(participant: string, room: string, typing: boolean): void {
    const changes = typing
      ? this.typing.start(participant, room, this.deps.clock())
      : this.typing.stop(participant, room);
    this.queueTyping(changes);
  }

  queueTyping(changes: TypingChange[]): void {
    for (const change of changes) this.#pendingTyping.set(`${change.room} ${change.participant}`, change);
  }

  closed(id: string): void {
    const socket = this.sockets.get(id);
    if (socket) this.#remove(socket);
  }

  /** Ends a stream from this side. Nothing is sent to it afterwards. */
  end(socket: StreamSocket, code: number, reason: string): void {
    if (!this.#remove(socket)) return;
    socket.close(code, reason);
    this.deps.log("ws.disconnect", { code, reason, participant_id: socket.facts.participantId });
  }

  abort(socket: StreamSocket, reason: AbortReason): void {
    this.end(socket, closeCodes.aborted, reason);
  }

  /** Closes every stream with 1012, before the process stops. */
  drain(): void {
    for (const socket of [...this.sockets.all()]) this.end(socket, closeCodes.restart, "restart");
  }

  /** Ends every stream because the tenant was suspended: for whoever asks again it is not there. */
  close(): void {
    for (const socket of [...this.sockets.all()]) this.end(socket, closeCodes.token, "SW_TENANT_NOT_FOUND");
  }

  /** What time brings: pings, ends, presence, typing. To be called about ten times a second while sockets are open. */
  tick(): void {
    const now = this.deps.clock();
    if (now - this.#sweptAt >= sweepEveryMs || now < this.#sweptAt) {
      this.#sweptAt = now;
      this.#admissions.expire(now);
      this.live.expire(now);
      sweep(this, now);
    }
    this.queueTyping(this.typing.expire(now));
    this.#flushTyping();
    const { announcements, gone } = this.presence.flush(now);
    this.announce(announcements);
    for (const person of gone) this.#forgetIfAbsent(person);
    this.relay.changed(this.presence.takeChanged());
  }

  /** Sends to every socket of the audience that does not already have it. `position` is null for what is not in the log. */
  fanOut(audience: Audience, frame: Encoded, position: number | null): void {
    if (audience.kind === "tenant") {
      for (const socket of this.sockets.all()) this.#sendAfter(socket, frame, position);
      return;
    }
    const group =
      audience.kind === "room"
        ? this.scope.rooms.members(audience.room_id)
        : audience.kind === "workspace"
          ? this.scope.workspaces.members(audience.workspace_id)
          : new Set<string>();
    for (const person of group) this.#sendToPerson(person, frame, position);
    for (const person of new Set(audience.also)) {
      if (!group.has(person)) this.#sendToPerson(person, frame, position);
    }
  }

  announce(announcements: Announcement[]): void {
    const news = new Map<string, PresenceChange[]>();
    for (const { participant, status, viewers } of announcements) {
      const change = this.#presenceChange({ participant, status });
      for (const viewer of viewers) {
        const own = news.get(viewer);
        if (own) own.push(change);
        else if (this.sockets.of(viewer).size > 0) news.set(viewer, [change]);
      }
    }
    for (const [viewer, changes] of news)
      for (const socket of this.sockets.of(viewer)) this.#tellPresence(socket, changes);
  }

  /** One frame for all of it where the client takes that: a frame costs more than what is in it. */
  #tellPresence(socket: StreamSocket, changes: readonly PresenceChange[]): void {
    if (!socket.facts.takesLists || changes.length < 2) {
      for (const { frame } of changes) this.send(socket, frame());
      return;
    }
    for (let from = 0; from < changes.length; from += maxPresenceList) {
      const people = changes.slice(from, from + maxPresenceList).map(({ of }) => of);
      this.send(socket, this.#encode({ type: "presence_list", people }));
    }
  }

  send(socket: StreamSocket, frame: Encoded): void {
    const outcome = socket.send(frame, this.deps.clock());
    if (outcome === "slow") this.end(socket, closeCodes.tooSlow, "too_slow");
    if (outcome === "broken") this.end(socket, closeCodes.internal, "broken");
  }

  #sendToPerson(person: string, frame: Encoded, position: number | null): void {
    for (const socket of this.sockets.of(person)) this.#sendAfter(socket, frame, position);
  }

  #sendAfter(socket: StreamSocket, frame: Encoded, position: number | null): void {
    if (position === null || position > socket.facts.from) this.send(socket, frame);
  }

  #hello(socket: StreamSocket, serverName: string): void {
    this.say(socket, {
      type: "hello",
      session_id: socket.facts.id,
      server_name: serverName,
      tenant_id: this.deps.tenantId,
      stream_position: socket.facts.from,
      ts: this.ts(),
    });
  }

  #remove(socket: StreamSocket): boolean {
    if (!this.sockets.remove(socket)) return false;
    const { id, participantId } = socket.facts;
    this.presence.depart(participantId, id, this.deps.clock());
    if (this.sockets.of(participantId).size === 0) this.queueTyping(this.typing.stopAll(participantId));
    this.#forgetIfAbsent(participantId);
    return true;
  }

  #forgetIfAbsent(person: string): void {
    if (this.sockets.of(person).size === 0 && !this.presence.knows(person)) this.scope.leave(person);
  }

  #flushTyping(): void {
    for (const change of this.#pendingTyping.values()) {
      this.tellTyping(change);
      this.relay.typing(change);
    }
    this.#pendingTyping.clear();
  }

  /** Tells the members of the room who are here. */
  tellTyping({ room, participant, typing }: TypingChange): void {
    const frame = this.#encode({ type: "typing", room_id: room, participant_id: participant, typing });
    for (const member of this.scope.rooms.members(room)) {
      if (member !== participant) this.#sendToPerson(member, frame, null);
    }
  }

  /** Tells someone who came into a room what its AIs are saying. */
  tellLive(person: string, room: string): void {
    for (const missed of this.live.missed((each) => each === room)) {
      this.#sendToPerson(person, this.aiFrame(missed), null);
    }
  }

  aiFrame(frame: AiFrame): Encoded {
    return this.#encode(frame);
  }

  #statement(participant: string): Statement | null {
    const person = this.presence.local(participant);
    if (!person) return null;
    const { auto, ...presence } = person;
    return {
      participant_id: participant,
      auto,
      presence,
      room_ids: [...this.scope.rooms.of(participant)],
      workspace_ids: [...this.scope.workspaces.of(participant)],
      stream_position: this.scope.positionOf(participant),
    };
  }

  #presenceChange(change: Pick<Announcement, "participant" | "status">): PresenceChange {
    const of = { participant_id: change.participant, status: change.status };
    let encoded: Encoded | undefined;
    return {
      of,
      frame: () => {
        encoded ??= this.#encode({ type: "presence", ...of });
        return encoded;
      },
    };
  }

  #encode(frame: Frame): Encoded {
    return encode({ ...frame, tenant_id: this.deps.tenantId, ts: this.ts() });
  }

  say(socket: StreamSocket, frame: TransientFrame): void {
    this.send(socket, encode(frame));
  }

  ts(): string {
    return new Date(this.deps.clock()).toISOString();
  }
}

/** The code a client is told when its session is over. */
export function endedCode(reason: "signed_out" | "revoked" | "expired"): ErrorCode {
  return reason === "expired" ? "SW_AUTH_EXPIRED_TOKEN" : "SW_AUTH_INVALID_TOKEN";
}

function refuse(wire: Wire, code: number, reason: ErrorCode): null {
  wire.close(code, reason);
  return null;
}
