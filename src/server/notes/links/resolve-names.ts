import { SwError } from "#/domain/errors.ts";
import { linkKey } from "#/domain/notes/link-target.ts";
import type { NoteNameInput, ResolveInput } from "#/domain/notes/links-schema.ts";
import type { WikiResolution } from "#/domain/notes/schema.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { seeNote } from "#/server/notes/access.ts";
import { findNames } from "#/server/notes/links/find-names.ts";
import { resolveNames, toResolution } from "#/server/notes/links/resolutions.ts";
import { seeWorkspace } from "#/server/workspaces/access.ts";

/**
 * What names stand for as one sees them, in a note, in a workspace, or anywhere. SW_NOTE_NOT_FOUND, SW_WORKSPACE_NOT_FOUND.
 */
export function resolveLinks(ctx: Context, { names, workspace_id, note_id }: ResolveInput): Promise<WikiResolution[]> {
  return reading(ctx, async (tx) => {
    if (workspace_id) await seeWorkspace(tx, ctx.actor, workspace_id);
    const seen = note_id ? await seeNote(tx, ctx.actor, note_id) : null;
    return resolveNames(tx, ctx.actor, names, {
      workspaceId: workspace_id ?? seen?.row.workspaceId ?? null,
      source: seen && { id: seen.row.id, authorId: seen.row.updatedBy },
    });
  });
}

/** The note or participant of a name, as one sees it. SW_NOTE_NOT_FOUND, for what exists unseen too. */
export function findByName(ctx: Context, { alias }: NoteNameInput): Promise<WikiResolution> {
  return reading(ctx, async (tx) => {
    const key = linkKey(alias);
    const me = ctx.actor.participantId;
    const found = await findNames(tx, { keys: [key], workspaceId: null, authorId: me, readerId: me });
    const named = found.get(key);
    if (!named) throw new SwError("SW_NOTE_NOT_FOUND", "Nothing of this name can be found.");
    return toResolution(alias, named);
  });
}
