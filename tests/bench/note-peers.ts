import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import { createDecoder, readVarUint } from "lib0/decoding";
import { createEncoder, length, toUint8Array, writeVarUint } from "lib0/encoding";
import { WebSocket } from "ws";
import { readSyncMessage, writeSyncStep1, writeUpdate } from "y-protocols/sync";
import type { Doc } from "yjs";
import { textName } from "../../src/domain/notes/bounds.ts";
import { notePath } from "../../src/domain/notes/contract.ts";
import { createNote } from "../../src/server/notes/create-note.ts";
import { call, originOf, type Session } from "../e2e/support/http.ts";
import { until } from "../start/instance.ts";
import { appOf, type BenchWorld, contextOfSession } from "./world.ts";

/** One who serves notes: ours, or the peer in the same run. Both get the same work from clients in this process. */
export type NotePeer = {
  readonly name: string;
  readonly pid: number;
  /** A note of its own, empty. */
  make(): Promise<string>;
  /** Joins a document to a note as the person of this number; resolves when all that is there has come. */
  join(note: string, document: Doc, person: number): Promise<{ leave(): Promise<void> }>;
  /** Resolves once a note that everybody left is in memory no more. */
  unloaded(note: string): Promise<void>;
  end(): Promise<void>;
};

const joinLimitMs = 60_000;
const messageSync = 0;

export async function ours({ instance, people }: BenchWorld): Promise<NotePeer> {
  const app = await appOf(instance);
  const context = await contextOfSession(app, people[0]!);
  return {
    name: "note party",
    pid: instance.child("party").pid,
    make: async () => {
      const workspaces = await call<{ items: { id: string; kind: string }[] }>(people[0]!, "workspaces.list", {});
      const shared = workspaces.items.find(({ kind }) => kind === "shared")!;
      return (await createNote(context, { workspace_id: shared.id, title: `Bench ${randomUUID()}` })).id;
    },
    join: (note, document, person) => joinOurs(note, document, people[person % people.length]!),
    unloaded: (note) =>
      until(async () => {
        const [row] = await app.database.app.begin(async (sql) => {
          await sql`select set_config('app.tenant_id', ${context.actor.tenantId}, true)`;
          return sql`select from app.note_openings where note_id = ${note}`;
        });
        return row === undefined ? true : undefined;
      }, joinLimitMs).then(() => undefined),
    end: () => app.stop(),
  };
}

async function joinOurs(note: string, document: Doc, session: Session) {
  const { ticket } = await call<{ ticket: string }>(session, "identity.streamTicket", { client_id: randomUUID() });
  const headers = { host: `${session.host}:${session.port}`, origin: originOf(session) };
  const socket = new WebSocket(`ws://127.0.0.1:${session.port}${notePath(note)}?token=${ticket}`, { headers });
  const send = (document_: Doc, write: (encoder: ReturnType<typeof createEncoder>) => void) => {
    const encoder = createEncoder();
    writeVarUint(encoder, messageSync);
    write(encoder);
    if (document_ === document) socket.send(toUint8Array(encoder));
  };
  const onUpdate = (update: Uint8Array, origin: unknown) => {
    if (origin !== socket) send(document, (encoder) => writeUpdate(encoder, update));
  };
  await new Promise<void>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error("A note did not open.")), joinLimitMs);
    socket.on("error", reject);
    socket.on("close", (code, reason) => reject(new Error(`The note closed with ${code} ${reason}.`)));
    socket.on("open", () => send(document, (encoder) => writeSyncStep1(encoder, document)));
    socket.on("message", (data, isBinary) => {
      if (!isBinary) return;
      const decoder = createDecoder(new Uint8Array(data as Buffer));
      if (readVarUint(decoder) !== messageSync) return;
      const encoder = createEncoder();
      writeVarUint(encoder, messageSync);
      const kind = readSyncMessage(decoder, encoder, document, socket);
      if (length(encoder) > 1) socket.send(toUint8Array(encoder));
      // The answer to our question: what is there has come.
      if (kind !== 1) return;
      clearTimeout(limit);
      resolve();
    });
  });
  document.on("update", onUpdate);
  return {
    leave: () =>
      new Promise<void>((resolve) => {
        document.off("update", onUpdate);
        socket.removeAllListeners("close");
        socket.once("close", () => resolve());
        socket.close();
      }),
  };
}

/** Hocuspocus, by its own server in a process of its own, and its own provider. */
export async function hocuspocus(): Promise<NotePeer> {
  const server = spawn(process.execPath, [join(import.meta.dirname, "hocuspocus-server.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const port = await new Promise<string>((resolve, reject) => {
    server.stdout.once("data", (chunk: Buffer) => resolve(String(chunk).trim()));
    server.once("exit", () => reject(new Error("Hocuspocus did not start.")));
  });
  return {
    name: "Hocuspocus",
    pid: server.pid ?? 0,
    make: async () => randomUUID(),
    join: async (name, document) => {
      const websocketProvider = new HocuspocusProviderWebsocket({
        url: `ws://127.0.0.1:${port}`,
        WebSocketPolyfill: WebSocket,
      });
      const provider = new HocuspocusProvider({ websocketProvider, name, document });
      provider.attach();
      await new Promise<void>((resolve) => provider.on("synced", () => resolve()));
      return {
        leave: async () => {
          provider.destroy();
          websocketProvider.destroy();
        },
      };
    },
    // Nothing is stored, so that a document must stay for whoever opens it next.
    unloaded: async () => {},
    end: async () => {
      server.kill("SIGKILL");
    },
  };
}

export const textOf = (document: Doc) => document.getText(textName);
