import type { TypingInput } from "#/domain/presence/inputs.ts";
import { type Context, reading } from "#/server/database/context.ts";
import type { Party } from "#/server/ports/party.ts";
import { tellTyping } from "#/server/presence/hub.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";

/**
 * Says that one types in a room; it ends by itself after four seconds. For whoever may send there: SW_ROOM_NOT_FOUND,
 * SW_NOT_MEMBER, SW_ROOM_FROZEN.
 */
export async function setTyping(ctx: Context, party: Party | null, { room_id, typing }: TypingInput): Promise<void> {
  await reading(ctx, async (tx) => allow(await seeRoom(tx, ctx.actor, room_id), "send"));
  if (party) await tellTyping(party, ctx.actor.tenantId, { room_id, participant_id: ctx.actor.participantId, typing });
}
