import { existsSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAiInput } from "../../src/domain/ai/inputs.ts";
import { listReports } from "../../src/server/admin/reports.ts";
import { addMemory } from "../../src/server/ai/memory/memories.ts";
import type { MemoryPlace } from "../../src/server/ai/memory/read-memories.ts";
import { createAi } from "../../src/server/ai/participants.ts";
import { openApiDocument } from "../../src/server/api/rest/document.ts";
import type { Operation } from "../../src/server/api/rest/openapi.ts";
import { sampleIds, sampleSecret } from "../../src/server/api/rest/samples.ts";
import { transact } from "../../src/server/database/transact.ts";
import { createToken } from "../../src/server/identity/personal-tokens.ts";
import { startSession } from "../../src/server/identity/sessions.ts";
import { markAllRead } from "../../src/server/messages/mark-all-read.ts";
import { reportMessage } from "../../src/server/messages/report-message.ts";
import { archiveNote } from "../../src/server/notes/archive-note.ts";
import { setAlias } from "../../src/server/rooms/change-room.ts";
import { createInviteLink } from "../../src/server/rooms/invite-links.ts";
import { knock } from "../../src/server/rooms/knocks.ts";
import { inviteToRoom } from "../../src/server/rooms/membership.ts";
import { type Doors, openDoors } from "../doors/support.ts";
import { waitingCallOf } from "../support/ai-world.ts";
import { endedTurnOf, newAi } from "../support/ended-turn.ts";
import type { Person } from "../support/world.ts";
import { ask, cookieOf, type Stage, setStage, withRealIds } from "./support.ts";

/** The one that the example of changing it gives. */
const currentPassword = "a long sentence of mine";

/** Who asks and whom the ids name, where it is not Ana, who owns everything, and Ben, who is in her room. */
const scenes: Record<string, (stage: Stage, doors: Doors) => Promise<Scene> | Scene> = {
  "rooms.join": async ({ ana, dora, ids }) => {
    await inviteToRoom(ana.ctx, { room_id: ids[sampleIds.room]!, participant_id: dora.participant.id });
    return { as: dora };
  },
  "rooms.leave": ({ ben }) => ({ as: ben }),
  "rooms.byAlias": async ({ ana, ids }) => {
    await setAlias(ana.ctx, { room_id: ids[sampleIds.room]!, room_alias: "launch" });
    return { after: async () => void (await setAlias(ana.ctx, { room_id: ids[sampleIds.room]!, room_alias: null })) };
  },
  "rooms.setAlias": ({ ana, ids }) => ({
    after: async () => void (await setAlias(ana.ctx, { room_id: ids[sampleIds.room]!, room_alias: null })),
  }),
  "rooms.approveKnock": knocking,
  "rooms.refuseKnock": knocking,
  "rooms.revokeInviteLink": async (stage, doors) => {
    const { id } = await linkInto(stage, doors);
    return { ids: { [sampleIds.link]: id } };
  },
  "rooms.linkPreview": async (stage, doors) => {
    const { secret } = await linkInto(stage, doors);
    return { as: stage.dora, ids: { [sampleSecret]: secret } };
  },
  "ai.engage": async ({ ana }) => ({ ids: { [sampleIds.other]: await newAi(ana.ctx) } }),
  "aiMemory.edit": remembered(({ ana }) => ({ scope: "person", ownerId: ana.participant.id })),
  "aiMemory.editInRoom": remembered(({ ids }) => ({ scope: "room", roomId: ids[sampleIds.room]! })),
  "aiMemory.eraseInRoom": remembered(({ ids }) => ({ scope: "room", roomId: ids[sampleIds.room]! })),
  "aiMemory.editInWorkspace": remembered(({ ids }) => ({ scope: "workspace", workspaceId: ids[sampleIds.workspace]! })),
  "aiMemory.eraseInWorkspace": remembered(({ ids }) => ({
    scope: "workspace",
    workspaceId: ids[sampleIds.workspace]!,
  })),
  "notes.deleteForever": async ({ ana, ids }) => {
    await archiveNote(ana.ctx, { note_id: ids[sampleIds.note]! });
    return {};
  },
  "aiSummaries.compact": theAssistant,
  "aiSummaries.title": theAssistant,
  "aiSummaries.note": theAssistant,
  "aiNotes.assist": theAssistant,
  "aiSummaries.catchUp": theAssistant,
  "ai.retry": answered,
  "ai.regenerate": answered,
  "ai.rate": answered,
  "aiTools.decide": async ({ ana, ids }) => ({
    ids: { [sampleIds.call]: await waitingCallOf(ana, ids[sampleIds.room]!, ids[sampleIds.event]!) },
  }),
  "messages.report": ({ ids }) => ({ ids: { [sampleIds.event]: ids[sampleIds.root]! } }),
  "admin.resolveReport": async ({ ana, ids }, { app }) => {
    const reported = { room_id: ids[sampleIds.room]!, event_id: ids[sampleIds.root]!, reason: "spam" } as const;
    await reportMessage(ana.ctx, app.limits, reported);
    return {
      ids: { [sampleIds.report]: (await listReports(ana.ctx, { status: "open", limit: 1, offset: 0 }))[0]!.id },
    };
  },
  "rooms.joinByLink": async (stage, doors) => {
    const { secret } = await linkInto(stage, doors);
    return { as: stage.dora, ids: { [sampleSecret]: secret } };
  },
  "aiAdmin.get": theAssistant,
  "aiAdmin.update": theAssistant,
  "aiAdmin.configureHelper": theAssistant,
  "aiAdmin.deactivate": theAssistant,
  "aiAdmin.reactivate": theAssistant,
  "aiAdmin.playground": theAssistant,
  "aiSpend.helperInvocations": theAssistant,
  "ai.prompt": theAssistant,
  "ai.temperature": theAssistant,
  "rooms.invite": ({ dora }) => ({ ids: { [sampleIds.other]: dora.participant.id } }),
  "workspaces.addMember": ({ dora }) => ({ ids: { [sampleIds.other]: dora.participant.id } }),
  "messages.undoMarkRead": async ({ ana }) => ({ ids: { [sampleIds.other]: (await markAllRead(ana.ctx)).token } }),
  "messages.markThreadRead": ({ ids }) => ({ ids: { [sampleIds.event]: ids[sampleIds.root]! } }),
  "identity.endSession": async ({ ana }, { app, world }) => {
    const { sessionId } = await startSession(app.sessions, world.tenantId, ana.participant.id, null);
    return { ids: { [sampleIds.session]: sessionId } };
  },
  "identity.changePassword": async ({ ana }, { app }) => {
    const hash = await app.passwords.hash(currentPassword);
    await transact(ana.ctx.database, ana.ctx.actor.tenantId, new Date(), async (tx) => {
      await tx.rows(sql`
        insert into app.passwords (tenant_id, participant_id, hash) values (${tx.tenantId}, ${ana.participant.id}, ${hash})`);
      return tx.emit([], () => undefined);
    });
    const { config } = app;
    app.config = { ...config, authMode: "local" };
    const after = () => {
      app.config = config;
    };
    return { after };
  },
  "identity.revokeToken": async ({ ana }) => {
    const token = await createToken(ana.ctx, { name: "old", scopes: ["read"], expires_in_days: null });
    return { ids: { [sampleIds.token]: token.id } };
  },
};
type Scene = { as?: Person; ids?: Record<string, string>; after?: () => void | Promise<void> };

/** Something that AIs remember there, which the example then names. */
function remembered(place: (stage: Stage) => MemoryPlace) {
  return async (stage: Stage): Promise<Scene> => {
    const { id } = await addMemory(stage.ana.ctx, place(stage), { text: "The launch is on 5 March." });
    return { ids: { [sampleIds.memory]: id } };
  };
}

/** Dora stands before the door, whom the example's other person then is. */
async function knocking({ dora, ids }: Stage, { app }: Doors): Promise<Scene> {
  await knock(dora.ctx, app.limits, { room_id: ids[sampleIds.room]! });
  return { ids: { [sampleIds.other]: dora.participant.id } };
}

/** An AI answered in the room, which the example's turn, other person and message then are. */
async function answered({ ana, ids }: Stage): Promise<Scene> {
  const { turnId, aiId, answerId } = await endedTurnOf(ana, ids[sampleIds.room]!, ids[sampleIds.event]!);
  return { ids: { [sampleIds.turn]: turnId, [sampleIds.other]: aiId, [sampleIds.event]: answerId } };
}

let assistants = 0;

/** An AI that others may consult, in the room of the example. */
async function theAssistant({ ana, ids }: Stage): Promise<Scene> {
  assistants += 1;
  const asked = { local_id: `iris${assistants}`, display_name: `Iris ${assistants}`, participant_type: "helper" };
  const facts = { now: new Date(), instanceGateway: false };
  const { participant } = await createAi(ana.ctx, facts, createAiInput.parse(asked));
  await inviteToRoom(ana.ctx, { room_id: ids[sampleIds.room]!, participant_id: participant.id });
  return { ids: { [sampleIds.other]: participant.id } };
}

function linkInto({ ana, ids }: Stage, { app }: Doors) {
  return createInviteLink(ana.ctx, app, { room_id: ids[sampleIds.room]!, expires_in_hours: 1, max_uses: null });
}

/** Operations that no example can call here, and where they are tested with what they need. */
const elsewhere: Record<string, string> = {
  stream: "a WebSocket: tests/clients/stream.pg.test.ts",
  "notes.export": "answers bytes: tests/rest/note-folder.pg.test.ts",
  "notes.import": "takes bytes: tests/rest/note-folder.pg.test.ts",
  "media.upload": "takes bytes: tests/rest/media.pg.test.ts",
  "media.download": "answers bytes: tests/rest/media.pg.test.ts",
  "auth.return": "where the provider sends a browser: tests/doors/provider-sign-in.pg.test.ts",
  "auth.login": "needs a provider's code: tests/doors/provider-sign-in.pg.test.ts",
  "auth.token": "needs a password and the tenant's leave: tests/doors/tokens.pg.test.ts",
  "auth.refresh": "needs a refresh token: tests/doors/tokens.pg.test.ts",
};

const document = openApiDocument({ closed: true });
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ ...document, $id: "document" });

let doors: Doors;
beforeAll(async () => {
  doors = await openDoors();
});
afterAll(() => doors.end());

function validatorOf(path: string, method: string) {
  const place = ["paths", path, method, "responses", "200", "content", "application/json", "schema"];
  const pointer = place.map((key) => encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
  return ajv.compile({ $ref: `document#/${pointer}` });
}

/** The request that the document shows, with real ids. */
function requestOf(path: string, operation: Operation, ids: Record<string, string>) {
  const parameters = withRealIds(operation.parameters ?? [], ids).filter(({ example }) => example !== undefined);
  let filled = path;
  const query = new URLSearchParams();
  for (const { in: where, name, example } of parameters) {
    if (where === "path") filled = filled.replace(`{${name}}`, encodeURIComponent(String(example)));
    else query.set(name, Array.isArray(example) ? example.join(",") : String(example));
  }
  const shown = operation.requestBody?.content["application/json"]?.example;
  const json = shown === undefined ? undefined : withRealIds(shown, ids);
  return { path: query.size > 0 ? `${filled}?${query}` : filled, json };
}

describe("every endpoint, called with the example that the document shows", () => {
  for (const { path, method, operation } of operations) {
    if (operation.operationId in elsewhere) continue;
    test(`${method.toUpperCase()} ${path} (${operation.operationId})`, async () => {
      const stage = await setStage(doors);
      const procedure = operation.operationId.split(".").slice(0, 2).join(".");
      const scene = (await scenes[procedure]?.(stage, doors)) ?? {};
      const request = requestOf(path, operation, { ...stage.ids, ...scene.ids });
      expect(request.path).not.toContain("{");
      const cookie = await cookieOf(doors, scene.as ?? stage.ana);
      const credential = operation.operationId === "auth.register" ? { bearer: "mock-dev-token" } : { cookie };
      const response = await ask(method.toUpperCase(), request.path, { ...credential, json: request.json });
      await scene.after?.();
      const body = await response.json();
      expect([response.status, body.error]).toEqual([200, undefined]);
      const validate = validatorOf(path, method);
      validate(body);
      expect(validate.errors ?? []).toEqual([]);
    });
  }

  test("what cannot be called so is known by name and reason", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(Object.keys(elsewhere).filter((name) => !ids.includes(name))).toEqual([]);
    for (const reason of Object.values(elsewhere)) {
      const file = /tests\/\S+\.test\.ts/.exec(reason)?.[0] ?? "";
      expect([reason, existsSync(new URL(`../../${file}`, import.meta.url))]).toEqual([reason, true]);
    }
  });
});
