import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { Context } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";

type Row = { sidebar: Record<string, unknown>; preferences: Record<string, unknown>; blocked: string[] };

/** One's own choices as they are stored; two changes at once follow one another, so that neither undoes the other. */
export async function lockOwn(tx: Writer, ctx: Context): Promise<Row> {
  const [row] = await tx.rows<Row>(sql`
    select sidebar, preferences, to_jsonb(blocked_ids) as blocked from app.participants
    where id = ${ctx.actor.participantId} for no key update`);
  if (!row) throw new SwError("SW_AUTH_INVALID_TOKEN");
  return row;
}
