import { type ErrorCode, errorTable } from "#/domain/errors.ts";
import type { Closing } from "./opening.ts";

type WorkerSocket = WebSocket & { accept(): void };
declare const WebSocketPair: new () => { 0: WebSocket; 1: WorkerSocket };

/** A refusal in the envelope of the API. */
export function problem(code: ErrorCode, message: string = errorTable[code][1], status: number = errorTable[code][0]) {
  return Response.json({ error: { code, message } }, { status });
}

/** Refuses a stream so that a browser can see why: the upgrade succeeds, and a close with code and reason follows. */
export function acceptAndClose({ code, reason }: Closing): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.close(code, reason);
  return new Response(null, { status: 101, webSocket: client } as ResponseInit);
}
