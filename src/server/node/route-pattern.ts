import type { RequestNotes } from "#/server/log-lines.ts";

/** First segments of our addresses. Whatever else clients make up is `other`, so that they cannot make up labels. */
const places = new Set([
  "_build", "_server", "api", "auth", "dev", "docs", "forgot", "health", "internal", "invite", "join", "metrics", "notes", "r", "register", "reset",
  "setup", "sign-in", "threads", "today", "v1", "w", "you", "settings", "admin", "people", "assets",
]); // biome-ignore format: one list, read as a line
const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const exact = new Set(["/", "/v1/sync", "/v1/stream", "/v1/openapi.json", "/auth/demo", "/auth/sign-out"]);

/** The pattern of a request's address, one of a closed set: never an id, a query or a word of the client's. */
export function routePattern(target: string | undefined, notes: Pick<RequestNotes, "procedure" | "rest">): string {
  const path = (target ?? "").split("?", 1)[0] ?? "";
  if (exact.has(path)) return path;
  const [, first = "", second] = path.split("/", 3);
  if (!places.has(first)) return "other";
  if (first === "api" && notes.procedure) return `/api/trpc/${notes.procedure}`;
  if (first === "v1" && notes.rest) return `/v1${notes.rest}`;
  if (first === "w") return workspacePattern(path);
  return second === undefined ? `/${first}` : `/${first}/*`;
}

function workspacePattern(path: string): string {
  const [, kind, part] = /^\/w\/[^/]+\/(r|n|notes)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (kind === "r" && part) return "/w/{slug}/r/{room}";
  if (kind === "n" && part) return "/w/{slug}/n/{note}";
  return kind === "notes" && !part ? "/w/{slug}/notes" : "/w/{slug}";
}

export function methodLabel(method: string | undefined): string {
  return methods.has(method ?? "") ? method! : "OTHER";
}
