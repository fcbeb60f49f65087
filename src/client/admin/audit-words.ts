import type { AuditAction } from "#/domain/admin/actions.ts";
import type { AuditEntry } from "#/domain/admin/schema.ts";

/** What each action is called where one chooses among them. */
export const actionWords: Record<AuditAction, string> = {
  "account.registered": "Accounts made",
  "account.first_owner": "First owner",
  "account.invited": "Invitations",
  "account.deactivated": "Deactivations",
  "account.reactivated": "Reactivations",
  "account.roles_changed": "Roles changed",
  "account.sessions_ended": "Sessions ended",
  "account.password_changed": "Passwords changed",
  "account.password_reset": "Passwords set by mail",
  "account.provider_linked": "Provider accounts linked",
  "token.created": "Access tokens made",
  "token.revoked": "Access tokens revoked",
  "token.reuse_detected": "Copied tokens detected",
  "settings.changed": "Settings changed",
  "tenant.created": "Server created",
  "tenant.suspended": "Server suspended",
  "tenant.resumed": "Server resumed",
  "tenant.limits_changed": "Limits changed",
  "keys.rotated": "Keys rotated",
  "provider.webhook": "Provider messages",
  "provider.reconciled": "Provider reconciled",
};

type Names = (participantId: string) => string | undefined;

/** One entry as a sentence. Entries are read for ever: an action or detail that is not known here is still told. */
export function auditSentence(entry: AuditEntry, nameOf: Names): string {
  const { details } = entry;
  const actor = actorOf(entry, nameOf);
  const target = entry.target_id ? (nameOf(entry.target_id) ?? "someone") : "someone";
  const isOwn = entry.actor_id !== null && entry.actor_id === entry.target_id;
  const action = entry.action as AuditAction;
  switch (action) {
    case "account.registered":
      return `${capital(isOwn ? actor : target)} made their account`;
    case "account.first_owner":
      return `${capital(isOwn ? actor : target)} became the first owner`;
    case "account.invited":
      return `${actor} invited ${target}`;
    case "account.deactivated":
      return `${actor} deactivated ${target}`;
    case "account.reactivated":
      return `${actor} reactivated ${target}`;
    case "account.roles_changed":
      return isOwn
        ? `${actor} became ${roleWords(details.after)}`
        : `${actor} made ${target} ${roleWords(details.after)}`;
    case "account.sessions_ended":
      return `${actor} signed ${isOwn ? "themselves" : target} out of ${sessionWords(details.ended)}`;
    case "account.password_changed":
      return `${actor} changed their password`;
    case "account.password_reset":
      return `${capital(isOwn ? actor : target)} set a new password by mail`;
    case "account.provider_linked":
      return `${capital(isOwn ? actor : target)} now signs in with ${hostOf(details.issuer)}`;
    case "token.created":
      return `${actor} made an access token${scopeWords(details.scopes)}`;
    case "token.revoked":
      return `${actor} revoked an access token`;
    case "token.reuse_detected":
      return "A refresh token was used twice, as a stolen one is; its session was ended";
    case "settings.changed":
      return `${actor} changed ${settingWords(details)}`;
    case "tenant.created":
      return `${actor} created this server`;
    case "tenant.suspended":
      return `${actor} suspended this server`;
    case "tenant.resumed":
      return `${actor} resumed this server`;
    case "tenant.limits_changed":
      return `${actor} changed the limits of this server`;
    case "keys.rotated":
      return `${actor} rotated the signing keys`;
    case "provider.webhook":
      return `The identity provider sent ${text(details.event_type) ?? "a message"}`;
    case "provider.reconciled":
      return "Accounts were compared with the identity provider";
    default:
      return `${actor}: ${String(entry.action)}`;
  }
}

/** No actor is the operator's command line, or the provider where that is told. */
function actorOf(entry: AuditEntry, nameOf: Names): string {
  if (entry.actor_id) return entry.actor_name ?? nameOf(entry.actor_id) ?? "Someone";
  const isProvider = entry.details.by === "provider" || entry.action.startsWith("provider.");
  return isProvider ? "The identity provider" : "The operator";
}

function roleWords(after: unknown): string {
  const roles = Array.isArray(after) ? after : [];
  if (roles.includes("owner")) return "an owner";
  return roles.includes("admin") ? "an admin" : "a member";
}

function sessionWords(ended: unknown): string {
  if (typeof ended !== "number") return "every session";
  return ended === 1 ? "1 session" : `${ended} sessions`;
}

function scopeWords(scopes: unknown): string {
  const known = Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === "string") : [];
  return known.length > 0 ? ` that may ${known.join(" and ")}` : "";
}

const settings: Record<string, string> = {
  name: "the name",
  registration: "who may register",
  registration_domains: "the mail domains",
  password_grant_enabled: "programs' passwords",
};

function settingWords(details: Readonly<Record<string, unknown>>): string {
  const said = Object.entries(details).flatMap(([key, change]) => {
    const label = settings[key];
    if (!label) return [];
    const after = (change as { after?: unknown } | null)?.after;
    return [after === undefined ? label : `${label} to ${valueWords(after)}`];
  });
  return said.length > 0 ? said.join(", ") : "the settings";
}

function valueWords(value: unknown): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value)) return value.length > 0 ? value.map(String).join(", ") : "none";
  return `“${String(value).slice(0, 100)}”`;
}

function hostOf(issuer: unknown): string {
  const url = typeof issuer === "string" && URL.canParse(issuer) ? new URL(issuer) : undefined;
  return url?.host ?? "the identity provider";
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value.slice(0, 100) : undefined;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
