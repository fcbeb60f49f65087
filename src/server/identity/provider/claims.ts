import { z } from "zod";
import { email as emailSchema } from "#/domain/identity/inputs.ts";

/** Someone as the provider knows them. Whatever is not told is null; an `undefined` role is not known either way. */
export type Identity = {
  issuer: string;
  subject: string;
  email: string | null;
  emailVerified: boolean;
  name: string | null;
  username: string | null;
  /** All groups they are in, by external id or name; null when the provider did not say. */
  groups: ReadonlyArray<{ externalId: string; name: string }> | null;
  role: string | null | undefined;
  /** The tenant of ScaiKey they belong to. */
  tenantClaim: string | null;
};

/** More than a company has; a token that names more is cut, not refused. */
export const maxGroups = 200;

const text = (max: number) => z.string().max(max).nullish().catch(null);
const groupName = z.string().trim().min(1).max(200);
const groupClaim = z.union([
  groupName.transform((value) => ({ externalId: value, name: value })),
  z.object({ id: groupName, name: groupName }).transform(({ id, name }) => ({ externalId: id, name })),
]);

const shape = z.object({
  email: text(320),
  // Only a real `true`: the text "false" is true to whoever is careless.
  email_verified: z.literal(true).nullish().catch(null),
  name: text(400),
  given_name: text(200),
  family_name: text(200),
  preferred_username: text(320),
  groups: z.array(z.unknown()).max(10_000).nullish().catch(null),
  role: text(100),
  tenant_id: text(200),
});

/**
 * Who a set of verified claims is about. Claims of the wrong type count as not told: one odd field of a directory must
 * not lock a person out. `roleTold`: the claims are those in which this provider names roles, so no role means none.
 */
export function identityOf(
  issuer: string,
  subject: string,
  claims: Record<string, unknown>,
  { roleTold }: { roleTold: boolean },
): Identity {
  const told = shape.parse(claims);
  const address = emailSchema.safeParse(told.email);
  return {
    issuer,
    subject,
    email: address.success ? address.data : null,
    emailVerified: address.success && told.email_verified === true,
    name: told.name || [told.given_name, told.family_name].filter(Boolean).join(" ") || null,
    username: told.preferred_username || null,
    groups: told.groups ? groupsOf(told.groups) : null,
    role: told.role ?? (roleTold ? null : undefined),
    tenantClaim: told.tenant_id || null,
  };
}

function groupsOf(values: readonly unknown[]): Identity["groups"] {
  const groups = new Map<string, { externalId: string; name: string }>();
  for (const value of values) {
    const group = groupClaim.safeParse(value);
    if (group.success && isPlain(group.data.externalId) && isPlain(group.data.name)) {
      groups.set(group.data.externalId, group.data);
    }
    if (groups.size === maxGroups) break;
  }
  return [...groups.values()];
}

function isPlain(value: string): boolean {
  return !/\p{Cc}/u.test(value) && value.isWellFormed();
}
