import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appRouter } from "../../src/server/api/router.ts";
import { createToken } from "../../src/server/identity/personal-tokens.ts";
import { startSession } from "../../src/server/identity/sessions.ts";
import { sendMessage } from "../../src/server/messages/send-message.ts";
import { createRoom } from "../../src/server/rooms/create-room.ts";
import { createWorkspace } from "../../src/server/workspaces/create-workspace.ts";
import { absentId } from "../support/refusal.ts";
import type { Person } from "../support/world.ts";
import { call, cookieOf, type Doors, openDoors } from "./support.ts";

/** Ids of one tenant, of every kind that a procedure takes. */
type Ids = {
  room_id: string;
  event_id: string;
  root_id: string;
  participant_id: string;
  workspace_id: string;
  token_id: string;
  session_id: string;
};

/** What else each procedure needs beside ids. A procedure without a line here fails the test: a new door needs its row. */
const inputs: Record<string, { ids: (keyof Ids)[]; more?: object }> = {
  "participants.list": { ids: [] },
  "participants.updateProfile": { ids: [], more: { display_name: "Ana" } },
  "participants.preferences": { ids: [] },
  "participants.updatePreferences": { ids: [], more: { timezone: "Europe/Amsterdam" } },
  "workspaces.list": { ids: [] },
  "workspaces.create": { ids: [], more: { name: "W" } },
  "workspaces.get": { ids: ["workspace_id"] },
  "workspaces.update": { ids: ["workspace_id"], more: { name: "W" } },
  "workspaces.listMembers": { ids: ["workspace_id"] },
  "workspaces.addMember": { ids: ["workspace_id", "participant_id"], more: { role: "editor" } },
  "workspaces.changeRole": { ids: ["workspace_id", "participant_id"], more: { role: "editor" } },
  "workspaces.removeMember": { ids: ["workspace_id", "participant_id"] },
  "rooms.directory": { ids: [] },
  "rooms.list": { ids: [] },
  "rooms.get": { ids: ["room_id"] },
  "rooms.listMembers": { ids: ["room_id"] },
  "rooms.create": { ids: ["workspace_id"], more: { name: "R" } },
  "rooms.createDm": { ids: ["participant_id"] },
  "rooms.join": { ids: ["room_id"] },
  "rooms.leave": { ids: ["room_id"] },
  "rooms.invite": { ids: ["room_id", "participant_id"] },
  "rooms.kick": { ids: ["room_id", "participant_id"] },
  "rooms.rename": { ids: ["room_id"], more: { name: "R" } },
  "rooms.setTopic": { ids: ["room_id"], more: { topic: "T" } },
  "messages.list": { ids: ["room_id"] },
  "messages.thread": { ids: ["room_id", "root_id"] },
  "messages.send": { ids: ["room_id"], more: { content: { body: "hi" } } },
  "messages.edit": { ids: ["room_id", "event_id"], more: { content: { body: "hi" } } },
  "messages.redact": { ids: ["room_id", "event_id"] },
  "messages.react": { ids: ["room_id", "event_id"], more: { emoji: "👍" } },
  "messages.unreact": { ids: ["room_id", "event_id"], more: { emoji: "👍" } },
  "messages.markRead": { ids: ["room_id", "event_id"] },
  "presence.read": { ids: [], more: { ids: [absentId] } },
  "presence.typing": { ids: ["room_id"], more: { typing: true } },
  "presence.set": { ids: [], more: { presence: null } },
  "identity.streamTicket": { ids: [], more: { client_id: absentId } },
  "identity.sessions": { ids: [] },
  "identity.endSession": { ids: ["session_id"] },
  "identity.endOtherSessions": { ids: [] },
  "identity.changePassword": { ids: [], more: { current_password: "x", new_password: "y" } },
  "identity.tokens": { ids: [] },
  "identity.createToken": { ids: [], more: { name: "T", scopes: ["read"], expires_in_days: null } },
  "identity.revokeToken": { ids: ["token_id"] },
  "views.me": { ids: [] },
  "views.overview": { ids: [] },
  "views.room": { ids: ["room_id"] },
};

/** Taking away what is not there is done already: they answer 200 for any id and change nothing. */
const idempotentRemovals = new Set(["workspaces.removeMember"]);

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
  const response = await call(name, type, { ...inputs[name]!.more, ...ids }, { cookie });
  return { status: response.status, body: await response.text() };
}

describe("ids of another tenant", () => {
  test("every procedure has its row", () => {
    expect(Object.keys(inputs).sort()).toEqual(procedures.map(([name]) => name).sort());
  });

  for (const [name, procedure] of procedures) {
    const kinds = inputs[name]?.ids ?? [];
    for (const kind of kinds) {
      test(`${name} answers a foreign ${kind} exactly as one that never was`, async () => {
        const base = Object.fromEntries(kinds.map((each) => [each, own[each]]));
        const { type } = procedure._def;
        const head = await doors.world.head();
        const toForeign = await answerTo(name, type, { ...base, [kind]: foreign[kind] });
        const toAbsent = await answerTo(name, type, { ...base, [kind]: absentId });
        expect(toForeign).toEqual(toAbsent);
        expect(await doors.world.head()).toBe(head);
        if (!idempotentRemovals.has(name)) expect(toForeign.status).toBeGreaterThanOrEqual(400);
        expect(toForeign.status).toBeLessThan(500);
      });
    }
  }

  test("nothing of the other tenant is in any answer that lists", async () => {
    for (const [name, _procedure] of procedures.filter(([, each]) => each._def.type === "query")) {
      const kinds = inputs[name]!.ids;
      const { status, body } = await answerTo(
        name,
        "query",
        Object.fromEntries(kinds.map((kind) => [kind, own[kind]])),
      );
      expect([name, status]).toEqual([name, 200]);
      for (const id of Object.values(foreign)) expect(body, name).not.toContain(id);
    }
  });

  test("a visitor without a session gets 401 from every procedure", async () => {
    for (const [name, procedure] of procedures) {
      const input = {
        ...inputs[name]!.more,
        ...Object.fromEntries(inputs[name]!.ids.map((kind) => [kind, own[kind]])),
      };
      expect([name, (await call(name, procedure._def.type, input)).status]).toEqual([name, 401]);
    }
  });
});
