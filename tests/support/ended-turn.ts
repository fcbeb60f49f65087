import { sql } from "drizzle-orm";
import { createAiInput } from "../../src/domain/ai/inputs.ts";
import { createAi } from "../../src/server/ai/participants.ts";
import { endTurn } from "../../src/server/ai/turns/end-turn.ts";
import { queueTurn } from "../../src/server/ai/turns/start-turn.ts";
import { type Context, writing } from "../../src/server/database/context.ts";
import { inviteToRoom } from "../../src/server/rooms/membership.ts";
import type { Person } from "./world.ts";

/** An AI that came into the person's room, and its answer to a message there that failed after a few words. */
export async function endedTurnOf({ ctx }: Pick<Person, "ctx">, roomId: string, triggerEventId: string) {
  const ai = await newAi(ctx);
  await inviteToRoom(ctx, { room_id: roomId, participant_id: ai });
  const host = { database: ctx.database, now: ctx.now, newId: ctx.newId, wake: { advanced: ctx.advanced } };
  return writing(ctx, async (tx) => {
    const { turn, events } = await queueTurn(tx, host, {
      roomId,
      threadRootId: null,
      participantId: ai,
      askerId: ctx.actor.participantId,
      triggerEventId,
      responseMode: "streaming",
      chainDepth: 0,
    });
    await tx.rows(sql`
      insert into app.ai_turn_chunks (tenant_id, turn_id, text_offset, step, text)
      values (${tx.tenantId}, ${turn.id}, 0, 1, 'Half an answer')`);
    const end = await endTurn(tx, host, turn.id, { state: "failed", code: "SW_AI_CONNECTION_LOST" });
    const answer = end.events.find(({ type }) => type === "swp.room.message")!;
    return tx.emit([...events, ...end.events], () => ({ turnId: turn.id, aiId: ai, answerId: answer.id }));
  });
}

/** Of the tenant and in no room. */
export async function newAi(ctx: Context): Promise<string> {
  const local_id = `ai-${ctx.newId().slice(-12)}`;
  const facts = { now: ctx.now(), instanceGateway: false };
  const made = await createAi(ctx, facts, createAiInput.parse({ local_id, display_name: "Halting" }));
  return made.participant.id;
}
