import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endpoints } from "../../src/server/api/rest/endpoints.ts";
import { appRouter } from "../../src/server/api/router.ts";
import { absentId } from "../support/refusal.ts";
import { type Ids, idempotentRemovals, inputOf, rows } from "./rows.ts";
import { call, callRest, type Doors, openDoors } from "./support.ts";
import { credentialsOf, idsOf } from "./tenants.ts";

/** What everybody of a tenant may know of: people, AIs and groups are in its directory, and a link is for who has its secret. */
const known = new Set<keyof Ids>(["participant_id", "ai_id", "group_id", "secret"]);
/** Who asks to be let in is heard by those inside, and learns nothing by it. */
const heardInside = new Set(["rooms.knock", "rooms.withdrawKnock"]);

type Kind = "query" | "mutation";
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: Kind } }>);

/** Each procedure that takes the id of something that one person has and another may not see, with that id's kind. */
const tries = procedures.flatMap(([name, { _def }]) =>
  (rows[name]?.ids ?? []).filter((kind) => !known.has(kind)).map((kind) => [name, kind, _def.type] as const),
);

let doors: Doors;
let cookie: string;
let own: Ids;
let private_: Ids;

beforeAll(async () => {
  doors = await openDoors({ work: false });
  // Ben has no role in the tenant, and Ana's keep nobody out: what he may not see, he is merely not in.
  const ana = await doors.world.person("ana", { roles: ["owner"] });
  const ben = await doors.world.person("ben");
  private_ = await idsOf(doors, ana, { room_type: "group" });
  own = await idsOf(doors, ben);
  cookie = (await credentialsOf(doors, ben)).cookie;
});
afterAll(() => doors.end());

/** Status and body, without what names the request itself. */
async function answerOf(response: Response): Promise<{ status: number; body: string }> {
  const body = (await response.text()).replaceAll(/"request_id":"[^"]+"/g, '"request_id":"…"');
  return { status: response.status, body };
}

describe("what another person of the same tenant has, and one has no part in", () => {
  test("is tried with more than a hundred ids, so that the walk below cannot pass by trying none", () => {
    expect(tries.length).toBeGreaterThan(100);
  });

  test.each(tries)("%s answers its %s as one that never was, and does nothing", async (name, kind, type) => {
    const ask = async (ids: Ids) => answerOf(await call(name, type, inputOf(name, ids), { cookie }));
    const head = await doors.world.head();
    const toPrivate = await ask({ ...own, [kind]: private_[kind] });
    expect(toPrivate).toEqual(await ask({ ...own, [kind]: absentId }));
    if (!idempotentRemovals.has(name)) expect(toPrivate.status).toBeGreaterThanOrEqual(400);
    expect(toPrivate.status).toBeLessThan(500);
    if (!heardInside.has(name)) expect(await doors.world.head()).toBe(head);
  });

  test("is opened by no other pair of ids either: all of hers at once are refused", async () => {
    const head = await doors.world.head();
    for (const [name, kind] of new Map(tries.map(([name, , type]) => [name, type] as const))) {
      if (heardInside.has(name)) continue;
      const { status, body } = await answerOf(await call(name, kind, inputOf(name, private_), { cookie }));
      if (!idempotentRemovals.has(name)) expect([name, status >= 400 && status < 500], body).toEqual([name, true]);
    }
    expect(await doors.world.head()).toBe(head);
  });

  test("is in no answer that reads, over either door", async () => {
    const secrets = Object.entries(private_).filter(([kind]) => !known.has(kind as keyof Ids));
    const reads = [
      ...procedures
        .filter(([, { _def }]) => _def.type === "query")
        .map(([name]) => [name, () => call(name, "query", inputOf(name, own), { cookie })] as const),
      ...endpoints
        .filter(({ kind }) => kind === "query")
        .map((endpoint) => [endpoint.path, () => callRest(endpoint, inputOf(endpoint.name, own), { cookie })] as const),
    ];
    for (const [title, ask] of reads) {
      const { body } = await answerOf(await ask());
      for (const [kind, id] of secrets) expect([title, kind, body.includes(id)]).toEqual([title, kind, false]);
    }
  });
});
