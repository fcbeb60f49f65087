import { say, sayCount } from "#/client/language/say.ts";
import type { AuditAction } from "#/domain/admin/actions.ts";
import type { AuditEntry } from "#/domain/admin/schema.ts";

/** What each action is called where one chooses among them. */
export const actionWords: Record<AuditAction, string> = {
  get "account.registered"() {
    return say("Accounts made");
  },
  get "account.first_owner"() {
    return say("First owner");
  },
  get "account.invited"() {
    return say("Invitations");
  },
  get "account.deactivated"() {
    return say("Deactivations");
  },
  get "account.reactivated"() {
    return say("Reactivations");
  },
  get "account.roles_changed"() {
    return say("Roles changed");
  },
  get "account.sessions_ended"() {
    return say("Sessions ended");
  },
  get "account.password_changed"() {
    return say("Passwords changed");
  },
  get "account.password_reset"() {
    return say("Passwords set by mail");
  },
  get "account.provider_linked"() {
    return say("Provider accounts linked");
  },
  get "token.created"() {
    return say("Access tokens made");
  },
  get "token.revoked"() {
    return say("Access tokens revoked");
  },
  get "token.reuse_detected"() {
    return say("Copied tokens detected");
  },
  get "settings.changed"() {
    return say("Settings changed");
  },
  get "tenant.created"() {
    return say("Server created");
  },
  get "tenant.suspended"() {
    return say("Server suspended");
  },
  get "tenant.resumed"() {
    return say("Server resumed");
  },
  get "tenant.limits_changed"() {
    return say("Limits changed");
  },
  get "keys.rotated"() {
    return say("Keys rotated");
  },
  get "provider.webhook"() {
    return say("Provider messages");
  },
  get "provider.reconciled"() {
    return say("Provider reconciled");
  },
  get "message.reported"() {
    return say("Messages reported");
  },
  get "report.dismissed"() {
    return say("Reports dismissed");
  },
  get "report.message_removed"() {
    return say("Reported messages removed");
  },
  get "ai.created"() {
    return say("Assistants made");
  },
  get "ai.updated"() {
    return say("Assistants changed");
  },
  get "ai.deactivated"() {
    return say("Assistants turned off");
  },
  get "ai.reactivated"() {
    return say("Assistants turned on");
  },
  get "ai.settings_changed"() {
    return say("AI settings changed");
  },
  get "ai.plugin_toggled"() {
    return say("Plugins turned on or off");
  },
  get "ai.approved_for_good"() {
    return say("Tools approved for good");
  },
  get "ai.approval_revoked"() {
    return say("Approvals taken back");
  },
};

type Names = (participantId: string) => string | undefined;

/** One entry as a sentence. Entries are read for ever: an action or detail that is not known here is still told. */
export function auditSentence(entry: AuditEntry, nameOf: Names): string {
  const { details } = entry;
  const actor = actorOf(entry, nameOf);
  const target = entry.target_id ? (nameOf(entry.target_id) ?? say("someone")) : say("someone");
  const isOwn = entry.actor_id !== null && entry.actor_id === entry.target_id;
  const action = entry.action as AuditAction;
  switch (action) {
    case "account.registered":
      return say("{who} made their account", { who: capital(isOwn ? actor : target) });
    case "account.first_owner":
      return say("{who} became the first owner", { who: capital(isOwn ? actor : target) });
    case "account.invited":
      return say("{actor} invited {target}", { actor, target });
    case "account.deactivated":
      return say("{actor} deactivated {target}", { actor, target });
    case "account.reactivated":
      return say("{actor} reactivated {target}", { actor, target });
    case "account.roles_changed":
      return isOwn
        ? say("{actor} became {role}", { actor, role: roleWords(details.after) })
        : say("{actor} made {target} {role}", { actor, target, role: roleWords(details.after) });
    case "account.sessions_ended":
      return endedWords(actor, isOwn ? undefined : target, details.ended);
    case "account.password_changed":
      return say("{actor} changed their password", { actor });
    case "account.password_reset":
      return say("{who} set a new password by mail", { who: capital(isOwn ? actor : target) });
    case "account.provider_linked":
      return say("{who} now signs in with {host}", {
        who: capital(isOwn ? actor : target),
        host: hostOf(details.issuer),
      });
    case "token.created":
      return tokenWords(actor, details.scopes);
    case "token.revoked":
      return say("{actor} revoked an access token", { actor });
    case "token.reuse_detected":
      return say("A refresh token was used twice, as a stolen one is; its session was ended");
    case "settings.changed":
      return say("{actor} changed {what}", { actor, what: settingWords(details) });
    case "tenant.created":
      return say("{actor} created this server", { actor });
    case "tenant.suspended":
      return say("{actor} suspended this server", { actor });
    case "tenant.resumed":
      return say("{actor} resumed this server", { actor });
    case "tenant.limits_changed":
      return say("{actor} changed the limits of this server", { actor });
    case "keys.rotated":
      return say("{actor} rotated the signing keys", { actor });
    case "provider.webhook":
      return say("The identity provider sent {what}", { what: text(details.event_type) ?? say("a message") });
    case "provider.reconciled":
      return say("Accounts were compared with the identity provider");
    case "message.reported":
      return say("{actor} reported a message", { actor });
    case "report.dismissed":
      return say("{actor} dismissed a report", { actor });
    case "report.message_removed":
      return say("{actor} removed a message that was reported", { actor });
    case "ai.created":
      return say("{actor} made the assistant {target}", { actor, target });
    case "ai.updated":
      return say("{actor} changed the assistant {target}", { actor, target });
    case "ai.deactivated":
      return say("{actor} turned the assistant {target} off", { actor, target });
    case "ai.reactivated":
      return say("{actor} turned the assistant {target} on", { actor, target });
    case "ai.settings_changed":
      return say("{actor} changed where AI models are or which may be used", { actor });
    case "ai.plugin_toggled":
      return say("{actor} turned a plugin of the AIs on or off", { actor });
    case "ai.approved_for_good":
      return say("{actor} allowed an AI to use a tool in a room without asking", { actor });
    case "ai.approval_revoked":
      return say("{actor} took back what an AI was allowed to do without asking", { actor });
    default:
      return `${actor}: ${String(entry.action)}`;
  }
}

/** No actor is the operator's command line, or the provider where that is told. */
function actorOf(entry: AuditEntry, nameOf: Names): string {
  if (entry.actor_id) return entry.actor_name ?? nameOf(entry.actor_id) ?? say("Someone");
  const isProvider = entry.details.by === "provider" || entry.action.startsWith("provider.");
  return isProvider ? say("The identity provider") : say("The operator");
}

function roleWords(after: unknown): string {
  const roles = Array.isArray(after) ? after : [];
  if (roles.includes("owner")) return say("an owner");
  return roles.includes("admin") ? say("an admin") : say("a member");
}

/** Without a `target` someone ended sessions of their own. */
function endedWords(actor: string, target: string | undefined, ended: unknown): string {
  const sessions =
    typeof ended === "number" ? sayCount(ended, "{count} session", "{count} sessions") : say("every session");
  return target === undefined
    ? say("{actor} signed themselves out of {sessions}", { actor, sessions })
    : say("{actor} signed {target} out of {sessions}", { actor, target, sessions });
}

function tokenWords(actor: string, scopes: unknown): string {
  const known = Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === "string") : [];
  if (known.length === 0) return say("{actor} made an access token", { actor });
  return say("{actor} made an access token that may {scopes}", {
    actor,
    scopes: known.reduce((first, second) => say("{first} and {second}", { first, second })),
  });
}

const settings: Record<string, string> = {
  get name() {
    return say("the name");
  },
  get registration() {
    return say("who may register");
  },
  get registration_domains() {
    return say("the mail domains");
  },
  get password_grant_enabled() {
    return say("programs' passwords");
  },
};

function settingWords(details: Readonly<Record<string, unknown>>): string {
  const said = Object.entries(details).flatMap(([key, change]) => {
    const label = settings[key];
    if (!label) return [];
    const after = (change as { after?: unknown } | null)?.after;
    return [after === undefined ? label : say("{label} to {value}", { label, value: valueWords(after) })];
  });
  return said.length > 0 ? said.join(", ") : say("the settings");
}

function valueWords(value: unknown): string {
  if (typeof value === "boolean") return value ? say("on") : say("off");
  if (Array.isArray(value)) return value.length > 0 ? value.map(String).join(", ") : say("none");
  return `“${String(value).slice(0, 100)}”`;
}

function hostOf(issuer: unknown): string {
  const url = typeof issuer === "string" && URL.canParse(issuer) ? new URL(issuer) : undefined;
  return url?.host ?? say("the identity provider");
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value.slice(0, 100) : undefined;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
