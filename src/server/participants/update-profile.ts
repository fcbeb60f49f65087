import { eq } from "drizzle-orm";
import type { UpdateProfileInput } from "#/domain/participants/inputs.ts";
import type { Profile } from "#/domain/participants/schema.ts";
import { type Context, writing } from "#/server/database/context.ts";
import { findParticipant } from "#/server/participants/read.ts";
import { participants } from "#/server/participants/tables.ts";

/** Changes how one is shown to others, and what one says of oneself. Only one's own: the input names nobody. */
export function updateProfile(ctx: Context, input: UpdateProfileInput): Promise<Profile> {
  return writing(ctx, async (tx) => {
    const before = await findParticipant(tx, ctx.actor.participantId, "no key update");
    const mine = eq(participants.id, before.id);
    const [row] = await tx.select({ bio: participants.bio }).from(participants).where(mine);
    const participant = {
      ...before,
      display_name: input.display_name ?? before.display_name,
      avatar_url: input.avatar_url === undefined ? before.avatar_url : input.avatar_url,
    };
    const bio = input.bio === undefined ? (row?.bio ?? null) : input.bio || null;
    const shown = participant.display_name !== before.display_name || participant.avatar_url !== before.avatar_url;
    const profile = { ...participant, bio };
    if (!shown && bio === (row?.bio ?? null)) return tx.emit([], () => profile);

    await tx
      .update(participants)
      .set({ displayName: participant.display_name, avatarUrl: participant.avatar_url, bio })
      .where(mine);
    if (!shown) return tx.emit([], () => profile);
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
      () => profile,
    );
  });
}
