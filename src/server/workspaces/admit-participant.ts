import { eq } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import type { NewParticipant } from "#/domain/participants/inputs.ts";
import type { Participant } from "#/domain/participants/participant.ts";
import type { Workspace } from "#/domain/workspaces/workspace.ts";
import type { Writer } from "#/server/database/transact.ts";
import { requirePlaceForPerson } from "#/server/participants/capacity.ts";
import { createParticipant, type Surroundings } from "#/server/participants/create-participant.ts";
import { participants } from "#/server/participants/tables.ts";
import { slugBase } from "#/server/workspaces/create-workspace.ts";
import { insertWorkspace } from "#/server/workspaces/insert-workspace.ts";

/**
 * Brings someone into the tenant with a personal workspace of their own, in the caller's transaction; the caller emits
 * `events`, in this order. An AI gets a workspace as well: what it starts has to live somewhere.
 * A `local_id` in use is SW_BAD_REQUEST; a slug in use gets a number. A person for whom the tenant has no place is
 * SW_TENANT_CAPACITY.
 */
export async function admitParticipant(
  tx: Writer,
  around: Surroundings,
  input: NewParticipant,
): Promise<{ participant: Participant; workspace: Workspace; events: EventDraft[] }> {
  if ((input.participant_type ?? "human") === "human") await requirePlaceForPerson(tx);
  const { participant, event } = await createParticipant(tx, around, input);
  const { workspace, event: owned } = await insertWorkspace(tx, around, {
    id: around.newId(),
    slug: { like: slugBase(participant.local_id) },
    name: participant.display_name,
    description: null,
    icon: null,
    kind: "personal",
    ownerId: participant.id,
  });
  await tx.update(participants).set({ personalWorkspaceId: workspace.id }).where(eq(participants.id, participant.id));
  return { participant, workspace, events: [event, owned] };
}
