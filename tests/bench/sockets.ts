import { randomUUID } from "node:crypto";
import { WebSocket } from "ws";
import { call, originOf, type Session } from "../e2e/support/http.ts";

const atOnce = 20;
const helloLimitMs = 20_000;

/** A stream as a browser opens it, that calls back for every frame, unparsed: a bench must not measure its own JSON. */
export async function openSocket(session: Session, onFrame: (text: string) => void): Promise<WebSocket> {
  const { ticket } = await call<{ ticket: string }>(session, "identity.streamTicket", { client_id: randomUUID() });
  const headers = { host: `${session.host}:${session.port}`, origin: originOf(session) };
  const socket = new WebSocket(`ws://127.0.0.1:${session.port}/v1/stream?token=${ticket}&presence=list`, { headers });
  await new Promise<void>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error("No hello came.")), helloLimitMs);
    socket.on("error", reject);
    socket.on("close", (code, reason) => reject(new Error(`The stream closed with ${code} ${reason}.`)));
    socket.on("message", (data) => {
      const text = String(data);
      if (text.includes('"type":"hello"')) {
        clearTimeout(limit);
        resolve();
      } else onFrame(text);
    });
  });
  return socket;
}

/** Opens many, a few at a time. */
export async function openSockets(
  sessions: readonly Session[],
  onFrame: (text: string, index: number) => void,
): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  for (let start = 0; start < sessions.length; start += atOnce) {
    const some = sessions.slice(start, start + atOnce);
    sockets.push(
      ...(await Promise.all(
        some.map((session, offset) => openSocket(session, (text) => onFrame(text, start + offset))),
      )),
    );
  }
  return sockets;
}

export async function closeSockets(sockets: readonly WebSocket[]): Promise<void> {
  const closed = sockets.map(
    (socket) =>
      new Promise<void>((resolve) => {
        socket.removeAllListeners("close");
        socket.once("close", () => resolve());
        socket.terminate();
      }),
  );
  await Promise.all(closed);
}
