import type { TurnState } from "#/domain/ai/schema.ts";
import type { PluginRegistry } from "#/server/ai/tools/registry.ts";
import type { Database } from "#/server/database/connect.ts";
import { type Outcome, transact, type Writer } from "#/server/database/transact.ts";
import type { LogWake } from "#/server/log/wake.ts";

/** What budgets and calls of tools need of the running app. */
export type AiHost = {
  readonly database: Database;
  readonly wake: Pick<LogWake, "advanced">;
  readonly now: () => Date;
  readonly newId: () => string;
};

export type ToolHost = AiHost & { readonly plugins: PluginRegistry };

/** The turn whose tools are meant. `attempt` and `step` are those of the run that calls: a run that was given up is refused. */
export type TurnRef = {
  readonly tenantId: string;
  readonly id: string;
  readonly roomId: string;
  readonly threadRootId: string | null;
  readonly participantId: string;
  readonly askerId: string;
  readonly attempt: number;
  readonly step: number;
};

/** The states of a turn in which its calls may begin and end. */
export const turnAtWork: TurnState = "running";

/** A write of the server itself, in the tenant of the turn. */
export async function writingIn<T>(
  host: AiHost,
  tenantId: string,
  work: (tx: Writer) => Promise<Outcome<T>>,
): Promise<T> {
  const answer = await transact(host.database, tenantId, host.now(), work);
  host.wake.advanced(tenantId);
  return answer;
}
