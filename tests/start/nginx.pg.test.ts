import { once } from "node:events";
import { request } from "node:https";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { Instance } from "./instance.ts";
import { Nginx } from "./nginx.ts";

// A demo, whose bearers need no account; programs send no Origin, so that its plain scheme does not matter.
const host = "localhost";
const bearer = { authorization: "Bearer a-program" };
let instance: Instance;
let nginx: Nginx;

beforeAll(async () => {
  instance = await Instance.ready();
  // Shorter than two pings apart: a stream that nothing kept busy would be cut before the second.
  nginx = await Nginx.start(host, instance.port, (text) => text.replaceAll("_timeout 90s", "_timeout 40s"));
});
afterAll(async () => {
  await nginx?.remove();
  await instance?.remove();
});

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string };

function ask(path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}) {
  return new Promise<Answer>((resolve, reject) => {
    const headers = { host: `${host}:${nginx.port}`, ...options.headers };
    const sent = request(
      {
        host: "127.0.0.1",
        port: nginx.port,
        path,
        method: options.method ?? "GET",
        headers,
        rejectUnauthorized: false,
      },
      async (answer) => {
        const chunks: Buffer[] = [];
        for await (const chunk of answer) chunks.push(chunk as Buffer);
        const body = Buffer.concat(chunks).toString("latin1");
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body });
      },
    );
    sent.on("error", reject).end(options.body);
  });
}

test("pages, files and answers come through, compressed where they were not", async () => {
  const page = await ask("/sign-in", { headers: { "accept-encoding": "gzip", accept: "text/html" } });
  expect(page.status).toBe(200);
  expect(page.headers["content-encoding"]).toBe("gzip");
  expect(page.headers["strict-transport-security"]).toContain("max-age");
  expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
  expect((await ask("/health")).status).toBe(200);
});

test("a body over the bound is refused at the door", async () => {
  const body = "x".repeat(256 * 1024 + 1);
  const answer = await ask("/api/trpc/messages.send", { method: "POST", headers: bearer, body });
  expect(answer.status).toBe(413);
});

test("a long poll waits as long as it may, and is answered by what happens", async () => {
  const poll = async (query: string) => JSON.parse((await ask(`/v1/sync?${query}`, { headers: bearer })).body).data;
  let { next_cursor: head } = await poll("limit=500&timeout=0");
  for (;;) {
    const began = performance.now();
    const { events, next_cursor } = await poll(`since=${head}&timeout=1500`);
    // After a first start the notes of the demo are read, and their todos get ids.
    if (events.length > 0) {
      expect(next_cursor).toBeGreaterThan(head);
      head = next_cursor;
      continue;
    }
    expect(next_cursor).toBe(head);
    expect(performance.now() - began).toBeGreaterThan(1_400);
    return;
  }
});

test("a stream that only listens lives past the idle time of the proxy, because pings keep it busy", {
  timeout: 90_000,
}, async () => {
  const stream = new WebSocket(`wss://127.0.0.1:${nginx.port}/v1/stream?token=a-program-with-a-long-name`, {
    headers: { host: `${host}:${nginx.port}` },
    rejectUnauthorized: false,
  });
  const types: string[] = [];
  let closed = false;
  stream.on("close", () => {
    closed = true;
  });
  while (types.filter((type) => type === "ping").length < 2 && !closed) {
    const [data] = await once(stream, "message");
    types.push(String(JSON.parse(String(data)).type));
  }
  expect(closed).toBe(false);
  expect(types[0]).toBe("hello");
  stream.terminate();
});

test("no token of a stream is in what the proxy writes", () => {
  expect(nginx.log).toContain("/sign-in");
  expect(nginx.log).not.toContain("a-program-with-a-long-name");
});

test("an unknown host gets nothing through the proxy either", async () => {
  const answer = await ask("/sign-in", { headers: { host: "evil.example" } });
  expect(answer.status).toBe(404);
  expect(answer.body).toContain("SW_TENANT_NOT_FOUND");
});
