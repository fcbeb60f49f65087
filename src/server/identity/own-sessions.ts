import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { EndSessionInput } from "#/domain/identity/inputs.ts";
import type { Session } from "#/domain/identity/schema.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import { endAllSessions, sessionsEnded } from "#/server/identity/deactivate-participant.ts";
import { auditorOf } from "#/server/log/audit.ts";

/** Nobody looks through more; ending the others ends all of them. */
const shownSessions = 200;

type Row = Omit<Session, "current" | "created_at" | "last_used_at" | "expires_at"> & {
  created_at: Date;
  last_used_at: Date | null;
  expires_at: Date;
};

/** Where one is signed in now, browsers and programs, the one that asks first and then by latest use. */
export function listSessions(ctx: Context): Promise<Session[]> {
  return reading(ctx, async (tx) => {
    const rows = await tx.rows<Row>(sql`
      select id, kind, user_agent, created_at, last_used_at, expires_at from app.sessions
      where participant_id = ${ctx.actor.participantId} and expires_at > ${ctx.now().toISOString()}::timestamptz
      order by id is not distinct from ${ctx.actor.sessionId}::uuid desc, coalesce(last_used_at, created_at) desc, id desc
      limit ${shownSessions}`);
    return rows.map((row) => ({
      ...row,
      created_at: new Date(row.created_at).toISOString(),
      last_used_at: row.last_used_at && new Date(row.last_used_at).toISOString(),
      expires_at: new Date(row.expires_at).toISOString(),
      current: row.id === ctx.actor.sessionId,
    }));
  });
}

/** Ends one of one's own sessions; its live sockets close. Anybody else's is SW_SESSION_NOT_FOUND. */
export function endSession(ctx: Context, { session_id }: EndSessionInput): Promise<void> {
  return writing(ctx, async (tx) => {
    const me = ctx.actor.participantId;
    const ended = await tx.rows<{ id: string }>(sql`
      delete from app.sessions where id = ${session_id} and participant_id = ${me} returning id`);
    if (ended.length === 0) throw new SwError("SW_SESSION_NOT_FOUND");
    return tx.emit(sessionsEnded(auditorOf(ctx), me, [session_id]), () => undefined);
  });
}

/** Ends all of one's own sessions but the one that asks, and answers how many. */
export function endOtherSessions(ctx: Context): Promise<{ ended: number }> {
  return writing(ctx, async (tx) => {
    const { participantId: me, sessionId } = ctx.actor;
    const events = await endAllSessions(tx, auditorOf(ctx), me, { except: sessionId });
    const counts = events.map((event) => (event.type === "swp.session.ended" ? event.content.session_ids.length : 0));
    const ended = counts.reduce((sum, count) => sum + count, 0);
    return tx.emit(events, () => ({ ended }));
  });
}
