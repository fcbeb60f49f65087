import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { longestReportNote, reportOutcomes, reportReasons } from "#/domain/messages/reports.ts";
import { shortText } from "#/domain/text.ts";

/** `note` is refused in an incognito room: what is said about its words must not outlive them. */
export const reportMessageInput = z.strictObject({
  room_id: id,
  event_id: id,
  reason: z.enum(reportReasons),
  note: z.optional(shortText(longestReportNote)),
});
export type ReportMessageInput = z.infer<typeof reportMessageInput>;

/** A page of reports, the newest first. */
export const listReportsInput = z.strictObject({
  status: z._default(z.enum(["open", "resolved", "all"]), "open"),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 50),
  offset: z._default(z.int().check(z.minimum(0), z.maximum(100_000)), 0),
});
export type ListReportsInput = z.infer<typeof listReportsInput>;

export const resolveReportInput = z.strictObject({ report_id: id, outcome: z.enum(reportOutcomes) });
export type ResolveReportInput = z.infer<typeof resolveReportInput>;

const person = z.object({ id, name: z.string() });

/** A report as an admin sees it. */
export const messageReport = z.object({
  id,
  created_at: z.string(),
  reason: z.enum(reportReasons),
  note: z.nullable(z.string()),
  reporter: person,
  room: z.object({
    id,
    /** Null of a direct and of an incognito room. */
    name: z.nullable(z.string()),
    room_type: z.string(),
    workspace_id: id,
    /** Whether the admin who asks may open it; a link to the message leads nowhere otherwise. */
    visible: z.boolean(),
  }),
  message: z.object({
    id,
    thread_root_id: z.nullable(id),
    sender: person,
    created_at: z.string(),
    /** The beginning of its words as they are now; null once it was removed, and always in an incognito room. */
    body: z.nullable(z.string()),
    removed: z.boolean(),
  }),
  outcome: z.nullable(z.enum(reportOutcomes)),
  resolved_by: z.nullable(person),
  resolved_at: z.nullable(z.string()),
});
export type MessageReport = z.infer<typeof messageReport>;
