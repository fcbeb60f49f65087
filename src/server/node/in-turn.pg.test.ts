import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { createApp, eventHandler, toNodeListener } from "h3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTurn } from "./in-turn.ts";

let server: Server;
/** Ends the answers that wait. */
const held: (() => void)[] = [];
const order: string[] = [];

beforeAll(async () => {
  const app = createApp();
  app.use(
    eventHandler(async ({ path }) => {
      if (path === "/slow") await new Promise<void>((resolve) => held.push(resolve));
      order.push(path);
      return new Response(`answer of ${path}`);
    }),
  );
  const handle = toNodeListener(app);
  server = createServer((request, response) => inTurn(request, response, () => handle(request, response)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const get = (path: string, more = "") => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;

test("requests that come at once on one connection are answered one after the other, each whole", async () => {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let said = "";
  socket.on("data", (chunk) => (said += chunk.toString()));
  const ended = new Promise((resolve) => socket.once("close", resolve));
  socket.write(get("/slow") + get("/quick") + get("/last", "Connection: close\r\n"));
  await expect.poll(() => held.length).toBe(1);
  expect(said).toBe("");
  held.pop()?.();
  await ended;
  expect(order).toEqual(["/slow", "/quick", "/last"]);
  expect(said.match(/answer of \/\w+/g)).toEqual(["answer of /slow", "answer of /quick", "answer of /last"]);
});

test("connections do not wait for each other", async () => {
  const slowly = fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slow`);
  const quick = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/quick`);
  expect(await quick.text()).toBe("answer of /quick");
  await expect.poll(() => held.length).toBe(1);
  held.pop()?.();
  expect(await (await slowly).text()).toBe("answer of /slow");
});
