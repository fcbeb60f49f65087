import { eq } from "drizzle-orm";
import {
  mergePreferences,
  type Preferences,
  readPreferences,
  screenOf,
  type UpdatePreferencesInput,
} from "#/domain/participants/preferences.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import { lockOwn } from "#/server/participants/lock-own.ts";
import { participants } from "#/server/participants/tables.ts";

/** One's own choices, whole. */
export function getPreferences(ctx: Context): Promise<Preferences> {
  return reading(ctx, async (tx) => {
    const [row] = await tx
      .select({ preferences: participants.preferences })
      .from(participants)
      .where(eq(participants.id, ctx.actor.participantId));
    return readPreferences(row?.preferences ?? {});
  });
}

/** Changes some of one's choices; two changes at once follow one another, so that neither undoes the other. */
export function updatePreferences(ctx: Context, input: UpdatePreferencesInput): Promise<Preferences> {
  return writing(ctx, async (tx) => {
    const stored = (await lockOwn(tx, ctx)).preferences;
    const before = readPreferences(stored);
    const merged = mergePreferences(before, input);
    await tx
      .update(participants)
      .set({ preferences: { ...stored, ...merged } })
      .where(eq(participants.id, ctx.actor.participantId));
    const content = { preferences: screenOf(merged) };
    if (JSON.stringify(content.preferences) === JSON.stringify(screenOf(before))) return tx.emit([], () => merged);
    return tx.emit(
      [
        {
          id: ctx.newId(),
          type: "swp.participant.preferences",
          room_id: null,
          workspace_id: null,
          sender_id: ctx.actor.participantId,
          content,
        },
      ],
      () => merged,
    );
  });
}
