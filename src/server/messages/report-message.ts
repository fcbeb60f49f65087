import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { ReportMessageInput } from "#/domain/messages/report-schema.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Outcome, Writer } from "#/server/database/transact.ts";
import type { RateLimits } from "#/server/limits/rate-limits.ts";
import { audit, auditorOf } from "#/server/log/audit.ts";
import { findMessage } from "#/server/messages/read.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";

/**
 * Tells the tenant's admins of a message that one may read, once for each person and message: again changes nothing. The
 * message's words stay where they were said, and of an incognito room nothing but the reason is kept.
 * SW_ROOM_NOT_FOUND, SW_EVENT_NOT_FOUND (also for what was removed), SW_BAD_REQUEST for one's own words, for lines that
 * the room itself says and for a note about an incognito room, SW_RATE_LIMIT_EXCEEDED.
 */
export async function reportMessage(ctx: Context, limits: RateLimits, input: ReportMessageInput): Promise<null> {
  const me = ctx.actor.participantId;
  await limits.consume("report", ctx.actor.tenantId, me);
  return writing(ctx, async (tx): Promise<Outcome<null>> => {
    const seen = await seeRoom(tx, ctx.actor, input.room_id);
    allow(seen, "read");
    const message = await findMessage(tx, input.room_id, input.event_id, seen.history_from);
    if (message.redacted_at !== null) throw new SwError("SW_EVENT_NOT_FOUND");
    if (message.sender_id === me) throw new SwError("SW_BAD_REQUEST", "You can't report your own message.");
    if (message.content.msgtype === "swp.system") throw new SwError("SW_BAD_REQUEST", "Nobody said this.");
    const note = input.note || null;
    if (note && seen.room.room_type === "incognito")
      throw new SwError("SW_BAD_REQUEST", "What is said about an incognito room is not kept.");

    const id = ctx.newId();
    const [made] = await tx.rows(sql`
      insert into app.message_reports (tenant_id, id, room_id, event_id, reporter_id, reason, note, created_at)
      values (${tx.tenantId}, ${id}, ${input.room_id}, ${input.event_id}, ${me}, ${input.reason}, ${note},
        ${ctx.now().toISOString()}::timestamptz)
      on conflict (tenant_id, event_id, reporter_id) do nothing returning id`);
    if (!made) return tx.emit([], () => null);
    const target = { type: "message", id: input.event_id };
    audit(tx, auditorOf(ctx), { action: "message.reported", target, details: { reason: input.reason } });
    return tx.emit([await toldToAdmins(tx, ctx, id, null)], () => null);
  });
}

/** More admins than this read the list when they open it. */
const maxTold = 200;

/** The event that tells the admins of a report that came or was resolved. It names the report and nothing of the message. */
export async function toldToAdmins(
  tx: Writer,
  ctx: Context,
  report_id: string,
  outcome: "dismissed" | "removed" | null,
) {
  const admins = await tx.rows<{ id: string }>(sql`
    select id from app.participants where roles && '{admin,owner}' and deactivated_at is null order by id limit ${maxTold}`);
  return {
    id: ctx.newId(),
    type: "swp.report" as const,
    room_id: null,
    workspace_id: null,
    sender_id: ctx.actor.participantId,
    content: { report_id, outcome },
    also: admins.map(({ id }) => id),
  };
}
