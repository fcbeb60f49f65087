import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import type { Message } from "../../../src/domain/messages/message.ts";
import type { Overview } from "../../../src/domain/views/state.ts";
import { ask, call, originOf, type Session } from "./http.ts";

/** The two tenants of the demo. */
export const linden = "localhost";
export const acme = "acme.localhost";

/** Whom the demo knows at a host; any mock bearer is the tenant's first person. */
export async function overviewAt(port: number, host: string): Promise<Overview> {
  const { text } = await ask(port, {
    host,
    path: "/api/trpc/views.overview",
    headers: { authorization: "Bearer mock-dev-token" },
  });
  return (JSON.parse(text) as { result: { data: Overview } }).result.data;
}

/** Signs somebody in as the sign-in page's form does, without a browser. `localId` is the part before the colon of an FQID. */
export async function signInByForm(localId: string, host = linden, port = inject("port")): Promise<Session> {
  const { participants } = await overviewAt(port, host);
  const person = Object.values(participants).find(({ local_id }) => local_id === localId);
  if (!person) throw new Error(`${localId} is not at ${host}.`);
  const answer = await ask(port, {
    method: "POST",
    path: "/auth/demo",
    host,
    headers: { origin: originOf({ host, port }), "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ participant: person.id, next: "/" }).toString(),
  });
  const cookie = answer.headers["set-cookie"]?.[0]?.split(";")[0];
  if (answer.status !== 303 || !cookie) throw new Error(`Signing in answered ${answer.status}: ${answer.text}`);
  return { port, host, cookie, participantId: person.id };
}

export type Room = { readonly id: string; readonly name: string; readonly path: string };

/** A room of the first one's shared workspace with these people in it. A name of its own, so that journeys do not meet. */
export async function makeRoom([owner, ...others]: readonly [Session, ...Session[]], purpose: string): Promise<Room> {
  const name = `${purpose}-${randomUUID().slice(0, 6)}`;
  const { workspaces } = await call<Overview>(owner, "views.overview");
  const shared = Object.values(workspaces).find(({ kind }) => kind !== "personal");
  if (!shared) throw new Error("The demo has no shared workspace.");
  const made = await call<{ id: string }>(owner, "rooms.create", { name, room_type: "group", workspace_id: shared.id });
  for (const { participantId } of others) {
    await call(owner, "rooms.invite", { room_id: made.id, participant_id: participantId });
  }
  for (const other of others) await call(other, "rooms.join", { room_id: made.id });
  return { id: made.id, name, path: `/w/${shared.slug}/r/${made.id}` };
}

export function say(session: Session, room: Pick<Room, "id">, body: string, more: object = {}): Promise<Message> {
  return call<Message>(session, "messages.send", {
    room_id: room.id,
    content: { msgtype: "swp.text", body, ...more },
    event_uuid: randomUUID(),
  });
}
