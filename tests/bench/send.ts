import { randomUUID } from "node:crypto";
import { Agent } from "node:http";
import { ask, originOf, type Session } from "../e2e/support/http.ts";

/** Connections are kept, as a browser keeps them. */
export function keptAlive(connections: number): Agent {
  return new Agent({ keepAlive: true, maxSockets: connections });
}

/** Sends one message and resolves when the server has acknowledged it. */
export async function sendLine(session: Session, roomId: string, body: string, agent: Agent): Promise<void> {
  const answer = await ask(session.port, {
    method: "POST",
    path: "/api/trpc/messages.send",
    host: session.host,
    headers: { cookie: session.cookie, origin: originOf(session), "content-type": "application/json" },
    body: JSON.stringify({ room_id: roomId, content: { msgtype: "swp.text", body }, event_uuid: randomUUID() }),
    agent,
  });
  if (answer.status !== 200) throw new Error(`A send was answered with ${answer.status}: ${answer.text.slice(0, 300)}`);
}
