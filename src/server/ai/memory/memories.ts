import { sql } from "drizzle-orm";
import { type ForgetMemoriesInput, type Memory, maxMemories } from "#/domain/ai/memory.ts";
import { mayDecide } from "#/domain/ai/tool-calls.ts";
import { SwError } from "#/domain/errors.ts";
import { inPlace, type MemoryPlace, memoriesWhere } from "#/server/ai/memory/read-memories.ts";
import { array } from "#/server/database/array.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { allow, refuse, seeRoom } from "#/server/rooms/access.ts";
import { allowInWorkspace, seeWorkspace } from "#/server/workspaces/access.ts";

type Page = { readonly limit: number; readonly offset: number };
/** What somebody wants to do with memories of a place; to erase another's takes more than to write. */
type Wish = "read" | "write" | "tidy";

/** A place as the actor may use it, or its own refusal. */
async function see(tx: Reader | Writer, ctx: Context, place: MemoryPlace, wish: Wish): Promise<void> {
  if (place.scope === "workspace") {
    const seen = await seeWorkspace(tx, ctx.actor, place.workspaceId);
    allowInWorkspace(seen, wish === "read" ? "read" : "create_room");
  } else if (place.scope === "room") {
    const seen = await seeRoom(tx, ctx.actor, place.roomId);
    // What a public room remembers is for those who are in it.
    if (seen.membership !== "join") throw new SwError("SW_ROOM_FORBIDDEN");
    if (seen.room.room_type === "incognito" && wish === "write") {
      throw new SwError("SW_ROOM_TYPE_INVARIANT", "Nothing is remembered of an incognito room.");
    }
    if (wish === "write") allow(seen, "send");
    if (wish === "tidy") refuse(mayDecide(seen));
  } else if (place.ownerId !== ctx.actor.participantId) {
    throw new SwError("SW_MEMORY_NOT_FOUND");
  }
}

/** Memories of a place, the newest first. */
export function listMemories(ctx: Context, place: MemoryPlace, page: Page): Promise<Memory[]> {
  return reading(ctx, async (tx) => {
    await see(tx, ctx, place, "read");
    return memoriesWhere(tx, inPlace(place), page.limit, page.offset);
  });
}

export type NewMemory = {
  readonly text: string;
  /** The room in which it was said; an incognito one keeps nothing. */
  readonly sourceRoomId?: string | null;
  /** Who writes it down, if not the actor: an AI that was asked to. */
  readonly createdBy?: string;
  /** The same for the same call, so that a second run writes nothing. */
  readonly id?: string;
};

/**
 * Writes something down. What is there already in the same words is answered as it is.
 *
 * @throws SwError SW_BAD_REQUEST where there are 500 already; and as seeing the place does
 */
export function addMemory(ctx: Context, place: MemoryPlace, memory: NewMemory): Promise<Memory> {
  return writing(ctx, async (tx) => {
    await see(tx, ctx, place, "write");
    if (memory.sourceRoomId) {
      const seen = await seeRoom(tx, ctx.actor, memory.sourceRoomId);
      if (seen.room.room_type === "incognito") {
        throw new SwError("SW_ROOM_TYPE_INVARIANT", "Nothing is remembered of an incognito room.");
      }
    }
    const name = Object.values(place).join(" ");
    await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`memories ${name}`}, 0))`);
    const same = sql`${inPlace(place)} and (text = ${memory.text} or id = ${memory.id ?? null}::uuid)`;
    const [known] = await memoriesWhere(tx, same, 1);
    if (known) return tx.emit([], () => known);
    const [row] = await tx.rows<{ count: number }>(
      sql`select count(*)::int as count from app.ai_memories where ${inPlace(place)}`,
    );
    if (row!.count >= maxMemories) {
      throw new SwError("SW_BAD_REQUEST", `There are ${maxMemories} memories here already; erase some first.`);
    }
    const id = memory.id ?? ctx.newId();
    const now = ctx.now().toISOString();
    await tx.rows(sql`
      insert into app.ai_memories (tenant_id, id, scope, owner_id, room_id, workspace_id, text, created_by, source_room_id,
        created_at, updated_at)
      values (${tx.tenantId}, ${id}, ${place.scope}, ${place.scope === "person" ? place.ownerId : null},
        ${place.scope === "room" ? place.roomId : null}, ${place.scope === "workspace" ? place.workspaceId : null},
        ${memory.text}, ${memory.createdBy ?? ctx.actor.participantId}, ${memory.sourceRoomId ?? null},
        ${now}::timestamptz, ${now}::timestamptz)`);
    const [made] = await memoriesWhere(tx, sql`id = ${id}`, 1);
    return tx.emit([], () => made!);
  });
}

/** Changes the words of a memory. In rooms and workspaces whoever may write there, or for another's who may tidy up. */
export function editMemory(ctx: Context, place: MemoryPlace, memoryId: string, text: string): Promise<Memory> {
  return writing(ctx, async (tx) => {
    await see(tx, ctx, place, "write");
    const found = await find(tx, place, memoryId);
    if (found.created_by !== ctx.actor.participantId) await see(tx, ctx, place, "tidy");
    await tx.rows(sql`
      update app.ai_memories set text = ${text}, updated_at = ${ctx.now().toISOString()}::timestamptz where id = ${memoryId}`);
    const [changed] = await memoriesWhere(tx, sql`id = ${memoryId}`, 1);
    return tx.emit([], () => changed!);
  });
}

/** Erases a memory: one's own writing, or another's for who may tidy up. */
export function eraseMemory(ctx: Context, place: MemoryPlace, memoryId: string): Promise<{ forgotten: number }> {
  return writing(ctx, async (tx) => {
    await see(tx, ctx, place, "read");
    const found = await find(tx, place, memoryId);
    if (found.created_by !== ctx.actor.participantId) await see(tx, ctx, place, "tidy");
    await tx.rows(sql`delete from app.ai_memories where id = ${memoryId}`);
    return tx.emit([], () => ({ forgotten: 1 }));
  });
}

/** Erases of one's own memories those that are named, or those that fit. Ids that are not one's own are passed over. */
export async function forgetMemories(ctx: Context, input: ForgetMemoriesInput): Promise<{ forgotten: number }> {
  const { memory_ids: ids, filter } = input;
  const conditions = [
    ...(ids ? [sql`id = any(${array(ids)}::uuid[])`] : []),
    ...(filter?.contains ? [sql`position(lower(${filter.contains}) in lower(text)) > 0`] : []),
    ...(filter?.before ? [sql`created_at < ${filter.before}::timestamptz`] : []),
  ];
  if (conditions.length === 0 && !filter?.all) {
    throw new SwError("SW_BAD_REQUEST", "Say which: memory_ids, or a filter; a filter of `all` erases everything.");
  }
  const mine = inPlace({ scope: "person", ownerId: ctx.actor.participantId });
  return writing(ctx, async (tx) => {
    const gone = await tx.rows(sql`
      delete from app.ai_memories where ${sql.join([mine, ...conditions], sql` and `)} returning id`);
    return tx.emit([], () => ({ forgotten: gone.length }));
  });
}

async function find(tx: Reader, place: MemoryPlace, memoryId: string): Promise<Memory> {
  const [found] = await memoriesWhere(tx, sql`${inPlace(place)} and id = ${memoryId}`, 1);
  if (!found) throw new SwError("SW_MEMORY_NOT_FOUND");
  return found;
}
