import type * as Party from "partykit/server";
import { closeCodes } from "#/domain/stream/close-codes.ts";
import {
  countForm,
  countPath,
  drainPath,
  hubName,
  type OpenFacts,
  readHubName,
  shardOf,
} from "#/domain/stream/contract.ts";
import { openNotes } from "./note/open-notes.ts";
import { askOpening, type Closing } from "./opening.ts";
import { acceptAndClose, problem } from "./replies.ts";
import { isInternal } from "./secret.ts";
import { askingOf } from "./web.ts";

/** The hubs that this process may have started, so that all can be told to close. */
const started = new Set<string>();

/** The door of the realtime process: the one public path, and what the supervisor asks. Nobody connects to `main` itself. */
export default {
  async onFetch(request: Party.Request, lobby: Party.FetchLobby): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/health") return new Response("ok");
    if (pathname === drainPath) return drain(request, lobby);
    if (pathname === countPath) return count(request, lobby);
    if (pathname !== "/v1/stream") return problem("SW_NOT_FOUND");
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
      return problem("SW_BAD_REQUEST", "This address speaks WebSocket.", 426);
    }
    const asked = await askOpening(askingOf(lobby.env), {
      token: searchParams.get("token"),
      origin: request.headers.get("origin"),
      host: request.headers.get("host"),
    });
    if (!("facts" in asked)) return acceptAndClose(asked);
    return connect(lobby, { ...asked.facts, presence_lists: searchParams.get("presence") === "list" });
  },
  onBeforeConnect: (): Response => problem("SW_NOT_FOUND"),
  onBeforeRequest: (): Response => problem("SW_NOT_FOUND"),
};

/**
 * Leaves the facts with the tenant's hub, then sends it the upgrade under the name it gave them. Nothing of the client's
 * own request goes along: a header of theirs must not be taken for one of ours.
 */
async function connect(lobby: Party.FetchLobby, facts: OpenFacts): Promise<Response> {
  const name = hubName(facts.tenant_id, shardOf(facts.participant_id, facts.hub_shards ?? 1));
  const hub = hubOf(lobby, name);
  started.add(name);
  try {
    const admitted = await hub.fetch("/admit", { method: "POST", body: JSON.stringify(facts) });
    const answer = (await admitted.json()) as { admission: string } | Closing;
    if (!("admission" in answer)) return acceptAndClose(answer);
    return await hub.fetch("/stream", { headers: { upgrade: "websocket", "x-admission": answer.admission } });
  } catch {
    return acceptAndClose({ code: closeCodes.tryAgain, reason: "SW_UNAVAILABLE" });
  }
}

function hubOf(lobby: Party.FetchLobby, name: string): Party.Stub {
  return (lobby.parties as { tenant: { get(id: string): Party.Stub } }).tenant.get(name);
}

/** How many streams each of the named hubs holds. */
async function count(request: Party.Request, lobby: Party.FetchLobby): Promise<Response> {
  if (request.method !== "POST" || !isInternal(request.headers, lobby.env)) return problem("SW_NOT_FOUND");
  const asked = countForm.safeParse(await request.json().catch(() => null));
  if (!asked.success || !asked.data.hubs.every(readHubName)) return problem("SW_BAD_REQUEST");
  const counts = await Promise.all(
    asked.data.hubs.map(async (name) => {
      const answer = await hubOf(lobby, name).fetch("/count", { method: "POST" });
      return ((await answer.json()) as { sockets: number }).sockets;
    }),
  );
  return Response.json({ counts });
}

async function drain(request: Party.Request, lobby: Party.FetchLobby): Promise<Response> {
  if (request.method !== "POST" || !isInternal(request.headers, lobby.env)) return problem("SW_NOT_FOUND");
  const drained = [...started].map((name) => hubOf(lobby, name).fetch("/drain", { method: "POST" }));
  const { note } = lobby.parties as { note: { get(id: string): Party.Stub } };
  const closed = [...openNotes].map((id) => note.get(id).fetch("/drain", { method: "POST" }));
  await Promise.allSettled([...drained, ...closed]);
  return Response.json({ hubs: started.size, notes: openNotes.size });
}
