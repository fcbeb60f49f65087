import * as z from "zod/mini";
import { auditActions } from "#/domain/admin/actions.ts";
import { email } from "#/domain/identity/inputs.ts";
import { id, localId } from "#/domain/ids.ts";
import { displayName } from "#/domain/participants/inputs.ts";
import { tenantRoles } from "#/domain/participants/roles.ts";

export const listManagedInput = z.strictObject({
  q: z.optional(z.string().check(z.maxLength(100))),
  status: z._default(z.enum(["active", "deactivated", "all"]), "all"),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 50),
  offset: z._default(z.int().check(z.minimum(0), z.maximum(100_000)), 0),
});
export const inviteParticipantInput = z.strictObject({ email, display_name: displayName, local_id: localId });
export const managedInput = z.strictObject({ participant_id: id });
export const setRolesInput = z.strictObject({
  participant_id: id,
  roles: z.array(z.enum(tenantRoles)).check(z.maxLength(tenantRoles.length)),
});
/** Newest first; `before` is the id of the last entry seen. */
export const listAuditInput = z.strictObject({
  before: z.optional(id),
  action: z.optional(z.enum(auditActions)),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 50),
});

export type ListManagedInput = z.infer<typeof listManagedInput>;
export type InviteParticipantInput = z.infer<typeof inviteParticipantInput>;
export type ManagedInput = z.infer<typeof managedInput>;
export type SetRolesInput = z.infer<typeof setRolesInput>;
export type ListAuditInput = z.infer<typeof listAuditInput>;
