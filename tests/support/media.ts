import { sql } from "drizzle-orm";
import { writing } from "../../src/server/database/context.ts";
import type { Person } from "./world.ts";

/** A picture of a workspace as the table knows it; nothing of it is in the storage. */
export function mediaOf({ ctx }: Person, workspaceId: string): Promise<string> {
  const id = ctx.newId();
  const { tenantId, participantId } = ctx.actor;
  return writing(ctx, async (tx) => {
    await tx.rows(sql`
      insert into app.media (tenant_id, id, workspace_id, uploader_id, name, sha256, size, mime_type, width, height, created_at)
      values (${tenantId}, ${id}, ${workspaceId}, ${participantId}, 'plan.png', repeat('0', 64), 9, 'image/png', 8, 6, now())`);
    return tx.emit([], () => id);
  });
}
