import { localId } from "#/domain/ids.ts";
import { displayName } from "#/domain/participants/inputs.ts";
import type { Identity } from "#/server/identity/provider/claims.ts";

type Named = Pick<Identity, "name" | "username" | "email">;

/** Leaves room for a number behind it. */
const maxBase = 56;

/**
 * The short name that a person of the provider would like: from their user name or the first part of their mail address,
 * else from their name; always of the domain's form.
 */
export function localIdLike({ name, username, email }: Named): string {
  for (const source of [username?.split("@")[0], email?.split("@")[0], name]) {
    const base = slug(source ?? "");
    if (localId.safeParse(base).success) return base;
  }
  return "person";
}

function slug(source: string): string {
  return source
    .slice(0, 400)
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+/, "")
    .slice(0, maxBase)
    .replace(/[^a-z0-9]+$/, "");
}

/** The first of `ana`, `ana-2`, `ana-3` … that nobody has. */
export function numbered(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) {
    const next = `${base}-${number}`;
    if (!taken.has(next)) return next;
  }
}

/** The name to show, by the rule for names; null when the provider told none that passes it. */
export function displayNameOf({ name, username, email }: Named): string | null {
  for (const source of [name, username, email?.split("@")[0]]) {
    const checked = displayName.safeParse([...(source ?? "").trim()].slice(0, 80).join(""));
    if (checked.success) return checked.data;
  }
  return null;
}
