import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Endpoint, endpoints } from "../../src/server/api/rest/endpoints.ts";
import { appRouter } from "../../src/server/api/router.ts";
import { absentId } from "../support/refusal.ts";
import { type Ids, idempotentRemovals, inputOf, rows } from "./rows.ts";
import { type Ask, call, callRest, type Doors, openDoors, syncSince, watchStatements } from "./support.ts";
import { type Credentials, credentialsOf, idsOf } from "./tenants.ts";

type Kind = "query" | "mutation";
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: Kind } }>).map(
  ([name, { _def }]) => ({ name, kind: _def.type }),
);

/** A procedure behind one of its doors: the browser's, and each address under `/v1`. */
type Door = { title: string; name: string; kind: Kind; ask(ids: Partial<Ids>, how: Ask): Promise<Response> };

const overTrpc = ({ name, kind }: { name: string; kind: Kind }): Door => ({
  title: name,
  name,
  kind,
  ask: (ids, how) => call(name, kind, inputOf(name, ids), how),
});
const overRest = (endpoint: Endpoint): Door => ({
  title: `${endpoint.method} ${endpoint.path}`,
  name: endpoint.name,
  kind: endpoint.kind,
  ask: (ids, how) => callRest(endpoint, inputOf(endpoint.name, ids), how),
});
const known = procedures.filter(({ name }) => name in rows);
const everyDoor = [...known.map(overTrpc), ...endpoints.filter(({ name }) => name in rows).map(overRest)];

let doors: Doors;
let mine: Credentials;
let theirs: Credentials;
let own: Ids;
let foreign: Ids;

beforeAll(async () => {
  doors = await openDoors({ work: false });
  // Both are owners: what a door refuses them, it refuses for the tenant's sake and not for their rank's.
  const ana = await doors.world.person("ana", { roles: ["owner"] });
  const rosa = await (await doors.world.tenant("acme")).person("rosa", { roles: ["owner"] });
  [mine, theirs] = [await credentialsOf(doors, ana), await credentialsOf(doors, rosa)];
  [own, foreign] = [await idsOf(doors, ana), await idsOf(doors, rosa)];
});
afterAll(() => doors.end());

/** Status and body, without what names the request itself. */
async function answerOf(response: Response): Promise<{ status: number; body: string }> {
  const body = (await response.text()).replaceAll(/"request_id":"[^"]+"/g, '"request_id":"…"');
  return { status: response.status, body };
}

test("every procedure has its row, and every row its procedure", () => {
  expect(Object.keys(rows).sort()).toEqual(procedures.map(({ name }) => name).sort());
});

describe("an id of another tenant", () => {
  const tries = everyDoor.flatMap((door) =>
    (rows[door.name]?.ids ?? []).map((kind) => [door.title, kind, door] as const),
  );

  test.each(tries)(
    "%s answers a foreign %s exactly as one that never was, with the same work",
    async (_, kind, door) => {
      const work = watchStatements(doors.app);
      const head = await doors.world.head();
      work.taken();
      const toForeign = await answerOf(await door.ask({ ...own, [kind]: foreign[kind] }, { cookie: mine.cookie }));
      const workForForeign = work.taken();
      const toAbsent = await answerOf(await door.ask({ ...own, [kind]: absentId }, { cookie: mine.cookie }));
      const workForAbsent = work.taken();
      work.stop();
      expect(toForeign).toEqual(toAbsent);
      expect(workForForeign).toEqual(workForAbsent);
      expect(workForForeign.length).toBeGreaterThan(0);
      expect(await doors.world.head()).toBe(head);
      if (!idempotentRemovals.has(door.name)) expect(toForeign.status).toBeGreaterThanOrEqual(400);
      expect(toForeign.status).toBeLessThan(500);
    },
  );

  test("nothing of the other tenant is in any answer that reads", async () => {
    for (const door of everyDoor.filter(({ kind }) => kind === "query")) {
      const { status, body } = await answerOf(await door.ask(own, { cookie: mine.cookie }));
      expect([door.title, status], body).toEqual([door.title, 200]);
      for (const id of Object.values(foreign)) expect(body, door.title).not.toContain(id);
    }
  });
});

describe("a credential of another tenant", () => {
  const kinds = ["cookie", "access_token", "personal_token"] as const;
  let asks = 0;
  /** Each from an address of its own: there are more doors than one visitor may knock at within a minute. */
  const asked = (kind: (typeof kinds)[number], value: string): Ask => {
    asks += 1;
    const address = `10.0.${asks >> 8}.${asks & 255}`;
    return kind === "cookie" ? { cookie: value, address } : { bearer: value, address };
  };
  /** An access token tells whose it is, so that its owner learns of the mistake; the others tell nothing to anyone. */
  const refusals = { cookie: 401, access_token: 403, personal_token: 401 };

  test.each(kinds)(
    "as %s opens no door here, whatever it asks for, and costs no look at what was asked",
    async (kind) => {
      const work = watchStatements(doors.app);
      const head = await doors.world.head();
      for (const door of everyDoor) {
        work.taken();
        const toOwn = await answerOf(await door.ask(own, { ...asked(kind, theirs[kind]), address: door.title }));
        const workForOwn = work.taken();
        const toForeign = await answerOf(
          await door.ask(foreign, { ...asked(kind, theirs[kind]), address: door.title }),
        );
        const workForForeign = work.taken();
        expect([door.title, toOwn.status]).toEqual([door.title, refusals[kind]]);
        expect(toForeign, door.title).toEqual(toOwn);
        expect(workForForeign, door.title).toEqual(workForOwn);
      }
      work.stop();
      expect(await doors.world.head()).toBe(head);
    },
  );

  test.each(kinds)("as %s of ours opens none at another tenant's Host", async (kind) => {
    for (const door of everyDoor) {
      const { status } = await answerOf(
        await door.ask(own, { ...asked(kind, mine[kind]), address: door.title, host: "acme.localhost:3000" }),
      );
      expect([door.title, status]).toEqual([door.title, refusals[kind]]);
    }
  });

  test("none of them reads the other's log by /v1/sync", async () => {
    for (const kind of kinds) {
      const answer = await syncSince("?since=0&timeout=0", asked(kind, theirs[kind]));
      expect([kind, answer.status]).toEqual([kind, refusals[kind]]);
    }
    const theirsAtHome = await syncSince("?since=0&timeout=0", {
      bearer: theirs.personal_token,
      host: "acme.localhost:3000",
    });
    expect(theirsAtHome.status).toBe(200);
    const words = await theirsAtHome.text();
    for (const id of Object.values(own)) expect(words).not.toContain(id);
  });

  test("at its own Host every one of them is good, so that the refusals above mean something", async () => {
    const me = everyDoor.find(({ title }) => title === "GET /me")!;
    for (const kind of kinds) {
      const here = await answerOf(await me.ask(own, asked(kind, mine[kind])));
      expect([kind, here.status], here.body).toEqual([kind, 200]);
      const there = await me.ask(foreign, { ...asked(kind, theirs[kind]), host: "acme.localhost:3000" });
      expect([kind, there.status]).toEqual([kind, 200]);
    }
  });
});

describe("a visitor", () => {
  test("without a session gets 401 from every door, whichever id is asked for", async () => {
    for (const door of everyDoor) {
      expect([door.title, (await door.ask(own, { address: door.title })).status]).toEqual([door.title, 401]);
    }
  });

  test("with an unknown Host gets the same answer from every door, and none of a tenant", async () => {
    for (const door of everyDoor) {
      const { status, body } = await answerOf(await door.ask(own, { address: door.title, host: "elsewhere.example" }));
      expect([door.title, status]).toEqual([door.title, 404]);
      expect(body).toContain("SW_TENANT_NOT_FOUND");
    }
  });
});
