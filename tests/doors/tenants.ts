import { sql } from "drizzle-orm";
import { addMemory } from "../../src/server/ai/memory/memories.ts";
import { writing } from "../../src/server/database/context.ts";
import { createToken } from "../../src/server/identity/personal-tokens.ts";
import { startProgramSession } from "../../src/server/identity/refresh-tokens.ts";
import { startSession } from "../../src/server/identity/sessions.ts";
import { sendMessage } from "../../src/server/messages/send-message.ts";
import { createRoom } from "../../src/server/rooms/create-room.ts";
import { createInviteLink } from "../../src/server/rooms/invite-links.ts";
import { createWorkspace } from "../../src/server/workspaces/create-workspace.ts";
import { waitingCallOf } from "../support/ai-world.ts";
import { endedTurnOf } from "../support/ended-turn.ts";
import { mediaOf } from "../support/media.ts";
import { noteOf } from "../support/notes.ts";
import type { Person } from "../support/world.ts";
import type { Ids } from "./rows.ts";
import type { Doors } from "./support.ts";

/** All that the person may give to a token. */
function tokenOf({ ctx }: Person, name: string) {
  const admin = ctx.actor.roles.length > 0 ? (["admin"] as const) : [];
  return { name, scopes: ["read" as const, "write" as const, ...admin], expires_in_days: null };
}

const publicRoom = { room_type: "public", room_alias: "open-door" } as const;

/** One id of every kind that procedures take, made by and belonging to the person; the room is public unless told. */
export async function idsOf(
  { app }: Doors,
  person: Person,
  type: typeof publicRoom | { room_type: "group" } = publicRoom,
): Promise<Ids> {
  const workspace = await createWorkspace(person.ctx, { name: "Shared" });
  const room = await createRoom(person.ctx, { name: "open", workspace_id: workspace.id, ...type });
  const message = await sendMessage(person.ctx, { room_id: room.id, content: { body: "words of this tenant" } });
  const link = await createInviteLink(person.ctx, app, { room_id: room.id, expires_in_hours: null, max_uses: null });
  const { turnId, aiId } = await endedTurnOf(person, room.id, message.id);
  const { tenantId, participantId } = person.ctx.actor;
  return {
    room_id: room.id,
    event_id: message.id,
    root_id: message.id,
    from_room_id: room.id,
    participant_id: participantId,
    workspace_id: workspace.id,
    token_id: (await createToken(person.ctx, tokenOf(person, "script"))).id,
    session_id: (await startSession(app.sessions, tenantId, participantId, null)).sessionId,
    group_id: await groupOf(person),
    report_id: await reportOf(person, room.id, message.id),
    call_id: await waitingCallOf(person, room.id, message.id),
    memory_id: (await addMemory(person.ctx, { scope: "person", ownerId: participantId }, { text: "Likes tea." })).id,
    turn_id: turnId,
    ai_id: aiId,
    link_id: link.id,
    secret: link.secret,
    media_id: await mediaOf(person, workspace.id),
    ...(await noteOf(person, workspace.id)),
  };
}

/** A report of the person's own message, which no use case makes. */
function reportOf({ ctx }: Person, roomId: string, eventId: string): Promise<string> {
  const { tenantId, participantId } = ctx.actor;
  const id = ctx.newId();
  return writing(ctx, async (tx) => {
    await tx.rows(sql`
      insert into app.message_reports (tenant_id, id, room_id, event_id, reporter_id, reason, created_at)
      values (${tenantId}, ${id}, ${roomId}, ${eventId}, ${participantId}, 'spam', now())`);
    return tx.emit([], () => id);
  });
}

/** A group as the identity provider's sync leaves it, with the person in it. */
function groupOf({ ctx }: Person): Promise<string> {
  const { tenantId, participantId } = ctx.actor;
  const id = ctx.newId();
  return writing(ctx, async (tx) => {
    await tx.rows(sql`
      insert into app.groups (tenant_id, id, external_id, name, synced_at)
      values (${tenantId}, ${id}, ${`grp_${id}`}, 'Crew', now())`);
    await tx.rows(sql`
      insert into app.group_members (tenant_id, group_id, participant_id) values (${tenantId}, ${id}, ${participantId})`);
    return tx.emit([], () => id);
  });
}

/** Every way in which a person proves who they are. */
export type Credentials = { cookie: string; access_token: string; personal_token: string };

export async function credentialsOf({ app }: Doors, person: Person): Promise<Credentials> {
  const { tenantId, participantId, serverName } = person.ctx.actor;
  const tenant = await app.tenants.byHost(serverName);
  const { cookie } = await startSession(app.sessions, tenantId, participantId, null);
  const program = await startProgramSession(app, tenant, participantId, "a program");
  return {
    cookie: cookie.split(";")[0]!,
    access_token: program.access_token,
    personal_token: (await createToken(person.ctx, tokenOf(person, "all"))).token,
  };
}
