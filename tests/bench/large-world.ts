import type { Context } from "../../src/server/database/context.ts";
import { startSession } from "../../src/server/identity/sessions.ts";
import { sendMessage } from "../../src/server/messages/send-message.ts";
import { createRoom } from "../../src/server/rooms/create-room.ts";
import { joinRoom } from "../../src/server/rooms/membership.ts";
import { createTenant } from "../../src/server/tenants/create-tenant.ts";
import { createWorkspace } from "../../src/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "../../src/server/workspaces/members.ts";
import type { Session } from "../e2e/support/http.ts";
import type { Instance } from "../start/instance.ts";
import type { Scale } from "./scale.ts";
import { admit, appOf, type BenchRoom } from "./world.ts";

export type LargeWorld = {
  /** In all of the rooms. */
  readonly reader: Session;
  readonly other: Session;
  /** With as many messages, and as many members, as a room ever has. */
  readonly long: BenchRoom;
  readonly crowded: BenchRoom;
  /** As many as there was time for. */
  readonly messages: number;
  readonly members: number;
};

const host = "large.localhost";
const slug = "large";
const atOnce = 8;
/** A slow machine measures less of it, and says of how much, rather than nothing. */
const fillWithinMs = 120_000;

/** A tenant in which one person's list, one room's history and another's membership are as large as they get. */
export async function makeLargeWorld(instance: Instance, scale: Scale): Promise<LargeWorld> {
  const app = await appOf(instance);
  try {
    const tenantId = app.newId();
    await createTenant(app.database, app.now(), { id: tenantId, slug, name: "Large", serverName: host });
    const reader = await admit(app, tenantId, 0, host);
    const other = await admit(app, tenantId, 1, host);
    const workspace = await createWorkspace(reader, { name: "Large", slug });
    await addWorkspaceMember(reader, {
      workspace_id: workspace.id,
      participant_id: other.actor.participantId,
      role: "editor",
    });
    const sessionOf = async ({ actor }: Context): Promise<Session> => {
      const { cookie } = await startSession(app.sessions, tenantId, actor.participantId, "bench");
      return { port: instance.port, host, cookie: cookie.split(";")[0] ?? "", participantId: actor.participantId };
    };
    const people = [await sessionOf(reader), await sessionOf(other)] as const;
    const make = async (name: string): Promise<BenchRoom> => {
      const room = await createRoom(reader, { name, room_type: "public", workspace_id: workspace.id });
      await joinRoom(other, { room_id: room.id });
      return { id: room.id, path: `/w/${slug}/r/${room.id}`, members: people };
    };
    for (let number = 2; number < scale.manyRooms; number += 1) await make(`room-${number}`);
    const long = await make("long");
    const crowded = await make("crowded");
    const messages = await fill(scale.manyMessages, async (line) => {
      const body = `Line **${line}** of the \`long\` room: the train has [seats](https://example.org/${line}).`;
      await sendMessage(line % 5 === 0 ? other : reader, {
        room_id: long.id,
        content: { msgtype: "swp.text", body },
      });
    });
    const joined = await fill(scale.manyMembers - people.length, async (number) => {
      await joinRoom(await admit(app, tenantId, number + people.length, host), { room_id: crowded.id });
    });
    await sendMessage(other, { room_id: crowded.id, content: { msgtype: "swp.text", body: "We are many." } });
    return { reader: people[0], other: people[1], long, crowded, messages, members: joined + people.length };
  } finally {
    await app.stop();
  }
}

/** Does it `count` times, some at once, or as often as there is time for. Answers how often it did. */
async function fill(count: number, work: (index: number) => Promise<void>): Promise<number> {
  const until = performance.now() + fillWithinMs;
  let next = 0;
  const worker = async () => {
    while (next < count && performance.now() < until) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return next;
}
