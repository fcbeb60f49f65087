import { randomBytes } from "node:crypto";
import { type Credential, type Scope, scopes } from "#/domain/identity/scopes.ts";
import { uuidv7 } from "#/domain/uuid.ts";
import type { Database } from "#/server/database/connect.ts";
import { type Outcome, type Reader, read, transact, type Writer } from "#/server/database/transact.ts";

/** Who acts. People, AIs, bridges and imports are all actors and take the same path. */
export type Actor = {
  tenantId: string;
  participantId: string;
  /** The host of the actor's tenant without its port, part of every FQID. */
  serverName: string;
  /** The session, or the personal token, that the request came with; null for an actor without one, such as a job. */
  sessionId: string | null;
  roles: readonly string[];
  credential: Credential;
  /** What the credential allows; all of them for everything but a personal token. */
  scopes: readonly Scope[];
  /** Where the request came from, for the audit log; null for what comes from no network. */
  address: string | null;
};

/** Everything a use case may need from outside, as arguments: no ambient tenant, clock or randomness. */
export type Context = {
  database: Database;
  actor: Actor;
  now: () => Date;
  newId: () => string;
  /** Called after a commit that advanced the tenant's log, so that subscribers and long polls wake at once. */
  advanced: (tenantId: string) => void;
};

/** An actor that did not come through a door: a job, the seed, an import, the command line. */
export function innerActor(who: Pick<Actor, "tenantId" | "participantId" | "serverName" | "roles">): Actor {
  return { ...who, sessionId: null, credential: "none", scopes, address: null };
}

export const systemClock = () => new Date();
export const randomId = () => uuidv7(Date.now(), randomBytes(10));

/** A read as the actor, in their tenant. */
export function reading<T>(ctx: Context, work: (tx: Reader) => Promise<T>): Promise<T> {
  return read(ctx.database, ctx.actor.tenantId, work);
}

/** A write as the actor, in their tenant. */
export async function writing<T>(ctx: Context, work: (tx: Writer) => Promise<Outcome<T>>): Promise<T> {
  const answer = await transact(ctx.database, ctx.actor.tenantId, ctx.now(), work);
  ctx.advanced(ctx.actor.tenantId);
  return answer;
}
