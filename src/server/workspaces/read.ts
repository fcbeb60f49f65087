import type { Workspace } from "#/domain/workspaces/workspace.ts";
import type { workspaces } from "#/server/workspaces/tables.ts";

/** A row as it goes over the wire. */
export function toWorkspace(row: typeof workspaces.$inferSelect): Workspace {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    icon: row.icon,
    kind: row.kind,
    created_at: row.createdAt.toISOString(),
    archived_at: row.archivedAt?.toISOString() ?? null,
  };
}
