import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { ListReportsInput, MessageReport, ResolveReportInput } from "#/domain/messages/report-schema.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import type { Outcome, Reader } from "#/server/database/transact.ts";
import { audit, auditorOf } from "#/server/log/audit.ts";
import { findMessage, lockMessage } from "#/server/messages/read.ts";
import { removeWords } from "#/server/messages/redact-message.ts";
import { toldToAdmins } from "#/server/messages/report-message.ts";

const excerpt = 500;

const iso = (column: string) => sql.raw(`to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

type Which = { status: ListReportsInput["status"]; id?: string; limit: number; offset: number };

/**
 * What was reported, the newest first. Who reports a message shows it to the admins: its words are read from the log at
 * each look, so that removed ones are gone from here too, and those of an incognito room are shown to nobody outside.
 */
export function listReports(ctx: Context, input: ListReportsInput): Promise<MessageReport[]> {
  return reading(ctx, (tx) => reportsWhere(tx, ctx, input));
}

function reportsWhere(tx: Reader, ctx: Context, { status, id, limit, offset }: Which): Promise<MessageReport[]> {
  const me = ctx.actor.participantId;
  return tx.rows<MessageReport>(sql`
    select r.id, ${iso("r.created_at")} as created_at, r.reason, r.note,
      jsonb_build_object('id', by.id, 'name', by.display_name) as reporter,
      jsonb_build_object('id', room.id, 'room_type', room.room_type, 'workspace_id', room.workspace_id,
        'name', case when room.room_type <> 'incognito' then room.name end,
        'visible', app.holds_role(room.read_role_slugs, ${me}) and (coalesce(own.membership = 'join', false)
          or (room.room_type = 'public' and own.membership is distinct from 'ban'))) as room,
      jsonb_build_object('id', m.id, 'thread_root_id', m.thread_root_id,
        'sender', jsonb_build_object('id', said.id, 'name', said.display_name), 'created_at', ${iso("e.created_at")},
        'removed', m.redacted_at is not null,
        'body', case when m.redacted_at is null and room.room_type <> 'incognito'
          then left(coalesce(edit.content->'content'->>'body', e.content->>'body'), ${excerpt}) end) as message,
      r.outcome, ${iso("r.resolved_at")} as resolved_at,
      case when r.resolved_by is not null
        then jsonb_build_object('id', resolver.id, 'name', resolver.display_name) end as resolved_by
    from app.message_reports r
    join app.rooms room on room.id = r.room_id
    join app.messages m on m.id = r.event_id
    join app.events e on e.id = m.id
    left join app.events edit on edit.id = m.edit_event_id
    join app.participants said on said.id = m.sender_id
    join app.participants by on by.id = r.reporter_id
    left join app.participants resolver on resolver.id = r.resolved_by
    left join app.room_members own on own.room_id = room.id and own.participant_id = ${me}
    where (${status} = 'all' or (r.outcome is null) = (${status} = 'open'))
      and (${id ?? null}::uuid is null or r.id = ${id ?? null}::uuid)
    order by r.created_at desc, r.id desc limit ${limit} offset ${offset}`);
}

/**
 * Resolves a report and every other open one of the same message. `removed` removes the message's words as a moderator of
 * its room would, whether or not the admin is in it. One that is resolved stays as it is.
 * SW_REPORT_NOT_FOUND.
 */
export function resolveReport(ctx: Context, { report_id, outcome }: ResolveReportInput): Promise<MessageReport> {
  return writing(ctx, async (tx): Promise<Outcome<MessageReport>> => {
    const shown = async () => (await reportsWhere(tx, ctx, { status: "all", id: report_id, limit: 1, offset: 0 }))[0]!;
    const [report] = await tx.rows<{ room_id: string; event_id: string }>(sql`
      select room_id, event_id from app.message_reports where id = ${report_id}`);
    if (!report) throw new SwError("SW_REPORT_NOT_FOUND");
    // The message first: whoever removes it otherwise, and two admins at once, take turns.
    await lockMessage(tx, report.room_id, report.event_id);
    const resolved = await tx.rows<{ id: string }>(sql`
      update app.message_reports set outcome = ${outcome}, resolved_by = ${ctx.actor.participantId},
        resolved_at = ${ctx.now().toISOString()}::timestamptz
      where event_id = ${report.event_id} and outcome is null
        and exists (select from app.message_reports mine where mine.id = ${report_id} and mine.outcome is null)
      returning id`);
    if (resolved.length === 0) {
      const before = await shown();
      return tx.emit([], () => before);
    }
    const target = { type: "message", id: report.event_id };
    const action = outcome === "removed" ? "report.message_removed" : "report.dismissed";
    audit(tx, auditorOf(ctx), { action, target, details: { reports: resolved.length } });
    const message = await findMessage(tx, report.room_id, report.event_id);
    const removal = outcome === "removed" ? (await removeWords(tx, ctx, message, null)).events : [];
    const told = await toldToAdmins(tx, ctx, report_id, outcome);
    const after = await shown();
    return tx.emit([...removal, told], () => after);
  });
}
