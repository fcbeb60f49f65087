import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Instance, root } from "./instance.ts";

let instance: Instance;

beforeAll(async () => {
  instance = await Instance.ready();
});

afterAll(() => instance?.remove());

type Route = { readonly path: string; readonly methods: readonly string[] };

/** The route table as the router reads it: folders in brackets are groups, `[name]` is one segment, `[...name]` many. */
function routes(): Route[] {
  const folder = join(root, "src/routes");
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .flatMap((entry) => {
      const file = join(entry.parentPath, entry.name);
      const segments = relative(folder, file)
        .replace(/\.tsx?$/, "")
        .split("/");
      const path = segments
        .filter((segment) => !/^\(.*\)$/.test(segment) && segment !== "index")
        .map((segment) => segment.replace(/^\[\.\.\.(.+)\]$/, "some/where").replace(/^\[+([^.].*?)\]+$/, "something"))
        .join("/");
      const text = readFileSync(file, "utf8");
      const exported = ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((method) =>
        new RegExp(`export (const|async function|function) ${method}\\b|export \\{[^}]*\\b${method}\\b`).test(text),
      );
      const methods = exported.length > 0 ? exported : /export default/.test(text) ? ["GET"] : [];
      return methods.length > 0 ? [{ path: `/${path}`, methods }] : [];
    });
}

describe("the built server", () => {
  const asked = routes().flatMap(({ path, methods }) => methods.map((method) => [method, path] as const));

  test("has routes to ask", () => {
    expect(asked.length).toBeGreaterThan(3);
  });

  test.each(asked)("answers %s %s without failing", async (method, path) => {
    const answer = await ask(method, path, {
      "content-type": "application/json",
      origin: `http://localhost:${instance.port}`,
    });
    expect(answer.status, answer.body).toBeLessThan(500);
    expect(answer.status).toBeGreaterThanOrEqual(200);
  });

  test("answers an unknown page without failing", async () => {
    expect((await ask("GET", "/no/such/page")).status).toBeLessThan(500);
  });

  test("caches what the build names by its contents for ever", async () => {
    const assets = readdirSync(join(root, ".output/public/_build/assets")).filter((name) => name.endsWith(".js"));
    const answer = await ask("GET", `/_build/assets/${assets[0]}`);
    expect(answer.status).toBe(200);
    expect(answer.headers["cache-control"]).toContain("immutable");
  });

  test.each([
    "/internal",
    "/internal/",
    "/internal/open",
    "//internal/open",
    "/%69nternal/open",
    "/Internal/open",
    "/./internal/open",
  ])("keeps %s from the public, whatever headers come along", async (path) => {
    const answer = await ask("POST", path, { "x-scaiwave-internal": "x", "x-scaiwave-secret": "x" });
    expect(answer.status).toBe(404);
  });
});

describe("upgrades", () => {
  test.each(["/v1/stream", "/v1/stream?token=none", "/parties/note/0190b0a0-0000-7000-8000-000000000000"])(
    "of %s reach the party",
    async (path) => {
      const { status } = await upgrade(path);
      expect([101, 404]).toContain(status);
      expect((await upgrade(path)).fromParty).toBe(true);
    },
  );

  test.each([
    "/",
    "/v1/stream/",
    "/v1/streams",
    "/v1//stream",
    "/parties/tenant/t1",
    "/parties/main/x",
    "/party/x",
    "/parties/note/../tenant/t1",
    "/parties/note/%2e%2e/tenant/t1",
    "/parties/note/..",
    "/parties/note/a/b",
    "/drain",
    "http://localhost/v1/stream",
  ])("of %s are refused here", async (path) => {
    const { status, fromParty } = await upgrade(path);
    expect(status).toBe(404);
    expect(fromParty).toBe(false);
  });
});

test("a connection whose upgrade the party refused carries no further request to it", async () => {
  const socket = connect(instance.port, "127.0.0.1");
  let heard = "";
  socket.on("data", (chunk: Buffer) => {
    heard += chunk.toString();
  });
  const ended = new Promise((resolve) => socket.once("close", resolve));
  const head = (path: string) =>
    `GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
  socket.write(head("/parties/note/absent") + head("/parties/tenant/t1"));
  await ended;
  expect(heard.match(/HTTP\/1\.1 /g)).toHaveLength(1);
});

type Answer = { readonly status: number; readonly headers: NodeJS.Dict<string | string[]>; readonly body: string };

/** Asks with the path exactly as written, which `fetch` would tidy. */
function ask(method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port: instance.port, method, path, agent: false, timeout: 10_000 };
    const sent = request({ ...options, headers: { host: `localhost:${instance.port}`, ...headers } }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: body.slice(0, 500) }),
      );
    });
    sent.on("timeout", () => sent.destroy(new Error(`${method} ${path} was not answered`)));
    sent.on("error", reject);
    sent.end(method === "GET" ? undefined : "{}");
  });
}

/** Our own refusals close with an empty body and no date; whatever the party says has passed through its HTTP server. */
function upgrade(path: string): Promise<{ status: number; fromParty: boolean }> {
  return new Promise((resolve, reject) => {
    const sent = request({
      host: "127.0.0.1",
      port: instance.port,
      path,
      agent: false,
      timeout: 5_000,
      headers: {
        host: `localhost:${instance.port}`,
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      },
    });
    sent.on("upgrade", (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, fromParty: true });
    });
    sent.on("response", (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, fromParty: response.headers["content-length"] !== "0" });
    });
    sent.on("timeout", () => sent.destroy(new Error(`the upgrade of ${path} was not answered`)));
    sent.on("error", reject);
    sent.end();
  });
}
