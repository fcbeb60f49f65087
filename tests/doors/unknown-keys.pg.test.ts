import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endpoints } from "../../src/server/api/rest/endpoints.ts";
import { appRouter } from "../../src/server/api/router.ts";
import { absentId } from "../support/refusal.ts";
import { type Ids, inputOf, rows } from "./rows.ts";
import { call, callRest, codeOf, type Doors, openDoors } from "./support.ts";
import { credentialsOf, idsOf } from "./tenants.ts";

/**
 * What only the server says of a thing, or another procedure changes. A procedure that takes one of them by name takes it
 * for a reason: those are counted in `taken`, and every other is refused.
 */
const serverOwned: Record<string, unknown> = {
  tenant_id: absentId,
  team_id: absentId,
  sender_id: absentId,
  creator_id: absentId,
  actor_id: absentId,
  as_participant_id: absentId,
  reporter_id: absentId,
  owner_id: absentId,
  room_type: "public",
  state: "open",
  membership: "join",
  power_level: 100,
  roles: ["owner"],
  role: "owner",
  is_admin: true,
  participant_type: "ai",
  created_at: "2020-01-01T00:00:00Z",
  edited_at: "2020-01-01T00:00:00Z",
  deactivated_at: null,
  stream_position: 1,
  id: absentId,
};

/** Where one of them is what the procedure is for. */
const taken: Record<string, string[]> = {
  "rooms.create": ["room_type"],
  "rooms.directory": ["room_type"],
  "rooms.setPower": ["power_level"],
  "workspaces.addMember": ["role"],
  "workspaces.changeRole": ["role"],
  "admin.setRoles": ["roles"],
  "aiAdmin.create": ["participant_type"],
  "notes.list": ["owner_id"],
  "noteSuggestions.list": ["state"],
};

let doors: Doors;
let cookie: string;
let own: Ids;

beforeAll(async () => {
  doors = await openDoors({ work: false });
  const ana = await doors.world.person("ana", { roles: ["owner"] });
  own = await idsOf(doors, ana);
  cookie = (await credentialsOf(doors, ana)).cookie;
});
afterAll(() => doors.end());

type Issue = { code: string; keys?: string[]; path: unknown[] };
type Parser = { safeParse(input: unknown): { success: boolean; error?: { issues: Issue[] } } };
type Procedure = { _def: { type: "query" | "mutation"; inputs: Parser[] } };

const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>).map(
  ([name, { _def }]) => ({ name, type: _def.type, inputs: _def.inputs }),
);
/** The others are given nothing of what was sent, so that it cannot matter. */
const withInput = procedures.filter(({ inputs }) => inputs.length > 0);
const writes = withInput.filter(({ type }) => type === "mutation");
const outcome = async (response: Response) => [response.status, await codeOf(response)];
const refused = [400, "SW_BAD_REQUEST"];

describe("keys that a procedure does not take", () => {
  test("are tried on every write there is", () => {
    expect(writes.length).toBeGreaterThan(80);
    for (const name of Object.keys(taken)) expect(Object.keys(rows)).toContain(name);
  });

  test.each(withInput)("$name takes none of them", ({ name, inputs }) => {
    for (const [key, value] of Object.entries(serverOwned)) {
      if (taken[name]?.includes(key)) continue;
      const refusals = inputs.flatMap(
        (parser) => parser.safeParse({ ...inputOf(name, own), [key]: value }).error?.issues ?? [],
      );
      const keys = refusals.flatMap((issue) => (issue.code === "unrecognized_keys" ? issue.keys : []));
      expect(keys).toContain(key);
    }
  });

  test("are refused by every door before anything is done", async () => {
    const head = await doors.world.head();
    const unknown = { tenant_id: absentId, sender_id: absentId, created_at: "2020-01-01T00:00:00Z" };
    for (const { name, type } of withInput) {
      const answer = await call(name, type, { ...inputOf(name, own), ...unknown }, { cookie });
      expect([name, ...(await outcome(answer))]).toEqual([name, ...refused]);
    }
    for (const endpoint of endpoints) {
      const answer = await callRest(endpoint, { ...inputOf(endpoint.name, own), ...unknown }, { cookie });
      expect([endpoint.path, ...(await outcome(answer))]).toEqual([endpoint.path, ...refused]);
    }
    expect(await doors.world.head()).toBe(head);
  });

  test("are refused inside of what a write takes, too", () => {
    const inner = writes.flatMap(({ name, inputs }) =>
      Object.entries(rows[name]?.more ?? {})
        .filter(([key, value]) => key !== "content" && isPlain(value))
        .map(([key, value]) => ({ name, key, value: value as object, inputs })),
    );
    expect(inner.length).toBeGreaterThan(2);
    for (const { name, key, value, inputs } of inner) {
      const within = { ...value, tenant_id: absentId };
      const parsed = inputs.map((parser) => parser.safeParse({ ...inputOf(name, own), [key]: within }));
      expect([name, key, parsed.every(({ success }) => success)]).toEqual([name, key, false]);
    }
  });

  test("say nothing inside of a message's content: that is kept and means nothing", async () => {
    const content = { body: "hi", sender_id: absentId, power_level: 100, created_at: "2020-01-01T00:00:00Z" };
    const answer = await call("messages.send", "mutation", { room_id: own.room_id, content }, { cookie });
    const said = ((await answer.json()) as { result: { data: Record<string, unknown> } }).result.data;
    expect(said.sender_id).toBe(own.participant_id);
    expect(said.created_at).not.toBe(content.created_at);
  });
});

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
