import type * as Party from "partykit/server";
import {
  hubActions,
  hubName,
  maxBodyBytes,
  maxHubShards,
  openFacts,
  readHubName,
  shardsHeader,
} from "#/domain/stream/contract.ts";
import { Hub } from "./hub/hub.ts";
import { tickMs } from "./hub/limits.ts";
import { closeAll, ephemeral, presenceOf, publish, type Reply, relayed } from "./hub/publish.ts";
import { receive } from "./hub/receive.ts";
import { relayReply } from "./hub/relay.ts";
import { problem } from "./replies.ts";
import { isInternal } from "./secret.ts";

/** One hub of a tenant as a party: turns requests and sockets into calls of `Hub`, which knows nothing of PartyKit. */
export default class Tenant {
  readonly options = { hibernate: false };
  readonly #room: Party.Room;
  readonly #hub: Hub;
  readonly #sockets = new Map<string, string>();
  #timer: ReturnType<typeof setInterval> | null = null;

  /** Streams come through `main` alone: it has asked who they are. */
  static onBeforeConnect(): Response {
    return problem("SW_NOT_FOUND");
  }

  /** From outside only the web application may ask, and only for these; the rest (`admit`, `stream`, `relay` …) is between parties. */
  static onBeforeRequest(request: Party.Request, lobby: Party.Lobby): Party.Request | Response {
    const { pathname } = new URL(request.url);
    const known = hubActions.some((action) => pathname === `/parties/tenant/${lobby.id}/${action}`);
    if (!known || !readHubName(lobby.id) || !isInternal(request.headers, lobby.env)) return problem("SW_NOT_FOUND");
    return request.method === "POST" ? request : problem("SW_METHOD_NOT_ALLOWED");
  }

  constructor(room: Party.Room) {
    this.#room = room;
    const { tenantId, shard } = readHubName(room.id) ?? { tenantId: room.id, shard: 0 };
    this.#hub = new Hub({
      tenantId,
      shard,
      clock: () => Date.now(),
      makeId: () => crypto.randomUUID(),
      log: (event, fields) => console.error(JSON.stringify({ event, tenant_id: tenantId, shard, ...fields })),
    });
  }

  onConnect(connection: Party.Connection, { request }: Party.ConnectionContext): void {
    const wire = {
      send: (text: string) => connection.send(text),
      close: (code: number, reason: string) => connection.close(code, reason),
      get bufferedAmount() {
        return (connection as unknown as { bufferedAmount?: number }).bufferedAmount ?? 0;
      },
    };
    const id = this.#hub.open(wire, request.headers.get("x-admission") ?? "");
    if (id) this.#sockets.set(connection.id, id);
    this.#wake();
  }

  onMessage(data: unknown, connection: Party.Connection): void {
    const id = this.#sockets.get(connection.id);
    if (id) receive(this.#hub, id, data);
  }

  onClose(connection: Party.Connection): void {
    const id = this.#sockets.get(connection.id);
    this.#sockets.delete(connection.id);
    if (id) this.#hub.closed(id);
  }

  onError(connection: Party.Connection): void {
    this.onClose(connection);
  }

  async onRequest(request: Party.Request): Promise<Response> {
    const action = new URL(request.url).pathname.split("/").at(-1)!;
    if (action === "drain") {
      this.#hub.drain();
      return Response.json({});
    }
    if (action === "count") return Response.json({ sockets: this.#hub.sockets.size });
    const text = await request.text();
    if (text.length > maxBodyBytes) return problem("SW_BODY_TOO_LARGE");
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return problem("SW_BAD_REQUEST");
    }
    if (action === "admit") return Response.json(this.#hub.admit(openFacts.parse(body)));
    const answer = actions[action];
    if (!answer) return problem("SW_NOT_FOUND");
    const shards = Number(request.headers.get(shardsHeader));
    if (Number.isInteger(shards) && shards >= 1 && shards <= maxHubShards) this.#hub.relay.learn(shards);
    const reply = answer(this.#hub, body);
    this.#tellPeers();
    if (!this.#hub.quiet) this.#wake();
    return Response.json(reply.body, { status: reply.status });
  }

  #wake(): void {
    this.#timer ??= setInterval(() => this.#tick(), tickMs);
  }

  #tellPeers(): void {
    for (const { shard, body } of this.#hub.relay.take(Date.now())) void this.#tellPeer(shard, body);
  }

  async #tellPeer(shard: number, body: unknown): Promise<void> {
    const { relay } = this.#hub;
    try {
      const name = hubName(this.#hub.deps.tenantId, shard);
      const peer = this.#room.context.parties.tenant!.get(name) as unknown as Party.Stub;
      const answer = await peer.fetch("/relay", { method: "POST", body: JSON.stringify(body) });
      relay.done(shard, relayReply.parse(await answer.json()).unknown);
    } catch (error) {
      this.#hub.deps.log("ws.relay_failed", { to: shard, error: String(error) });
      relay.failed(shard, Date.now());
    }
    this.#tellPeers();
  }

  #tick(): void {
    this.#hub.tick();
    this.#tellPeers();
    if (this.#hub.quiet && this.#timer !== null) {
      clearInterval(this.#timer);
      this.#timer = null;
    }
  }
}

const actions: Record<string, (hub: Hub, body: unknown) => Reply> = {
  publish,
  ephemeral,
  presence: presenceOf,
  relay: relayed,
  close: closeAll,
};
