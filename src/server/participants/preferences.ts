import { eq } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import {
  mergePreferences,
  type Preferences,
  readPreferences,
  type UpdatePreferencesInput,
} from "#/domain/participants/preferences.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
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
    const mine = eq(participants.id, ctx.actor.participantId);
    const [row] = await tx
      .select({ preferences: participants.preferences })
      .from(participants)
      .where(mine)
      .for("no key update");
    if (!row) throw new SwError("SW_AUTH_INVALID_TOKEN");
    const merged = mergePreferences(readPreferences(row.preferences), input);
    await tx
      .update(participants)
      .set({ preferences: { ...row.preferences, ...merged } })
      .where(mine);
    return tx.emit([], () => merged);
  });
}
