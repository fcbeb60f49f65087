import { api } from "#/client/sync/api.ts";
import type { AuditAction } from "#/domain/admin/actions.ts";
import type { ListReportsInput } from "#/domain/messages/report-schema.ts";
import { asked } from "#/load.ts";

// What the admin area shows, as `load.ts`; by itself, so that the page of a room does not carry it.

type PeopleAsked = { q?: string; status: "active" | "deactivated" | "all"; limit: number; offset: number };
type AuditAsked = { before?: string; action?: AuditAction; limit: number };

export const loadStats = asked(
  "admin-stats",
  (caller) => caller.admin.stats(),
  () => api.admin.stats.query(),
);
export const loadSettings = asked(
  "admin-settings",
  (caller) => caller.admin.settings(),
  () => api.admin.settings.query(),
);
export const loadPeople = asked(
  "admin-people",
  (caller, input: PeopleAsked) => caller.admin.participants(input),
  (input: PeopleAsked) => api.admin.participants.query(input),
);
export const loadReports = asked(
  "admin-reports",
  (caller, input: ListReportsInput) => caller.admin.reports(input),
  (input: ListReportsInput) => api.admin.reports.query(input),
);
export const loadAis = asked(
  "admin-ais",
  (caller) => caller.aiAdmin.list({ status: "all", limit: 100 }),
  () => api.aiAdmin.list.query({ status: "all", limit: 100 }),
);
/** `new` is the one that is not there yet. */
export const loadAi = asked(
  "admin-ai",
  async (caller, id: string) => (id === "new" ? null : caller.aiAdmin.get({ participant_id: id })),
  async (id: string) => (id === "new" ? null : api.aiAdmin.get.query({ participant_id: id })),
);
export const loadAiSettings = asked(
  "admin-ai-settings",
  (caller) => caller.aiAdmin.settings(),
  () => api.aiAdmin.settings.query(),
);
export const loadModels = asked(
  "ai-models",
  (caller) => caller.ai.models(),
  () => api.ai.models.query(),
);
export const loadPlugins = asked(
  "ai-plugins",
  (caller) => caller.aiTools.plugins(),
  () => api.aiTools.plugins.query(),
);
export const loadAiSpend = asked(
  "admin-ai-spend",
  (caller) => caller.aiSpend.spend({ limit: 100 }),
  () => api.aiSpend.spend.query({ limit: 100 }),
);
export const loadInvocations = asked(
  "admin-ai-invocations",
  (caller) => caller.aiSpend.invocations({ limit: 50 }),
  () => api.aiSpend.invocations.query({ limit: 50 }),
);
export const loadRatings = asked(
  "admin-ai-ratings",
  (caller) => caller.aiSpend.ratings({ limit: 50 }),
  () => api.aiSpend.ratings.query({ limit: 50 }),
);
export const loadAudit = asked(
  "admin-audit",
  (caller, input: AuditAsked) => caller.admin.audit(input),
  (input: AuditAsked) => api.admin.audit.query(input),
);
