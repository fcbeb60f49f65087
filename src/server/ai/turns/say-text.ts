import { sql } from "drizzle-orm";
import { namedIn } from "#/domain/ai/mentions.ts";
import { splitBody } from "#/domain/ai/split-body.ts";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import type { AiOrigin } from "#/domain/messages/ai-origin.ts";
import { can } from "#/domain/rooms/permissions.ts";
import type { AiHost } from "#/server/ai/tools/host.ts";
import type { TurnRow } from "#/server/ai/turns/turn-row.ts";
import { type Context, innerActor } from "#/server/database/context.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { say } from "#/server/messages/say.ts";
import { demoModel } from "#/server/ports/inference/demo.ts";
import { type SeenRoom, seeRoom } from "#/server/rooms/access.ts";

/** More calls than this are not named on a message; the room's view has them all. */
const maxNamedCalls = 64;

/**
 * Says text of a turn, whose row is locked, as its AI: one message, or several where one cannot hold it. Joined, the parts of
 * a turn are exactly what was streamed. Null when the AI may not speak there any more.
 */
export async function sayText(
  tx: Writer,
  host: AiHost,
  turn: TurnRow,
  text: string,
  end?: AiOrigin["end"],
): Promise<{ parts: number; events: EventDraft[] } | null> {
  const ctx = await contextOfAi(tx, host, turn.participantId);
  const room = ctx && (await roomToSpeakIn(tx, ctx, turn.roomId));
  if (!ctx || !room) return null;
  const [handles, calls] = await Promise.all([
    handlesOf(tx, turn.roomId, turn.participantId),
    tx.rows<{ id: string }>(
      sql`select id from app.ai_tool_calls where turn_id = ${turn.id} order by id limit ${maxNamedCalls}`,
    ),
  ]);
  const bodies = splitBody(text);
  const events: EventDraft[] = [];
  let offset = turn.saidUntil;
  for (const [index, body] of bodies.entries()) {
    const last = index === bodies.length - 1;
    const mentions = namedIn(body, handles);
    const ai: AiOrigin = {
      turn_id: turn.id,
      part: turn.parts + index,
      offset,
      model: turn.model ?? "",
      ...(turn.model === demoModel.id ? { demo: true as const } : {}),
      ...(last && end ? { end } : {}),
      ...(turn.alternativeOf ? { alternative_of: turn.alternativeOf } : {}),
      ...(calls.length > 0 ? { tool_call_ids: calls.map(({ id }) => id) } : {}),
    };
    const content = {
      msgtype: "swp.text",
      body,
      ai,
      ...(mentions.length > 0 ? { mentions } : {}),
      ...(turn.threadRootId ? { thread_root_id: turn.threadRootId } : {}),
    };
    const outcome = await say(tx, ctx, { id: host.newId(), room, content, hasDraft: false });
    events.push(...outcome.events);
    offset += body.length;
  }
  return { parts: bodies.length, events };
}

/** An AI as an actor; null for one that was deactivated. */
export async function contextOfAi(tx: Reader, host: AiHost, participantId: string): Promise<Context | null> {
  const [row] = await tx.rows<{ server_name: string; roles: string[] }>(sql`
    select server_name, to_jsonb(roles) as roles from app.participants where id = ${participantId} and deactivated_at is null`);
  if (!row) return null;
  const { server_name: serverName, roles } = row;
  return {
    database: host.database,
    actor: innerActor({ tenantId: tx.tenantId, participantId, serverName, roles }),
    now: host.now,
    newId: host.newId,
    advanced: (tenantId) => host.wake.advanced(tenantId),
  };
}

async function roomToSpeakIn(tx: Writer, ctx: Context, roomId: string): Promise<SeenRoom["room"] | null> {
  try {
    const seen = await seeRoom(tx, ctx.actor, roomId);
    return can(seen, "send") === null ? seen.room : null;
  } catch (error) {
    if (error instanceof SwError) return null;
    throw error;
  }
}

/** Whom words can name here: those who are in the room, never the AI itself. */
async function handlesOf(tx: Reader, roomId: string, self: string): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; local_id: string }>(sql`
    select p.id, p.local_id from app.room_members m join app.participants p on p.id = m.participant_id
    where m.room_id = ${roomId} and m.membership = 'join' and p.id <> ${self} and p.deactivated_at is null
    order by p.id limit 5000`);
  return new Map(rows.map(({ id, local_id }) => [local_id, id]));
}
