/** What a personal token may do. `read` answers questions and opens the stream; `write` changes things; `admin` is the admin area. */
export const scopes = ["read", "write", "admin"] as const;
export type Scope = (typeof scopes)[number];

/** By what an actor proved who they are. A `personal_token` never manages the account it belongs to. */
export type Credential = "session" | "access_token" | "personal_token" | "mock" | "none";

/** The scope that a call needs: reads need `read`, everything else `write`, and the admin area `admin` as well. */
export function neededScopes(kind: "query" | "mutation", area: "member" | "admin"): readonly Scope[] {
  const own: Scope = kind === "query" ? "read" : "write";
  return area === "admin" ? [own, "admin"] : [own];
}
