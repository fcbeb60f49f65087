import { sql } from "drizzle-orm";
import { type AiHost, writingIn } from "#/server/ai/tools/host.ts";
import { endTurn } from "#/server/ai/turns/end-turn.ts";
import { enqueueTurn, resumeTurn, turnJob } from "#/server/ai/turns/start-turn.ts";
import { read } from "#/server/database/transact.ts";

/** Nobody is about to do anything about a turn that has been so for this long. */
const patienceMs = 60_000;

type Lost = { id: string; state: "queued" | "running" | "waiting" };

/**
 * Ends or starts turns that nobody works on: their job was given up, or never came. It should find none. Answers how many
 * there were. For the clock.
 */
export async function recoverTurns(host: AiHost, signal: AbortSignal): Promise<number> {
  const tenants = await host.database.system<{ tenant_id: string }[]>`
    select tenant_id from app.tenants where suspended_at is null`;
  let found = 0;
  for (const { tenant_id } of tenants) {
    if (signal.aborted) break;
    const lost = await lostTurns(host, tenant_id);
    for (const turn of lost) await recover(host, tenant_id, turn);
    found += lost.length;
  }
  return found;
}

function lostTurns(host: AiHost, tenantId: string): Promise<Lost[]> {
  const before = new Date(host.now().getTime() - patienceMs).toISOString();
  return read(host.database, tenantId, (tx) =>
    tx.rows<Lost>(sql`
      select t.id, t.state from app.ai_turns t
      where t.created_at < ${before}::timestamptz and (
        (t.state = 'running' and ${noJob})
        or (t.state = 'queued' and ${noJob} and not exists (
          select from app.ai_turns o where o.room_id = t.room_id and o.participant_id = t.participant_id
            and o.state in ('running', 'waiting')))
        or (t.state = 'waiting' and not exists (
          select from app.ai_tool_calls c where c.turn_id = t.id and c.state = 'waiting'))
      ) order by t.id limit 100`),
  );
}

const noJob = sql`not exists (
  select from app.jobs j where j.kind = ${turnJob} and j.status in ('queued', 'running') and j.payload ->> 'turn_id' = t.id::text)`;

function recover(host: AiHost, tenantId: string, { id, state }: Lost): Promise<void> {
  return writingIn(host, tenantId, async (tx) => {
    if (state === "queued") {
      enqueueTurn(tx, host, { id }, 1);
      return tx.emit([], () => undefined);
    }
    const events =
      state === "waiting"
        ? await resumeTurn(host, tx, id)
        : (await endTurn(tx, host, id, { state: "interrupted" })).events;
    return tx.emit(events, () => undefined);
  });
}
