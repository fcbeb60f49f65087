import * as z from "zod/mini";
import { name } from "#/domain/text.ts";

/** Who may make an account here without being invited: nobody, people of some mail domains, everybody. */
export const registrationModes = ["closed", "domains", "open"] as const;
export type RegistrationMode = (typeof registrationModes)[number];

const domain = z
  .string()
  .check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/));

/** What a tenant's admins decide themselves. In the row it is `name` and `features.auth`. */
export const tenantSettings = z.object({
  name: z.string(),
  registration: z.enum(registrationModes),
  registration_domains: z.array(z.string()),
  password_grant_enabled: z.boolean(),
});
export type TenantSettings = z.infer<typeof tenantSettings>;

export const updateSettingsInput = z.strictObject({
  name: z.optional(name(80)),
  registration: z.optional(z.enum(registrationModes)),
  registration_domains: z.optional(z.array(domain).check(z.maxLength(50))),
  password_grant_enabled: z.optional(z.boolean()),
});
export type UpdateSettingsInput = z.infer<typeof updateSettingsInput>;

/**
 * What the operator allows a tenant, zero included; an absent key is no limit. `max_participants` counts active people,
 * `max_rooms` those that are not closed, `max_notes` all, archived ones too, `sends_per_minute` all messages of the tenant.
 */
export const tenantLimits = z.object({
  max_participants: z.optional(z.int().check(z.minimum(0))),
  max_rooms: z.optional(z.int().check(z.minimum(0))),
  max_notes: z.optional(z.int().check(z.minimum(0))),
  max_storage_bytes: z.optional(z.int().check(z.minimum(0))),
  ai_tokens_monthly: z.optional(z.int().check(z.minimum(0))),
  sends_per_minute: z.optional(z.int().check(z.minimum(0))),
});
export type TenantLimits = z.infer<typeof tenantLimits>;
