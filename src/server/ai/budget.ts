import { sql } from "drizzle-orm";
import {
  type BudgetState,
  dailyBudgetSentence,
  dayOf,
  grantOf,
  holdMs,
  monthlyBudgetSentence,
  monthOf,
  roomWindowMs,
} from "#/domain/ai/budget.ts";
import { SwError } from "#/domain/errors.ts";
import { type AiHost, writingIn } from "#/server/ai/tools/host.ts";
import type { Writer } from "#/server/database/transact.ts";
import type { Usage } from "#/server/ports/inference/port.ts";

export type Purpose = "turn" | "summary" | "title" | "helper" | "playground" | "embedding";

export type WantedTokens = {
  readonly tenantId: string;
  readonly participantId: string;
  /** Of prompt and answer together, at most. */
  readonly tokens: number;
  /** With fewer than these the call makes no sense; `tokens` unless given. What is granted may be as few. */
  readonly atLeast?: number;
  readonly purpose?: Purpose;
  /** Whose spending counts against the breaker; none for what no room asked for. */
  readonly roomId?: string;
};

/** Tokens that nobody else can use until they are settled. */
export type Hold = {
  readonly id: string;
  readonly tenantId: string;
  readonly participantId: string;
  readonly month: string;
  readonly purpose: Purpose;
  /** How many were granted: the call must not take more. */
  readonly tokens: number;
};

/**
 * Sets tokens aside before a model is called, over all processes at once: of the AI's monthly cap, of the tenant's
 * `ai_tokens_monthly`, of a helper's day, and of what one room may spend in ten minutes. A budget of 0 grants nothing.
 * @throws SwError SW_AI_BUDGET_EXCEEDED with when it renews, SW_AI_ROOM_SPENT for the room's breaker, SW_AI_NOT_FOUND
 */
export function holdBudget(host: AiHost, wanted: WantedTokens): Promise<Hold> {
  const now = host.now();
  const month = monthOf(now);
  const { tenantId, participantId, tokens, purpose = "turn" } = wanted;
  return writingIn(host, tenantId, async (tx) => {
    await takeTurns(tx, participantId, month);
    const state = await stateOf(tx, wanted, purpose, now);
    const grant = grantOf(state, tokens, wanted.atLeast ?? tokens);
    if (grant.over !== undefined) throw refusal(grant.over, now);
    const hold = { id: host.newId(), tenantId, participantId, month, purpose, tokens: grant.tokens };
    const until = new Date(now.getTime() + holdMs).toISOString();
    tx.alongside(sql`
      insert into app.ai_holds (tenant_id, id, month, participant_id, room_id, purpose, tokens, at, until)
      values (${tx.tenantId}, ${hold.id}, ${month}, ${participantId}, ${wanted.roomId ?? null}, ${purpose}, ${hold.tokens},
        ${now.toISOString()}::timestamptz, ${until}::timestamptz)`);
    tx.alongside(sql`
      update app.ai_spend set held = held + ${hold.tokens} where participant_id = ${participantId} and month = ${month}`);
    return tx.emit([], () => hold);
  });
}

/**
 * Ends a hold: what was used is spent, the rest is free again. Used tokens count even when the hold was given back
 * meanwhile. Safe twice for the hold, not for the usage: call it once for each call of a model.
 */
export function settleBudget(host: AiHost, hold: Hold, usage: Usage): Promise<void> {
  return writingIn(host, hold.tenantId, async (tx) => {
    await settleHold(tx, hold, usage);
    return tx.emit([], () => undefined);
  });
}

/** `settleBudget` inside a transaction that does more. */
export async function settleHold(tx: Writer, hold: Hold, usage: Usage): Promise<void> {
  const used = Math.max(0, usage.promptTokens) + Math.max(0, usage.completionTokens);
  await tx.rows(sql`
    with gone as (delete from app.ai_holds where id = ${hold.id} returning tokens)
    update app.ai_spend set spent = spent + ${used}, held = held - coalesce((select tokens from gone), 0)
    where participant_id = ${hold.participantId} and month = ${hold.month}`);
}

/** Gives back what processes held that died; answers how many holds there were. For the clock, for each tenant. */
export function releaseStaleHolds(host: AiHost, tenantId: string): Promise<number> {
  return writingIn(host, tenantId, async (tx) => {
    const gone = await tx.rows(sql`
      with gone as (
        delete from app.ai_holds where until < ${host.now().toISOString()}::timestamptz
        returning id, month, participant_id, tokens
      ), sums as (select month, participant_id, sum(tokens) as tokens from gone group by month, participant_id),
      freed as (
        update app.ai_spend s set held = s.held - sums.tokens from sums
        where s.month = sums.month and s.participant_id = sums.participant_id
      )
      select id from gone`);
    return tx.emit([], () => gone.length);
  });
}

/** `releaseStaleHolds` of every tenant. */
export async function releaseAllStaleHolds(host: AiHost, signal: AbortSignal): Promise<void> {
  const tenants = await host.database.system<{ tenant_id: string }[]>`select tenant_id from app.tenants`;
  for (const { tenant_id } of tenants) {
    if (signal.aborted) return;
    await releaseStaleHolds(host, tenant_id);
  }
}

/** Of the AI always; of the whole tenant where it has a limit that all its AIs share. */
async function takeTurns(tx: Writer, participantId: string, month: string): Promise<void> {
  await tx.rows(sql`select from app.tenants where limits ? 'ai_tokens_monthly' for no key update`);
  const made = await tx.rows(sql`
    insert into app.ai_spend (tenant_id, month, participant_id)
    select ${tx.tenantId}, ${month}, participant_id from app.ai_participants where participant_id = ${participantId}
    on conflict (tenant_id, month, participant_id) do update set held = app.ai_spend.held
    returning participant_id`);
  if (made.length === 0) throw new SwError("SW_AI_NOT_FOUND");
}

async function stateOf(
  tx: Writer,
  { participantId, roomId }: WantedTokens,
  purpose: Purpose,
  now: Date,
): Promise<BudgetState> {
  const month = monthOf(now);
  const window = new Date(now.getTime() - roomWindowMs).toISOString();
  const helper = purpose === "helper";
  const [row] = await tx.rows<{ [K in keyof BudgetState]: string | null }>(sql`
    select
      (select spent + held from app.ai_spend where participant_id = a.participant_id and month = ${month}) as "own",
      a.monthly_token_cap as "ownCap",
      (select coalesce(sum(spent + held), 0) from app.ai_spend where month = ${month}) as "tenant",
      (select (limits->>'ai_tokens_monthly')::float8 from app.tenants) as "tenantCap",
      case when ${helper} then (
        select coalesce(sum(prompt_tokens::bigint + completion_tokens), 0) from app.ai_invocations
        where participant_id = a.participant_id and purpose = 'helper' and at >= ${dayOf(now)}::timestamptz
      ) + (select coalesce(sum(tokens), 0) from app.ai_holds where participant_id = a.participant_id and purpose = 'helper')
      else 0 end as "day",
      case when ${helper} then (a.helper->>'helper_daily_token_cap')::float8 end as "dayCap",
      case when ${roomId ?? null}::uuid is not null then (
        select coalesce(sum(prompt_tokens::bigint + completion_tokens), 0) from app.ai_invocations
        where room_id = ${roomId ?? null} and at >= ${window}::timestamptz
      ) + (select coalesce(sum(tokens), 0) from app.ai_holds where room_id = ${roomId ?? null}) end as "room"
    from app.ai_participants a where a.participant_id = ${participantId}`);
  const numbers = Object.entries(row!).map(([key, value]) => [key, value === null ? null : Number(value)]);
  return Object.fromEntries(numbers) as BudgetState;
}

function refusal(over: "month" | "day" | "room", now: Date): SwError {
  if (over === "room") return new SwError("SW_AI_ROOM_SPENT");
  return new SwError("SW_AI_BUDGET_EXCEEDED", over === "day" ? dailyBudgetSentence : monthlyBudgetSentence(now));
}
