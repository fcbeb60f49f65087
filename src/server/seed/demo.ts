import { sql } from "drizzle-orm";
import type { Participant } from "#/domain/participants/participant.ts";
import { setEngagement } from "#/server/ai/set-room-settings.ts";
import type { Database } from "#/server/database/connect.ts";
import type { Context } from "#/server/database/context.ts";
import { innerActor, randomId } from "#/server/database/context.ts";
import { read, transact } from "#/server/database/transact.ts";
import { markRead } from "#/server/messages/mark-read.ts";
import { updatePreferences } from "#/server/participants/preferences.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { inviteToRoom, joinRoom } from "#/server/rooms/membership.ts";
import { seedAssistants } from "#/server/seed/assistants.ts";
import { seedNotes } from "#/server/seed/demo-notes.ts";
import { acme, type DemoTenant, linden } from "#/server/seed/demo-people.ts";
import { acmeRooms, type DemoDirect, type DemoRoom, lindenDirects, lindenRooms } from "#/server/seed/demo-talk.ts";
import { SeedClock } from "#/server/seed/seed-clock.ts";
import { talk } from "#/server/seed/talk.ts";
import { createTenant, firstTenant } from "#/server/tenants/create-tenant.ts";
import { admitParticipant } from "#/server/workspaces/admit-participant.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "#/server/workspaces/members.ts";

/**
 * Fills a demo that has nobody in it: two tenants with people, rooms and what they have said, all through the use cases
 * that serve everyone else. Does nothing once somebody is there. `empty` makes the first tenant alone.
 * @returns whether anything was made.
 */
export async function seedDemo(
  database: Database,
  { serverName, now, empty }: { serverName: string; now: Date; empty: boolean },
): Promise<boolean> {
  const first = { slug: linden.slug, name: linden.name, serverName };
  const { tenantId, made } = await firstTenant(database, now, first);
  if (empty || (await hasPeople(database, tenantId))) return made;
  const seeding: Seeding = { database, clock: new SeedClock(now, 26 * 60) };
  await seedTenant(seeding, linden, { tenantId, serverName }, lindenRooms, lindenDirects);

  const second = { id: randomId(), slug: acme.slug, name: acme.name, serverName: `${acme.slug}.${serverName}` };
  await createTenant(database, now, second);
  await seedTenant(seeding, acme, { tenantId: second.id, serverName: second.serverName }, acmeRooms, []);
  return true;
}

async function hasPeople(database: Database, tenantId: string): Promise<boolean> {
  const rows = await read(database, tenantId, (tx) => tx.rows(sql`select id from app.participants limit 1`));
  return rows.length > 0;
}

type Seeding = { database: Database; clock: SeedClock };
type Cast = Map<string, Context>;

async function seedTenant(
  { database, clock }: Seeding,
  demo: DemoTenant,
  { tenantId, serverName }: { tenantId: string; serverName: string },
  rooms: DemoRoom[],
  directs: DemoDirect[],
): Promise<void> {
  clock.restart();
  const cast: Cast = new Map();
  for (const person of demo.people) {
    const around = { now: clock.now, newId: randomId, serverName };
    const roles = person.admin ? ["admin"] : [];
    const admitted = await transact(database, tenantId, clock.now(), async (tx) => {
      const made = await admitParticipant(tx, around, {
        local_id: person.local_id,
        display_name: person.display_name,
        participant_type: "human",
        roles,
      });
      return tx.emit(made.events, () => made);
    });
    const ctx = contextFor(database, tenantId, serverName, admitted.participant, roles, clock);
    // Those of a demo are at home already.
    await updatePreferences(ctx, { welcomed: true });
    cast.set(person.local_id, ctx);
  }
  const [owner, ...others] = [...cast.values()];
  const workspace = await createWorkspace(owner!, { name: demo.workspace });
  for (const other of others) {
    const participant_id = other.actor.participantId;
    await addWorkspaceMember(owner!, { workspace_id: workspace.id, participant_id, role: "editor" });
  }
  const assistants = await seedAssistants(database, tenantId, { serverName, now: clock.now });
  for (const room of rooms) await seedRoom(cast, clock, workspace.id, room);
  for (const direct of directs) await seedDirect(cast, clock, direct);
  if (demo.withNotes) await seedNotes([owner!, others[0]!], workspace.id, clock.present);
  if (demo.withAi) await seedRoomWithAi(cast, workspace.id, demo.withAi, assistants.get("mira")!.id);
}

/** Where the demo people ask an assistant. It speaks when it is mentioned, so that no other room changes by it. */
async function seedRoomWithAi(
  cast: Cast,
  workspaceId: string,
  { name, topic, members }: NonNullable<DemoTenant["withAi"]>,
  assistantId: string,
): Promise<void> {
  const [first, ...others] = members.map((key) => cast.get(key)!);
  const { id: room_id } = await createRoom(first!, { name, topic, room_type: "public", workspace_id: workspaceId });
  for (const other of others) await joinRoom(other, { room_id });
  await inviteToRoom(first!, { room_id, participant_id: assistantId });
  await setEngagement(first!, false, { room_id, participant_id: null, mode: "mention" });
}

function contextFor(
  database: Database,
  tenantId: string,
  serverName: string,
  participant: Participant,
  roles: string[],
  clock: SeedClock,
): Context {
  return {
    database,
    actor: innerActor({ tenantId, participantId: participant.id, serverName, roles }),
    now: clock.now,
    newId: randomId,
    advanced: () => {},
  };
}

async function seedRoom(cast: Cast, clock: SeedClock, workspaceId: string, room: DemoRoom): Promise<void> {
  clock.pass(room.later ?? 0);
  const [first, ...others] = room.members.map((key) => cast.get(key)!);
  const { id } = await createRoom(first!, {
    name: room.name,
    topic: room.topic,
    room_type: room.open ? "public" : "group",
    workspace_id: workspaceId,
  });
  for (const other of others) {
    if (!room.open) await inviteToRoom(first!, { room_id: id, participant_id: other.actor.participantId });
    await joinRoom(other, { room_id: id });
  }
  const pass = (minutes: number) => clock.pass(minutes);
  const said = await talk(cast, id, room.steps, pass);
  await readAllButLast([first!, ...others], id, said);
}

async function seedDirect(cast: Cast, clock: SeedClock, direct: DemoDirect): Promise<void> {
  const [one, other] = direct.between.map((key) => cast.get(key)!);
  const { id } = await createDm(one!, { participant_id: other!.actor.participantId });
  const said = await talk(cast, id, direct.steps, (minutes) => clock.pass(minutes));
  await readAllButLast([one!, other!], id, said);
}

/** All but the last words are read, so that a newcomer sees what unread looks like. */
async function readAllButLast(members: Context[], roomId: string, said: readonly string[]): Promise<void> {
  const read = said.at(-2);
  if (read) for (const member of members) await markRead(member, { room_id: roomId, event_id: read });
}
