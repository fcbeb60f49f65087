import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { tenantRoles } from "#/domain/participants/roles.ts";
import { participant } from "#/domain/participants/schema.ts";

/** A person as an admin sees them. */
export const managedParticipant = z.extend(participant, {
  email: z.nullable(z.string()),
  roles: z.array(z.enum(tenantRoles)),
  created_at: z.string(),
  /** Null while the account is active. */
  deactivated_at: z.nullable(z.string()),
  /** The latest use of any of their sessions and tokens. */
  last_seen_at: z.nullable(z.string()),
  /** How they sign in. `invited`: they have not chosen a password yet. */
  sign_in: z.array(z.enum(["password", "provider", "invited"])),
});
export type ManagedParticipant = z.infer<typeof managedParticipant>;

/** One line of the audit log. `actor` is null for the operator's command line and for the identity provider. */
export const auditEntry = z.object({
  id,
  at: z.string(),
  actor_id: z.nullable(id),
  actor_name: z.nullable(z.string()),
  action: z.string(),
  target_type: z.nullable(z.string()),
  target_id: z.nullable(z.string()),
  details: z.record(z.string(), z.unknown()),
  address: z.nullable(z.string()),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const tenantStats = z.object({
  participants: z.object({ active: z.number(), deactivated: z.number(), limit: z.nullable(z.number()) }),
  rooms: z.object({ open: z.number(), limit: z.nullable(z.number()) }),
  messages: z.object({ total: z.number(), last_day: z.number() }),
  sessions: z.number(),
});
export type TenantStats = z.infer<typeof tenantStats>;
