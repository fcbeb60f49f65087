import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Instance } from "./instance.ts";

let instance: Instance;
beforeAll(async () => {
  instance = await Instance.ready();
});
afterAll(() => instance?.remove());

/** Everything that a connection answers to these bytes until it is closed, or is quiet after `expected` answers. */
function exchange(bytes: string, expected = 1): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(instance.port, "127.0.0.1", () => socket.write(bytes));
    let answer = "";
    socket.setTimeout(15_000, () => socket.destroy());
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString("latin1");
      if (answer.split("HTTP/1.1 ").length - 1 > expected) socket.destroy();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
  });
}

const statusesOf = (answer: string) =>
  [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
const head = (...lines: string[]) => `${lines.join("\r\n")}\r\n\r\n`;

describe("a request that two servers could read in two ways is read in none", () => {
  const post = ["POST /api/trpc/messages.send HTTP/1.1", "Host: localhost", "Content-Type: application/json"];
  const hidden = head("GET /hidden HTTP/1.1", "Host: localhost");

  test.each([
    ["a length and chunks", `${head(...post, "Content-Length: 5", "Transfer-Encoding: chunked")}0\r\n\r\n${hidden}`],
    ["two lengths", head(...post, "Content-Length: 0", `Content-Length: ${hidden.length}`) + hidden],
    [
      "chunks that are spelt oddly",
      `${head(...post, "Transfer-Encoding : chunked", "Content-Length: 4")}0\r\n\r\n${hidden}`,
    ],
    ["an unknown coding", head(...post, "Transfer-Encoding: xchunked") + hidden],
    ["a folded header", `${head(...post, "Transfer-Encoding:", " chunked")}0\r\n\r\n${hidden}`],
    ["a length that is no number", `${head(...post, "Content-Length: +5")}{"a":${hidden}`],
    ["a chunk of no size", `${head(...post, "Transfer-Encoding: chunked")}G\r\n\r\n${hidden}`],
  ])("%s", async (_, bytes) => {
    const statuses = statusesOf(await exchange(bytes, 1));
    // One answer, then the end of the connection: what came behind was not taken for a request of its own.
    expect(statuses).toEqual([400]);
  });

  test("and without the trick the connection carries both, so that the refusals above mean something", async () => {
    const plain = head("GET /health HTTP/1.1", "Host: localhost");
    const last = head("GET /health HTTP/1.1", "Host: localhost", "Connection: close");
    expect(statusesOf(await exchange(plain + last, 2))).toEqual([200, 200]);
    const quicker = head("GET /v1/me HTTP/1.1", "Host: localhost", "Connection: close");
    for (let turn = 0; turn < 5; turn += 1) {
      expect(statusesOf(await exchange(plain + quicker, 2))).toEqual([200, 401]);
    }
  });

  test("two Hosts, or none, name no tenant", async () => {
    const two = head("GET /sign-in HTTP/1.1", "Host: localhost", "Host: acme.localhost", "Connection: close");
    const none = head("GET /sign-in HTTP/1.1", "Connection: close");
    expect(statusesOf(await exchange(two))).toEqual([400]);
    expect(statusesOf(await exchange(none))).toEqual([400]);
  });

  test("headers without an end are refused at their bound", async () => {
    const long = `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${"a".repeat(17 * 1024)}\r\n\r\n`;
    expect(statusesOf(await exchange(long))).toEqual([431]);
  });
});

describe("a page of another site", () => {
  const pages = ["/sign-in", "/register", "/forgot", "/reset?link=x", "/setup", "/docs", "/docs/api", "/", "/nowhere"];

  test.each(pages)("frames none of ours: %s", async (path) => {
    const answer = await fetch(`http://localhost:${instance.port}${path}`, { headers: { accept: "text/html" } });
    await answer.body?.cancel();
    expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(answer.headers.get("content-security-policy")).toContain("form-action 'self'");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test.each([...pages, "/v1/me", "/v1/openapi.json", "/api/trpc/views.overview", "/health", "/v1/auth/config"])(
    "may read no answer of ours, with or without credentials: %s",
    async (path) => {
      for (const method of ["GET", "OPTIONS"]) {
        const answer = await fetch(`http://localhost:${instance.port}${path}`, {
          method,
          headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
        });
        await answer.body?.cancel();
        expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
      }
    },
  );

  test("poisons no cache: what a proxy could name the host by leaves no trace in a page", async () => {
    const poison = { "x-forwarded-host": "evil.example", "x-host": "evil.example", forwarded: "host=evil.example" };
    for (const path of ["/sign-in", "/docs", "/v1/auth/config", "/v1/openapi.json"]) {
      const answer = await fetch(`http://localhost:${instance.port}${path}`, {
        headers: { ...poison, "x-original-url": "/admin", "x-rewrite-url": "/admin" },
      });
      expect([path, answer.status]).toEqual([path, 200]);
      expect(await answer.text(), path).not.toContain("evil.example");
    }
  });
});
