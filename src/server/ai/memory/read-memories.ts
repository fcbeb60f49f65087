import { type SQL, sql } from "drizzle-orm";
import type { Memory } from "#/domain/ai/memory.ts";
import type { Reader } from "#/server/database/transact.ts";

/** Whose memories: one of a person, a room, a workspace. */
export type MemoryPlace =
  | { readonly scope: "person"; readonly ownerId: string }
  | { readonly scope: "room"; readonly roomId: string }
  | { readonly scope: "workspace"; readonly workspaceId: string };

export function inPlace(place: MemoryPlace): SQL {
  if (place.scope === "person") return sql`owner_id = ${place.ownerId}`;
  return place.scope === "room" ? sql`room_id = ${place.roomId}` : sql`workspace_id = ${place.workspaceId}`;
}

const iso = (column: string) => sql.raw(`to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** Memories, the newest first. Whoever calls has seen whose they are. */
export function memoriesWhere(tx: Reader, where: SQL, limit: number, offset = 0): Promise<Memory[]> {
  return tx.rows<Memory>(sql`
    select id, scope, owner_id, room_id, workspace_id, text, created_by, ${iso("created_at")} as created_at,
      ${iso("updated_at")} as updated_at
    from app.ai_memories where ${where} order by created_at desc, id desc limit ${limit} offset ${offset}`);
}

/** Of each place, the newest; a prompt has no room for more. */
const maxTold = 40;

const headings = { person: "About the one who asks", room: "For this room", workspace: "For this workspace" } as const;

/**
 * What a prompt tells of memories, or null. Nothing in an incognito room. Those of the asking person only where nobody else
 * reads the answer; those of the workspace only where everybody who reads it belongs to it.
 */
export async function memoryFor(
  tx: Reader,
  { askerId, roomId }: { askerId: string; roomId: string },
  facts: { room_type: string; shared: boolean; all_of_workspace: boolean; workspace_id: string },
): Promise<string | null> {
  if (facts.room_type === "incognito") return null;
  const places: MemoryPlace[] = [
    ...(facts.shared ? [] : [{ scope: "person", ownerId: askerId } as const]),
    { scope: "room", roomId },
    ...(facts.all_of_workspace ? [{ scope: "workspace", workspaceId: facts.workspace_id } as const] : []),
  ];
  const found = await Promise.all(places.map((place) => memoriesWhere(tx, inPlace(place), maxTold)));
  const parts = found.flatMap((memories, index) => {
    const lines = memories.map(({ text }) => `- ${text.replace(/\s*\n\s*/g, " ")}`);
    return lines.length > 0 ? [`${headings[places[index]!.scope]}:\n${lines.join("\n")}`] : [];
  });
  return parts.length > 0 ? parts.join("\n\n") : null;
}
