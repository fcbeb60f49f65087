import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { attachUpgrade } from "#/server/node/upgrade.ts";

const upgrade = "upgrade: websocket\r\nconnection: Upgrade\r\n";
let folder: string;
let party: Server;
let web: Server;
let accepted: Socket[];

/** A party that accepts every upgrade and says `chatter` for ever. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "upgrade-"));
  accepted = [];
  party = createServer().on("upgrade", (_request, socket: Socket) => {
    accepted.push(socket);
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${upgrade}\r\n`);
    const chatter = Buffer.alloc(64 * 1024, ".");
    const talk = () => {
      while (!socket.destroyed && socket.write(chatter));
    };
    socket.on("drain", talk).on("error", () => {});
    talk();
  });
  await new Promise<void>((resolve) => party.listen(join(folder, "party.sock"), resolve));
  web = createServer();
  attachUpgrade(web, join(folder, "party.sock"), 300);
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  for (const server of [web, party]) server.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(): Promise<Socket> {
  const client = connect((web.address() as AddressInfo).port, "127.0.0.1");
  client.write(`GET /v1/stream HTTP/1.1\r\nhost: localhost\r\n${upgrade}\r\n`);
  await new Promise((resolve) => client.once("data", resolve));
  return client;
}

const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once("close", () => resolve()));

test("a client that never reads is cut off, at both ends, while one that reads goes on", async () => {
  const reader = await open();
  let heard = 0;
  reader.on("data", (chunk: Buffer) => {
    heard += chunk.length;
  });
  const sleeper = await open();
  sleeper.pause();
  sleeper.on("error", () => {});
  await closed(accepted[1]!);
  expect(accepted[0]!.destroyed).toBe(false);
  const before = heard;
  await new Promise((resolve) => reader.once("data", resolve));
  expect(heard).toBeGreaterThan(before);
  for (const socket of [reader, sleeper]) socket.destroy();
});
