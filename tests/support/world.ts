import type { sql } from "drizzle-orm";
import type { LogEvent } from "../../src/domain/envelope.ts";
import type { NewParticipant } from "../../src/domain/participants/inputs.ts";
import type { Participant } from "../../src/domain/participants/participant.ts";
import { uuidv7 } from "../../src/domain/uuid.ts";
import type { Workspace } from "../../src/domain/workspaces/workspace.ts";
import { type Context, innerActor } from "../../src/server/database/context.ts";
import { read, transact } from "../../src/server/database/transact.ts";
import { readLog } from "../../src/server/log/read.ts";
import { createTenant } from "../../src/server/tenants/create-tenant.ts";
import { admitParticipant } from "../../src/server/workspaces/admit-participant.ts";
import { openTestDatabase, type TestDatabase } from "./database.ts";

/** A clock that stands until a test moves it. */
export class TestClock {
  #now: number;

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now = () => new Date(this.#now);

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

export type Person = { ctx: Context; participant: Participant; workspace: Workspace };

export type TenantWorld = {
  tenantId: string;
  serverName: string;
  /** Admits someone and answers their context. `display_name` is the local id with a capital unless given. */
  person(localId: string, more?: Omit<Partial<NewParticipant>, "local_id">): Promise<Person>;
  /** Every event of the tenant after a position, whoever may see it. */
  log(after?: number): Promise<LogEvent[]>;
  head(): Promise<number>;
};

export type World = TenantWorld &
  TestDatabase & {
    clock: TestClock;
    newId: () => string;
    /** Tenants whose log advanced, in the order in which the writes told it. */
    advanced: string[];
    /** Another tenant on the same server. */
    tenant(slug: string): Promise<TenantWorld>;
  };

/** A database of one's own with one tenant in it, `localhost`. Call `drop()` when the file is done. */
export async function makeWorld(): Promise<World> {
  const test = await openTestDatabase();
  const clock = new TestClock("2026-03-02T09:00:00.000Z");
  const newId = countedIds(clock);
  const advanced: string[] = [];

  async function tenant(slug: string, serverName = `${slug}.localhost`): Promise<TenantWorld> {
    const tenantId = newId();
    await createTenant(test.database, clock.now(), { id: tenantId, slug, name: slug, serverName });
    const log = (after = 0) => read(test.database, tenantId, (tx) => readLog(tx, after, 100_000));
    const head = async () => (await log()).at(-1)?.stream_position ?? 0;

    async function person(localId: string, more: Omit<Partial<NewParticipant>, "local_id"> = {}): Promise<Person> {
      const around = { now: clock.now, newId, serverName };
      const display_name = localId.charAt(0).toUpperCase() + localId.slice(1);
      const { participant, workspace } = await transact(test.database, tenantId, clock.now(), async (tx) => {
        const admitted = await admitParticipant(tx, around, { display_name, ...more, local_id: localId });
        return tx.emit(admitted.events, () => admitted);
      });
      const actor = innerActor({ tenantId, participantId: participant.id, serverName, roles: more.roles ?? [] });
      const ctx: Context = {
        database: test.database,
        actor,
        now: clock.now,
        newId,
        advanced: (id) => advanced.push(id),
      };
      return { ctx, participant, workspace };
    }
    return { tenantId, serverName, person, log, head };
  }

  const home = await tenant("home", "localhost");
  return { ...home, ...test, clock, newId, advanced, tenant };
}

/** Real UUIDv7s, the same in every run: the clock's time, and a counter where randomness would be. */
function countedIds(clock: TestClock): () => string {
  let count = 0;
  return () => {
    count += 1;
    const random = new Uint8Array(10);
    new DataView(random.buffer).setUint32(6, count);
    return uuidv7(clock.now().getTime(), random);
  };
}

/** Puts rows where no use case does, under the tenant's row-level security. */
export function rows<T>(world: World, tenant: TenantWorld, statement: ReturnType<typeof sql>): Promise<T[]> {
  return transact(world.database, tenant.tenantId, world.clock.now(), async (tx) => {
    const found = await tx.rows<T>(statement);
    return tx.emit([], () => found);
  });
}
