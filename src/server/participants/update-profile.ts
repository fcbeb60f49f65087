import { eq } from "drizzle-orm";
import type { UpdateProfileInput } from "#/domain/participants/inputs.ts";
import type { Participant } from "#/domain/participants/participant.ts";
import { type Context, writing } from "#/server/database/context.ts";
import { findParticipant } from "#/server/participants/read.ts";
import { participants } from "#/server/participants/tables.ts";

/** Changes how one is shown to others. Only one's own: the input names nobody. */
export function updateProfile(ctx: Context, input: UpdateProfileInput): Promise<Participant> {
  return writing(ctx, async (tx) => {
    const before = await findParticipant(tx, ctx.actor.participantId, "no key update");
    if (before.display_name === input.display_name) return tx.emit([], () => before);

    const participant = { ...before, display_name: input.display_name };
    await tx
      .update(participants)
      .set({ displayName: participant.display_name })
      .where(eq(participants.id, participant.id));
    return tx.emit(
      [
        {
          id: ctx.newId(),
          type: "swp.participant.updated",
          room_id: null,
          workspace_id: null,
          sender_id: participant.id,
          content: { participant },
        },
      ],
      () => participant,
    );
  });
}
