import { socketPath } from "../../src/cli/run-directory.ts";
import { contextOf } from "../../src/server/api/request-context.ts";
import type { App } from "../../src/server/app.ts";
import { readConfig } from "../../src/server/config.ts";
import { type Context, innerActor } from "../../src/server/database/context.ts";
import { transact } from "../../src/server/database/transact.ts";
import { storePassword } from "../../src/server/identity/admit-account.ts";
import { startSession } from "../../src/server/identity/sessions.ts";
import { sendMessage } from "../../src/server/messages/send-message.ts";
import { createRoom } from "../../src/server/rooms/create-room.ts";
import { joinRoom } from "../../src/server/rooms/membership.ts";
import { startApp } from "../../src/server/start.ts";
import { createTenant } from "../../src/server/tenants/create-tenant.ts";
import { admitParticipant } from "../../src/server/workspaces/admit-participant.ts";
import { createWorkspace } from "../../src/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "../../src/server/workspaces/members.ts";
import type { Session } from "../e2e/support/http.ts";
import type { Instance } from "../start/instance.ts";
import type { Scale } from "./scale.ts";

export type BenchRoom = { readonly id: string; readonly path: string; readonly members: readonly Session[] };

export type BenchWorld = {
  readonly instance: Instance;
  readonly people: readonly Session[];
  readonly rooms: readonly BenchRoom[];
  /** One room with everybody in it. */
  readonly crowd: BenchRoom;
};

/** Everybody's. One hash for all of them: making a hundred is not what is measured. */
export const benchPassword = "the train leaves at nine";

const host = "bench.localhost";
const linesInRoom = 50;

/** A tenant of its own in the instance's database, made through the use cases: people, sessions, rooms, and words in them. */
export async function makeWorld(instance: Instance, scale: Scale): Promise<BenchWorld> {
  const app = await appOf(instance);
  try {
    const tenantId = app.newId();
    await createTenant(app.database, app.now(), { id: tenantId, slug: "bench", name: "Bench", serverName: host });
    const contexts: Context[] = [];
    for (let number = 0; number < scale.people; number += 1) contexts.push(await admit(app, tenantId, number));
    await givePasswords(app, tenantId, contexts);
    const [owner, ...others] = contexts as [Context, ...Context[]];
    const workspace = await createWorkspace(owner, { name: "Bench", slug: "bench" });
    for (const { actor } of others) {
      await addWorkspaceMember(owner, {
        workspace_id: workspace.id,
        participant_id: actor.participantId,
        role: "editor",
      });
    }
    const people: Session[] = [];
    for (const { actor } of contexts) {
      const { cookie } = await startSession(app.sessions, tenantId, actor.participantId, "bench");
      people.push({
        port: instance.port,
        host,
        cookie: cookie.split(";")[0] ?? "",
        participantId: actor.participantId,
      });
    }
    const make = async (name: string, members: readonly number[]): Promise<BenchRoom> => {
      const [first, ...rest] = members.map((index) => contexts[index]!) as [Context, ...Context[]];
      const room = await createRoom(first, { name, room_type: "public", workspace_id: workspace.id });
      for (const member of rest) await joinRoom(member, { room_id: room.id });
      for (let line = 1; line <= linesInRoom; line += 1) {
        const body = `Line **${line}** of \`${name}\`: the train at 9:${String(line).padStart(2, "0")} has [seats](https://example.org/${line}).`;
        await sendMessage(first, { room_id: room.id, content: { msgtype: "swp.text", body } });
      }
      return {
        id: room.id,
        path: `/w/${workspace.slug}/r/${room.id}`,
        members: members.map((index) => people[index]!),
      };
    };
    const rooms: BenchRoom[] = [];
    for (let number = 0; number < scale.rooms; number += 1) {
      // Each room begins elsewhere in the circle of people, so that everybody is in about as many rooms.
      const first = Math.floor((number * scale.people) / scale.rooms);
      const members = Array.from({ length: scale.peopleInRoom }, (_, index) => (first + index) % scale.people);
      rooms.push(await make(`room-${number}`, members));
    }
    const crowd = await make(
      "crowd",
      Array.from({ length: scale.people }, (_, index) => index),
    );
    return { instance, people, rooms, crowd };
  } finally {
    await app.stop();
  }
}

/** What a use case takes to act as one of the people. */
export async function contextOfSession(app: App, session: Session): Promise<Context> {
  const tenant = await app.tenants.byHost(session.host);
  return contextOf(
    app,
    innerActor({ tenantId: tenant.id, participantId: session.participantId, serverName: session.host, roles: [] }),
  );
}

/** The use cases on the instance's own database. */
export function appOf(instance: Instance): ReturnType<typeof startApp> {
  const directory = socketPath(instance.dataDirectory, "-pg");
  return startApp({ ...readConfig({}), database: { kind: "socket", directory, name: "scaiwave" } });
}

async function givePasswords(app: App, tenantId: string, contexts: readonly Context[]): Promise<void> {
  const hash = await app.passwords.hash(benchPassword);
  await transact(app.database, tenantId, app.now(), async (tx) => {
    for (const { actor } of contexts) await storePassword(tx, actor.participantId, hash, app.now());
    return tx.emit([], () => undefined);
  });
}

export async function admit(app: App, tenantId: string, number: number, serverName = host): Promise<Context> {
  const around = { now: app.now, newId: app.newId, serverName };
  const named = { local_id: `person${number}`, display_name: `Person ${number}` };
  const participantId = await transact(app.database, tenantId, app.now(), async (tx) => {
    const { participant, events } = await admitParticipant(tx, around, named);
    return tx.emit(events, () => participant.id);
  });
  return contextOf(app, innerActor({ tenantId, participantId, serverName, roles: [] }));
}
