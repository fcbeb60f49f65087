import { sql } from "drizzle-orm";
import type { Reader } from "#/server/database/transact.ts";

/** All that a turn at work has streamed, from its start. Empty once it has ended: then its messages hold it. */
export async function textOfTurn(tx: Reader, turnId: string): Promise<string> {
  const steps = await textsOfSteps(tx, turnId);
  return steps.map(({ text }) => text).join("");
}

/**
 * What a turn at work said in each of its steps, in order: for the prompt of the next one, in which an assistant's message
 * with its calls stands for each. Messages of the same turn that are in the room already (`content.ai.turn_id`) hold the
 * same words and must be left out of the history there.
 */
export function textsOfSteps(tx: Reader, turnId: string): Promise<{ step: number; text: string }[]> {
  return tx.rows<{ step: number; text: string }>(sql`
    select step, string_agg(text, '' order by text_offset) as text from app.ai_turn_chunks
    where turn_id = ${turnId} group by step order by step`);
}
