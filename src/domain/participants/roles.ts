/** What a person may be in a tenant beside a member of it. Roles of an identity provider that we don't know are kept out. */
export const tenantRoles = ["admin", "owner"] as const;
export type TenantRole = (typeof tenantRoles)[number];

/** 0 for a member, 1 for an admin, 2 for an owner. */
export function rankOf(roles: readonly string[]): number {
  if (roles.includes("owner")) return 2;
  return roles.includes("admin") ? 1 : 0;
}

export function isAdmin(roles: readonly string[]): boolean {
  return rankOf(roles) >= 1;
}

/**
 * Whether someone may act on another's account (deactivate, change roles, end sessions): admins on members, owners on
 * everyone. Nobody acts sideways or upwards, so an admin can neither remove another admin nor make one.
 */
export function mayActOn(actorRoles: readonly string[], targetRoles: readonly string[]): boolean {
  const actor = rankOf(actorRoles);
  return actor === 2 || actor > rankOf(targetRoles);
}

/** Whether someone may give these roles: only owners give any. */
export function mayGrant(actorRoles: readonly string[], roles: readonly TenantRole[]): boolean {
  return roles.length === 0 ? isAdmin(actorRoles) : rankOf(actorRoles) === 2;
}
