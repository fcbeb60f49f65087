import { afterAll, beforeAll, expect, test } from "vitest";
import { endpoints } from "../../src/server/api/rest/endpoints.ts";
import { call, callRaw, callRest, codeOf, type Doors, openDoors } from "./support.ts";
import { credentialsOf, idsOf } from "./tenants.ts";

let doors: Doors;
let cookie: string;
let noteId: string;

beforeAll(async () => {
  doors = await openDoors({ work: false });
  const ana = await doors.world.person("ana");
  noteId = (await idsOf(doors, ana)).note_id;
  cookie = (await credentialsOf(doors, ana)).cookie;
});
afterAll(() => doors.end());

const endpoint = (name: string) => endpoints.find((each) => each.name === name)!;
/** As JSON these take twice and three times what they are, and more than any other body may. */
const longest = { lines: "\n".repeat(1_000_000), accents: "é".repeat(500_000) };

test.each(Object.entries(longest))("a text of a megabyte passes both doors, as %s too", async (_, body) => {
  const made = await call("notes.create", "mutation", { title: "Long", body }, { cookie });
  expect(made.status).toBe(200);
  const over = await callRest(endpoint("notes.update"), { note_id: noteId, body, base_version: 99 }, { cookie });
  expect([over.status, await codeOf(over)]).toEqual([400, "SW_BAD_REQUEST"]);
  const answer = await callRest(endpoint("notes.create"), { title: "Long", body }, { cookie });
  expect(answer.status).toBe(200);
});

test("a text over it is refused in words, and what is over every bound is not read", async () => {
  const more = await callRest(endpoint("notes.create"), { title: "Long", body: "é".repeat(500_001) }, { cookie });
  expect([more.status, await codeOf(more)]).toEqual([413, "SW_NOTE_TOO_LARGE"]);
  const huge = await callRest(endpoint("notes.create"), { title: "Long", body: "x".repeat(4_000_000) }, { cookie });
  expect([huge.status, await codeOf(huge)]).toEqual([413, "SW_BODY_TOO_LARGE"]);
});

test("no other procedure takes more than before, alone or beside one that does", async () => {
  const input = { title: "x".repeat(300_000) };
  for (const name of ["notes.pin", "workspaces.create"]) {
    const answer = await call(name, "mutation", input, { cookie });
    expect([answer.status, await codeOf(answer)]).toEqual([413, "SW_BODY_TOO_LARGE"]);
    const overRest = await callRest(endpoint(name), { note_id: noteId, ...input }, { cookie });
    expect([overRest.status, await codeOf(overRest)]).toEqual([413, "SW_BODY_TOO_LARGE"]);
  }
  const batch = { method: "POST", body: JSON.stringify({ 0: input }), type: "application/json", cookie };
  const both = await callRaw("/api/trpc/workspaces.create,__proto__?batch=1", batch);
  expect(both.status).toBe(413);
});

test("a conflict tells a program what changed, through both doors", async () => {
  const first = await callRest(
    endpoint("notes.update"),
    { note_id: noteId, body: "one\n", base_version: 1 },
    { cookie },
  );
  expect(first.status).toBe(200);
  const stale = { note_id: noteId, body: "two\n", base_version: 1 };
  const details = { version: 2, base_kept: true, diff: expect.stringContaining("+one\n"), diff_truncated: false };
  const overRest = await callRest(endpoint("notes.update"), stale, { cookie });
  expect([overRest.status, await overRest.json()]).toMatchObject([
    409,
    { error: { code: "SW_NOTE_CONFLICT", details } },
  ]);
  const overTrpc = await call("notes.update", "mutation", stale, { cookie });
  expect(await overTrpc.json()).toMatchObject({
    error: { data: { sw_code: "SW_NOTE_CONFLICT", sw_details: details } },
  });
});

test("a list's filter may come several times, anything else once", async () => {
  const { path } = endpoint("notes.list");
  const { answerRest } = await import("../../src/server/api/rest/rest-door.ts");
  const ask = (query: string) =>
    answerRest(
      new Request(`http://localhost:3000/v1${path}?${query}`, { headers: { host: "localhost:3000", cookie } }),
    );
  expect((await ask("tag=a&tag=b")).status).toBe(200);
  expect((await ask("tag=a,b")).status).toBe(200);
  expect((await ask("category=a&category=b")).status).toBe(400);
});
