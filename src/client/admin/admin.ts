import { api } from "#/client/sync/api.ts";
import type { InviteParticipantInput, ListAuditInput, SetRolesInput } from "#/domain/admin/inputs.ts";
import type { AuditEntry } from "#/domain/admin/schema.ts";
import type { TenantSettings, UpdateSettingsInput } from "#/domain/tenants/settings.ts";

/** What an admin does. The screens take it as an argument, so that a test can be the server. */
export type Admin = {
  invite(input: InviteParticipantInput): Promise<unknown>;
  setRoles(input: SetRolesInput): Promise<unknown>;
  endSessions(participantId: string): Promise<unknown>;
  deactivate(participantId: string): Promise<unknown>;
  reactivate(participantId: string): Promise<unknown>;
  older(input: Pick<ListAuditInput, "before" | "action">): Promise<AuditStretch>;
  updateSettings(input: UpdateSettingsInput): Promise<TenantSettings>;
};

export type AuditStretch = { readonly items: readonly AuditEntry[]; readonly has_more: boolean };

export const auditStretch = 50;

export const admin: Admin = {
  invite: (input) => api.admin.invite.mutate(input),
  setRoles: (input) => api.admin.setRoles.mutate(input),
  endSessions: (participant_id) => api.admin.endSessions.mutate({ participant_id }),
  deactivate: (participant_id) => api.admin.deactivate.mutate({ participant_id }),
  reactivate: (participant_id) => api.admin.reactivate.mutate({ participant_id }),
  older: (input) => api.admin.audit.query({ ...input, limit: auditStretch }),
  updateSettings: (input) => api.admin.updateSettings.mutate(input),
};
