import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appRouter } from "../../src/server/api/router.ts";
import { createToken } from "../../src/server/identity/personal-tokens.ts";
import { startSession } from "../../src/server/identity/sessions.ts";
import { sendMessage } from "../../src/server/messages/send-message.ts";
import { createRoom } from "../../src/server/rooms/create-room.ts";
import { createWorkspace } from "../../src/server/workspaces/create-workspace.ts";
import { absentId } from "../support/refusal.ts";
import type { Person } from "../support/world.ts";
import { type Ids, idempotentRemovals, inputOf, rows } from "./rows.ts";
import { call, cookieOf, type Doors, openDoors } from "./support.ts";

type Procedure = { _def: { type: "query" | "mutation" } };
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>);

let doors: Doors;
let cookie: string;
let own: Ids;
let foreign: Ids;

async function idsOf(person: Person): Promise<Ids> {
  const workspace = await createWorkspace(person.ctx, { name: "Shared" });
  const room = await createRoom(person.ctx, { name: "open", room_type: "public", workspace_id: workspace.id });
  const message = await sendMessage(person.ctx, { room_id: room.id, content: { body: "words of this tenant" } });
  return {
    room_id: room.id,
    event_id: message.id,
    root_id: message.id,
    participant_id: person.participant.id,
    workspace_id: workspace.id,
    token_id: (await createToken(person.ctx, { name: "script", scopes: ["read"], expires_in_days: null })).id,
    session_id: (await startSession(doors.app.sessions, person.ctx.actor.tenantId, person.participant.id, null))
      .sessionId,
  };
}

beforeAll(async () => {
  doors = await openDoors();
  const ana = await doors.world.person("ana");
  cookie = await cookieOf(ana.participant.id);
  own = await idsOf(ana);
  foreign = await idsOf(await (await doors.world.tenant("acme")).person("rosa"));
});
afterAll(() => doors.end());

async function answerTo(name: string, type: "query" | "mutation", ids: Partial<Ids>) {
  const response = await call(name, type, inputOf(name, ids), { cookie });
  return { status: response.status, body: await response.text() };
}

describe("ids of another tenant", () => {
  test("every procedure has its row", () => {
    expect(Object.keys(rows).sort()).toEqual(procedures.map(([name]) => name).sort());
  });

  for (const [name, procedure] of procedures) {
    const kinds = rows[name]?.ids ?? [];
    for (const kind of kinds) {
      test(`${name} answers a foreign ${kind} exactly as one that never was`, async () => {
        const { type } = procedure._def;
        const head = await doors.world.head();
        const toForeign = await answerTo(name, type, { ...own, [kind]: foreign[kind] });
        const toAbsent = await answerTo(name, type, { ...own, [kind]: absentId });
        expect(toForeign).toEqual(toAbsent);
        expect(await doors.world.head()).toBe(head);
        if (!idempotentRemovals.has(name)) expect(toForeign.status).toBeGreaterThanOrEqual(400);
        expect(toForeign.status).toBeLessThan(500);
      });
    }
  }

  test("nothing of the other tenant is in any answer that lists", async () => {
    for (const [name, _procedure] of procedures.filter(([, each]) => each._def.type === "query")) {
      const { status, body } = await answerTo(name, "query", own);
      expect([name, status]).toEqual([name, 200]);
      for (const id of Object.values(foreign)) expect(body, name).not.toContain(id);
    }
  });

  test("a visitor without a session gets 401 from every procedure", async () => {
    for (const [name, procedure] of procedures) {
      expect([name, (await call(name, procedure._def.type, inputOf(name, own))).status]).toEqual([name, 401]);
    }
  });
});
