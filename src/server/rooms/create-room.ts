import { eq, sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { type CreateRoomInput, isIncognito } from "#/domain/rooms/inputs.ts";
import type { RoomDetails } from "#/domain/rooms/room.ts";
import { type Actor, type Context, writing } from "#/server/database/context.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { claim } from "#/server/log/idempotency.ts";
import { findParticipant } from "#/server/participants/read.ts";
import { participants } from "#/server/participants/tables.ts";
import { requireFreeAlias } from "#/server/rooms/change-room.ts";
import { roomDetails, toRoom } from "#/server/rooms/read.ts";
import { rooms } from "#/server/rooms/tables.ts";
import { writeMembership, writeSystemLine } from "#/server/rooms/write.ts";
import { requirePlace } from "#/server/tenants/limits.ts";
import { allowInWorkspace, seeWorkspace } from "#/server/workspaces/access.ts";

/**
 * Makes a group, public or incognito room, with the actor as its administrator. Needs an editor or owner of the workspace.
 * The same `event_uuid` with the same body answers the room made before.
 * SW_WORKSPACE_NOT_FOUND, SW_WORKSPACE_FORBIDDEN, SW_ROOM_ALIAS_TAKEN, SW_IDEMPOTENCY_CONFLICT, SW_TENANT_CAPACITY.
 */
export function createRoom(ctx: Context, input: CreateRoomInput): Promise<RoomDetails> {
  return writing(ctx, async (tx) => {
    const workspaceId = input.workspace_id ?? (await personalWorkspaceOf(tx, ctx.actor));
    allowInWorkspace(await seeWorkspace(tx, ctx.actor, workspaceId), "create_room");

    const { event_uuid: eventUuid, ...body } = input;
    const id = ctx.newId();
    const known = await claim(tx, ctx.actor, { procedure: "create_room", eventUuid, body }, id);
    if (known) {
      const earlier = await roomDetails(tx, ctx.actor, known);
      return tx.emit([], () => earlier);
    }

    const incognito = isIncognito(input);
    if (input.room_alias) await requireFreeAlias(tx, id, input.room_alias);
    const [row] = await tx
      .insert(rooms)
      .values({
        tenantId: tx.tenantId,
        id,
        workspaceId,
        roomType: incognito ? "incognito" : (input.room_type ?? (input.is_public ? "public" : "group")),
        name: input.name,
        topic: input.topic || null,
        state: "open",
        creatorId: ctx.actor.participantId,
        createdAt: ctx.now(),
        roomAlias: input.room_alias ?? null,
        icon: input.icon ?? null,
        readRoleSlugs: input.read_role_slugs ?? null,
        closesWithCreator: input.closes_with_creator ?? false,
      })
      .returning();
    await requireOwnRole(tx, ctx.actor, input.read_role_slugs);
    await requirePlaceForRoom(tx, id);
    const room = toRoom(row!);
    const creator = await findParticipant(tx, ctx.actor.participantId, "share");
    const joined = await writeMembership(tx, ctx, { room, participant: creator, membership: "join", power_level: 100 });
    const line = await writeSystemLine(tx, ctx, id, { kind: "created", participant: creator, by: creator });
    return tx.emit([joined.event, line], () => ({ ...room, membership: "join", power_level: 100, member_count: 1 }));
  });
}

/** Nobody makes a room that they could not see. */
async function requireOwnRole(tx: Writer, actor: Actor, slugs: string[] | undefined): Promise<void> {
  if (!slugs) return;
  const [row] = await tx.rows<{ holds: boolean }>(sql`
    select app.holds_role(array(select jsonb_array_elements_text(${JSON.stringify(slugs)}::text::jsonb)), ${actor.participantId}) as holds`);
  if (!row?.holds) throw new SwError("SW_BAD_REQUEST", "You need one of these roles or groups yourself.");
}

/** Where one's rooms go unless one says otherwise. */
export async function personalWorkspaceOf(tx: Reader, actor: Actor): Promise<string> {
  const [row] = await tx
    .select({ id: participants.personalWorkspaceId })
    .from(participants)
    .where(eq(participants.id, actor.participantId));
  if (!row?.id) throw new SwError("SW_WORKSPACE_NOT_FOUND");
  return row.id;
}

/** Makes sure that the tenant has a place for this new room beside its others, direct ones included, or SW_TENANT_CAPACITY. */
export function requirePlaceForRoom(tx: Writer, id: string): Promise<void> {
  const others = sql`select count(*)::int as taken from app.rooms where state <> 'closed' and id <> ${id}`;
  return requirePlace(tx, "max_rooms", others);
}
