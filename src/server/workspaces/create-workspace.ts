import { slugify } from "#/domain/slugify.ts";
import type { CreateWorkspaceInput } from "#/domain/workspaces/inputs.ts";
import { maxSlugBase } from "#/domain/workspaces/slug.ts";
import type { WorkspaceDetails } from "#/domain/workspaces/workspace.ts";
import { type Context, writing } from "#/server/database/context.ts";
import { claim } from "#/server/log/idempotency.ts";
import { insertWorkspace } from "#/server/workspaces/insert-workspace.ts";
import { detailsOf } from "#/server/workspaces/list-workspaces.ts";

/**
 * Makes a shared workspace owned by the actor. The same `event_uuid` with the same body answers the one made before.
 * A slug chosen by hand that is taken is SW_WORKSPACE_SLUG_TAKEN; one made from the name gets a number instead.
 */
export function createWorkspace(ctx: Context, input: CreateWorkspaceInput): Promise<WorkspaceDetails> {
  return writing(ctx, async (tx) => {
    const { event_uuid: eventUuid, ...body } = input;
    const id = ctx.newId();
    const known = await claim(tx, ctx.actor, { procedure: "create_workspace", eventUuid, body }, id);
    if (known) {
      const earlier = await detailsOf(tx, ctx.actor, known);
      return tx.emit([], () => earlier);
    }
    const { workspace, event } = await insertWorkspace(tx, ctx, {
      id,
      slug: input.slug ? { exact: input.slug } : { like: slugBase(input.name) },
      name: input.name,
      description: input.description || null,
      icon: input.icon ?? null,
      kind: "shared",
      ownerId: ctx.actor.participantId,
    });
    return tx.emit([event], () => ({ ...workspace, role: "owner", member_count: 1 }));
  });
}

/** A name without a single Latin letter or digit still gets an address. */
export function slugBase(name: string): string {
  return slugify(name, "workspace").slice(0, maxSlugBase).replace(/-+$/, "");
}
