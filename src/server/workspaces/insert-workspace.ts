import { eq, or, sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import type { MakeId } from "#/domain/ids.ts";
import { freeSlug } from "#/domain/workspaces/slug.ts";
import type { Workspace } from "#/domain/workspaces/workspace.ts";
import type { Writer } from "#/server/database/transact.ts";
import { toWorkspace } from "#/server/workspaces/read.ts";
import { workspaceMembers, workspaces } from "#/server/workspaces/tables.ts";

type NewWorkspace = {
  id: string;
  /** `exact` was chosen by a person and is theirs or nobody's; `like` may get a number behind it. */
  slug: { exact: string } | { like: string };
  name: string;
  description: string | null;
  icon: string | null;
  kind: "personal" | "shared";
  ownerId: string;
};

/** How often others may take the free slug that was just found, before we give up. */
const slugAttempts = 8;

/** Inserts a workspace with its first owner and answers the event that tells them. SW_WORKSPACE_SLUG_TAKEN. */
export async function insertWorkspace(
  tx: Writer,
  around: { now: () => Date; newId: MakeId },
  fresh: NewWorkspace,
): Promise<{ workspace: Workspace; event: EventDraft }> {
  const workspace = await insertUnderFreeSlug(tx, around.now(), fresh);
  await tx.insert(workspaceMembers).values({
    tenantId: tx.tenantId,
    workspaceId: workspace.id,
    participantId: fresh.ownerId,
    role: "owner",
    createdAt: around.now(),
  });
  return {
    workspace,
    event: {
      id: around.newId(),
      type: "swp.workspace.member",
      room_id: null,
      workspace_id: workspace.id,
      sender_id: fresh.ownerId,
      content: { participant_id: fresh.ownerId, role: "owner", changed_by: fresh.ownerId, workspace },
    },
  };
}

async function insertUnderFreeSlug(tx: Writer, now: Date, fresh: NewWorkspace): Promise<Workspace> {
  for (let attempt = 0; attempt < slugAttempts; attempt += 1) {
    const slug =
      "exact" in fresh.slug ? fresh.slug.exact : freeSlug(fresh.slug.like, await slugsLike(tx, fresh.slug.like));
    const { id, name, description, icon, kind, ownerId } = fresh;
    const [row] = await tx
      .insert(workspaces)
      .values({ tenantId: tx.tenantId, id, slug, name, description, icon, kind, createdBy: ownerId, createdAt: now })
      .onConflictDoNothing()
      .returning();
    if (row) return toWorkspace(row);
    if ("exact" in fresh.slug) break;
  }
  throw new SwError("SW_WORKSPACE_SLUG_TAKEN");
}

/** Slugs hold only letters, digits and hyphens, so one needs no escaping in a pattern. */
async function slugsLike(tx: Writer, base: string): Promise<Set<string>> {
  const rows = await tx
    .select({ slug: workspaces.slug })
    .from(workspaces)
    .where(or(eq(workspaces.slug, base), sql`${workspaces.slug} ~ ${`^${base}-[0-9]+$`}`));
  return new Set(rows.map((row) => row.slug));
}
