import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { Actor } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";

export type Key = { procedure: string; eventUuid: string | undefined; body: unknown };

/**
 * Claims the client's key for a create, in the transaction of the create. Answers null when the key is new (or absent),
 * and the id of the object made earlier when the same body was sent with it before; another body is
 * SW_IDEMPOTENCY_CONFLICT. Of two at once, the second waits here for the first to commit or fail.
 */
export async function claim(tx: Writer, actor: Actor, key: Key, objectId: string): Promise<string | null> {
  if (!key.eventUuid) return null;
  const hash = createHash("sha256").update(canonical(key.body)).digest("hex");
  const [fresh] = await tx.rows(sql`
    insert into app.idempotency_keys (tenant_id, actor_id, procedure, event_uuid, body_hash, object_id)
    values (${actor.tenantId}, ${actor.participantId}, ${key.procedure}, ${key.eventUuid}, decode(${hash}, 'hex'), ${objectId})
    on conflict do nothing returning object_id`);
  if (fresh) return null;
  const [known] = await tx.rows<{ object_id: string; same: boolean }>(sql`
    select object_id, body_hash = decode(${hash}, 'hex') as same from app.idempotency_keys
    where actor_id = ${actor.participantId} and procedure = ${key.procedure} and event_uuid = ${key.eventUuid}`);
  if (!known?.same) throw new SwError("SW_IDEMPOTENCY_CONFLICT");
  return known.object_id;
}

/** JSON with sorted keys: the order in which a client writes its keys does not make another body. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
