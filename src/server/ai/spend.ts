import { sql } from "drizzle-orm";
import { monthOf } from "#/domain/ai/budget.ts";
import type { AiInvocation, AiSpend, HelperInvocationsInput, InvocationsInput, SpendInput } from "#/domain/ai/spend.ts";
import { SwError } from "#/domain/errors.ts";
import { type Context, reading } from "#/server/database/context.ts";

type Row = Omit<AiSpend, "spent" | "held" | "monthly_token_cap"> & {
  spent: string;
  held: string;
  monthly_token_cap: string | null;
};

/** What each AI of the tenant used of its budget in a month, the most first; those that used nothing are there too. */
export function listSpend(ctx: Context, { month, limit, offset }: SpendInput): Promise<AiSpend[]> {
  const first = month ? `${month}-01` : monthOf(ctx.now());
  return reading(ctx, async (tx) => {
    const rows = await tx.rows<Row>(sql`
      select a.participant_id, p.display_name, ${first.slice(0, 7)}::text as month, coalesce(s.spent, 0) as spent,
        coalesce(s.held, 0) as held, a.monthly_token_cap
      from app.ai_participants a
      join app.participants p on p.id = a.participant_id
      left join app.ai_spend s on s.participant_id = a.participant_id and s.month = ${first}::date
      order by coalesce(s.spent, 0) desc, a.participant_id limit ${limit} offset ${offset}`);
    return rows.map((row) => ({
      ...row,
      spent: Number(row.spent),
      held: Number(row.held),
      monthly_token_cap: row.monthly_token_cap === null ? null : Number(row.monthly_token_cap),
    }));
  });
}

/** The questions that other AIs put to one of the tenant's AIs. SW_AI_NOT_FOUND. */
export async function listHelperInvocations(ctx: Context, input: HelperInvocationsInput): Promise<InvocationPage> {
  const known = await reading(ctx, (tx) =>
    tx.rows(sql`select from app.ai_participants where participant_id = ${input.participant_id}`),
  );
  if (known.length === 0) throw new SwError("SW_AI_NOT_FOUND");
  return listInvocations(ctx, { ...input, purpose: "helper" });
}

export type InvocationPage = { items: AiInvocation[]; has_more: boolean; next_cursor: string | null };

/** Calls of models, newest first, without a word of what was said. `next_cursor` is the `before` of the next page. */
export function listInvocations(ctx: Context, input: InvocationsInput): Promise<InvocationPage> {
  const { before = null, participant_id = null, purpose = null, limit } = input;
  return reading(ctx, async (tx) => {
    const rows = await tx.rows<AiInvocation>(sql`
      select i.id, i.purpose, i.participant_id, i.asker_id, i.room_id, i.turn_id, i.model, i.outcome, i.code,
        i.prompt_tokens, i.completion_tokens, i.measured, i.first_chunk_ms, i.total_ms,
        to_char(i.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
      from app.ai_invocations i
      where (${before}::uuid is null or i.id < ${before}::uuid)
        and (${participant_id}::uuid is null or i.participant_id = ${participant_id}::uuid)
        and (${purpose}::text is null or i.purpose = ${purpose})
      order by i.id desc limit ${limit + 1}`);
    const items = rows.slice(0, limit);
    const has_more = rows.length > limit;
    return { items, has_more, next_cursor: has_more ? items.at(-1)!.id : null };
  });
}
