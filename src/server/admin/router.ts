import * as z from "zod/mini";
import {
  inviteParticipantInput,
  listAuditInput,
  listManagedInput,
  managedInput,
  setRolesInput,
} from "#/domain/admin/inputs.ts";
import { auditEntry, managedParticipant, tenantStats as stats } from "#/domain/admin/schema.ts";
import type { ErrorCode } from "#/domain/errors.ts";
import { listReportsInput, messageReport, resolveReportInput } from "#/domain/messages/report-schema.ts";
import { tenantSettings, updateSettingsInput } from "#/domain/tenants/settings.ts";
import { deactivate, endSessions, reactivate } from "#/server/admin/account-status.ts";
import { inviteParticipant } from "#/server/admin/invite-participant.ts";
import { listAudit } from "#/server/admin/list-audit.ts";
import { listManaged } from "#/server/admin/list-managed.ts";
import { listReports, resolveReport } from "#/server/admin/reports.ts";
import { setRoles } from "#/server/admin/set-roles.ts";
import { readSettings, updateSettings } from "#/server/admin/settings.ts";
import { tenantStats } from "#/server/admin/tenant-stats.ts";
import { adminProcedure, router } from "#/server/api/trpc.ts";
import { pageOf } from "#/server/database/page.ts";

const onSomebody: ErrorCode[] = ["SW_PARTICIPANT_NOT_FOUND", "SW_PARTICIPANT_FORBIDDEN"];

/** The admin area: `adminProcedure` only. */
export const adminRouter = router({
  participants: adminProcedure
    .meta({
      rest: "GET /admin/participants",
      summary: "Lists the tenant's people with mail address, roles and how they sign in.",
      returns: z.array(managedParticipant),
      page: "offset",
      example: { input: { status: "active", limit: 20 } },
    })
    .input(listManagedInput)
    .query(({ ctx, input }) => listManaged(ctx.use, input)),
  invite: adminProcedure
    .meta({
      rest: "POST /admin/participants",
      summary: "Makes an account and mails its owner a link with which they choose a password.",
      returns: managedParticipant,
      errors: ["SW_AUTH_REGISTRATION_CLOSED", "SW_EMAIL_TAKEN", "SW_NAME_TAKEN", "SW_TENANT_CAPACITY"],
      example: { input: { email: "noor@example.com", display_name: "Noor Haddad", local_id: "noor" } },
    })
    .input(inviteParticipantInput)
    .mutation(({ ctx, input }) => inviteParticipant(ctx.use, ctx.app.config, input)),
  deactivate: adminProcedure
    .meta({
      rest: "POST /admin/participants/{participant_id}/deactivate",
      summary: "Closes an account: every session, token and stream of it ends at once.",
      returns: managedParticipant,
      errors: [...onSomebody, "SW_TENANT_NEEDS_OWNER"],
    })
    .input(managedInput)
    .mutation(({ ctx, input }) => deactivate(ctx.use, input)),
  reactivate: adminProcedure
    .meta({
      rest: "POST /admin/participants/{participant_id}/reactivate",
      summary: "Opens a closed account again; its owner signs in anew.",
      returns: managedParticipant,
      errors: [...onSomebody, "SW_TENANT_CAPACITY"],
    })
    .input(managedInput)
    .mutation(({ ctx, input }) => reactivate(ctx.use, input)),
  setRoles: adminProcedure
    .meta({
      rest: "PUT /admin/participants/{participant_id}/roles",
      summary: "Sets what somebody is in the tenant; only owners make admins and owners.",
      returns: managedParticipant,
      errors: [...onSomebody, "SW_TENANT_NEEDS_OWNER"],
      example: { input: { roles: ["admin"] } },
    })
    .input(setRolesInput)
    .mutation(({ ctx, input }) => setRoles(ctx.use, input)),
  endSessions: adminProcedure
    .meta({
      rest: "POST /admin/participants/{participant_id}/end-sessions",
      summary: "Signs somebody out everywhere and revokes their personal tokens.",
      returns: z.null(),
      errors: onSomebody,
    })
    .input(managedInput)
    .mutation(({ ctx, input }) => endSessions(ctx.use, input)),
  audit: adminProcedure
    .meta({
      rest: "GET /admin/audit",
      summary: "Reads the log of privileged acts, newest first.",
      returns: z.array(auditEntry),
      page: "cursor",
      example: { input: { action: "account.roles_changed", limit: 20 } },
    })
    .input(listAuditInput)
    .query(({ ctx, input }) => listAudit(ctx.use, input)),
  reports: adminProcedure
    .meta({
      rest: "GET /admin/reports",
      summary: "Lists the messages that people reported, newest first; their words as they are now.",
      returns: z.array(messageReport),
      page: "offset",
      example: { input: { status: "open", limit: 20 } },
    })
    .input(listReportsInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listReports(ctx.use, page))),
  resolveReport: adminProcedure
    .meta({
      rest: "POST /admin/reports/{report_id}/resolve",
      summary: "Ends every open report of a message: it is left as it is, or its words are removed.",
      returns: messageReport,
      errors: ["SW_REPORT_NOT_FOUND"],
      example: { input: { outcome: "dismissed" } },
    })
    .input(resolveReportInput)
    .mutation(({ ctx, input }) => resolveReport(ctx.use, input)),
  settings: adminProcedure
    .meta({
      rest: "GET /admin/settings",
      summary: "Answers the tenant's name and how people come in.",
      returns: tenantSettings,
    })
    .query(({ ctx }) => readSettings(ctx.use, ctx.app.config)),
  updateSettings: adminProcedure
    .meta({
      rest: "PUT /admin/settings",
      summary: "Changes the settings that are given and leaves the others as they are.",
      returns: tenantSettings,
      example: { input: { registration: "domains", registration_domains: ["example.com"] } },
    })
    .input(updateSettingsInput)
    .mutation(({ ctx, input }) => updateSettings(ctx.use, ctx.app.config, input)),
  stats: adminProcedure
    .meta({
      rest: "GET /admin/stats",
      summary: "Counts people, rooms, messages and sessions, beside the limits of the tenant.",
      returns: stats,
    })
    .query(({ ctx }) => tenantStats(ctx.use)),
});
