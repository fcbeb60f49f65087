import { randomUUID } from "node:crypto";
import { beforeAll, expect, inject, test } from "vitest";
import { serverLog, strays, watchFor } from "./support/canaries.ts";
import { ask, attempt, type Session } from "./support/http.ts";
import { Stream } from "./support/stream.ts";
import { linden, signInByForm } from "./support/world.ts";

let ana: Session;
const port = inject("port");

beforeAll(async () => {
  ana = await signInByForm("ana");
});

test("the watch over secrets sees one that strays, and lets it be where it belongs", async () => {
  const value = randomUUID();
  await watchFor({ name: "a secret", value, mayBeIn: ({ kind }) => kind === "frame in" });
  const place = { person: "Ana", host: linden, address: "/v1/stream" } as const;
  expect(strays({ ...place, kind: "frame in" }, `{"x":"${value}"}`)).toEqual([]);
  expect(strays({ ...place, kind: "page" }, `<p>${value}</p>`)).toEqual([
    "a secret is in a page of Ana at localhost: /v1/stream",
  ]);
});

test("the log has lines, so that not finding a secret in it means something", async () => {
  expect(await serverLog()).toContain("Ready in");
});

test("tokens that are refused, and what came with requests that failed, are in no log line and in no answer", async () => {
  const canary = randomUUID();
  await watchFor({ name: "a refused token", value: canary, mayBeIn: () => false });
  const stream = new Stream({ port, host: linden, token: `a.${canary}.c` });
  expect((await stream.end()).code).toBe(4001);
  expect(JSON.stringify(stream.frames)).not.toContain(canary);

  const answers = await Promise.all([
    ask(port, { path: "/api/trpc/views.overview", headers: { authorization: `Bearer a.${canary}.c` } }),
    ask(port, { path: "/v1/sync?timeout=0", headers: { cookie: `${ana.cookie.split("=")[0]}=${canary}` } }),
    ask(port, { path: `/v1/stream?token=${canary}` }),
    ask(port, { method: "POST", path: "/auth/demo", headers: { "content-type": "application/json" }, body: canary }),
  ]);
  for (const { status, text } of answers) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).not.toContain(canary);
  }
  expect(await serverLog()).not.toContain(canary);
});

test("an error names no table, file or stack", async () => {
  const refused = await attempt(ana, "messages.send", { room_id: randomUUID(), content: { body: "x" } });
  const absent = await ask(port, { path: "/v1/nothing/here", headers: { cookie: ana.cookie } });
  const broken = await ask(port, { path: "/api/trpc/%00", headers: { cookie: ana.cookie } });
  for (const text of [JSON.stringify(refused), absent.text, broken.text]) {
    expect(text).not.toMatch(/\bat .*:\d+:\d+|node_modules|select |app\.|postgres/i);
  }
});
