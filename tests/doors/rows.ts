import { absentId } from "../support/refusal.ts";

/** Ids of one tenant, of every kind that a procedure takes. */
export type Ids = {
  room_id: string;
  from_room_id: string;
  event_id: string;
  root_id: string;
  participant_id: string;
  workspace_id: string;
  token_id: string;
  session_id: string;
  group_id: string;
  link_id: string;
  report_id: string;
  /** Of a tool, that waits for approval. */
  call_id: string;
  /** Of an AI's turn. */
  turn_id: string;
  /** An AI that is in the room; procedures take it as `participant_id`. */
  ai_id: string;
  /** Of what AIs remember of the person. */
  memory_id: string;
  /** Of an invitation link. */
  secret: string;
  note_id: string;
  /** Of the note's first comment. */
  comment_id: string;
  /** Of the note as it was made. */
  version_id: string;
};

/** Each note has this todo, so that the answer about a note is not for want of it. */
export const blockId = "todo-r9k4f";

/**
 * Which ids each procedure takes, and what else it needs. A procedure without a line here fails the tests that walk the
 * router: a new door needs its row.
 */
export const rows: Record<string, { ids: (keyof Ids)[]; more?: object }> = {
  "participants.list": { ids: [] },
  "participants.updateProfile": { ids: [], more: { display_name: "Ana" } },
  "participants.preferences": { ids: [] },
  "participants.updatePreferences": { ids: [], more: { timezone: "Europe/Amsterdam" } },
  "own.sidebar": { ids: [] },
  "own.updateSidebar": { ids: [], more: { sort: "recent" } },
  "own.setStatus": { ids: [], more: { status: { emoji: "🌴", text: "Away" } } },
  "own.block": { ids: ["participant_id"] },
  "own.unblock": { ids: ["participant_id"] },
  "workspaces.list": { ids: [] },
  "workspaces.create": { ids: [], more: { name: "W" } },
  "workspaces.get": { ids: ["workspace_id"] },
  "workspaces.update": { ids: ["workspace_id"], more: { name: "W" } },
  "workspaces.delete": { ids: ["workspace_id"] },
  "workspaces.settings": { ids: ["workspace_id"] },
  "workspaces.updateSettings": { ids: ["workspace_id"], more: { theme: "calm" } },
  "workspaces.listMembers": { ids: ["workspace_id"] },
  "workspaces.addMember": { ids: ["workspace_id", "participant_id"], more: { role: "editor" } },
  "workspaces.changeRole": { ids: ["workspace_id", "participant_id"], more: { role: "editor" } },
  "workspaces.removeMember": { ids: ["workspace_id", "participant_id"] },
  "rooms.directory": { ids: [] },
  "rooms.list": { ids: [] },
  "rooms.get": { ids: ["room_id"] },
  "rooms.listMembers": { ids: ["room_id"] },
  "rooms.create": { ids: ["workspace_id"], more: { name: "R" } },
  "rooms.createDm": { ids: ["participant_id"] },
  "rooms.join": { ids: ["room_id"] },
  "rooms.leave": { ids: ["room_id"] },
  "rooms.invite": { ids: ["room_id", "participant_id"] },
  "rooms.kick": { ids: ["room_id", "participant_id"] },
  "rooms.archived": { ids: [] },
  "rooms.byAlias": { ids: [], more: { alias: "open-door" } },
  "rooms.archive": { ids: ["room_id"] },
  "rooms.rejoin": { ids: ["room_id"] },
  "rooms.close": { ids: ["room_id"] },
  "rooms.delete": { ids: ["room_id"] },
  "rooms.ban": { ids: ["room_id", "participant_id"] },
  "rooms.unban": { ids: ["room_id", "participant_id"] },
  "rooms.bans": { ids: ["room_id"] },
  "rooms.knock": { ids: ["room_id"] },
  "rooms.withdrawKnock": { ids: ["room_id"] },
  "rooms.knocks": { ids: ["room_id"] },
  "rooms.approveKnock": { ids: ["room_id", "participant_id"] },
  "rooms.refuseKnock": { ids: ["room_id", "participant_id"] },
  "rooms.setPower": { ids: ["room_id", "participant_id"], more: { power_level: 50 } },
  "rooms.permissions": { ids: ["room_id"] },
  "rooms.setPermissions": { ids: ["room_id"], more: { required_power: { pin: 20 } } },
  "rooms.myPermissions": { ids: ["room_id"] },
  "rooms.setAlias": { ids: ["room_id"], more: { room_alias: "another" } },
  "rooms.setIcon": { ids: ["room_id"], more: { icon: "🚀" } },
  "rooms.move": { ids: ["room_id", "workspace_id"] },
  "rooms.setNotificationMode": { ids: ["room_id"], more: { notification_mode: "all" } },
  "rooms.mute": { ids: ["room_id"], more: { muted_until: null } },
  "rooms.createInviteLink": { ids: ["room_id"] },
  "rooms.inviteLinks": { ids: ["room_id"] },
  "rooms.revokeInviteLink": { ids: ["room_id", "link_id"] },
  "rooms.linkPreview": { ids: ["secret"] },
  "rooms.joinByLink": { ids: [], more: { secret: "a-secret-that-nobody-was-given" } },
  "rooms.inviteByMail": { ids: ["room_id"], more: { email: "someone@example.org" } },
  "rooms.rename": { ids: ["room_id"], more: { name: "R" } },
  "rooms.setTopic": { ids: ["room_id"], more: { topic: "T" } },
  "messages.list": { ids: ["room_id"] },
  "messages.thread": { ids: ["room_id", "root_id"] },
  "messages.send": { ids: ["room_id"], more: { content: { body: "hi" } } },
  "messages.edit": { ids: ["room_id", "event_id"], more: { content: { body: "hi" } } },
  "messages.redact": { ids: ["room_id", "event_id"] },
  "messages.report": { ids: ["room_id", "event_id"], more: { reason: "spam" } },
  "messages.react": { ids: ["room_id", "event_id"], more: { emoji: "👍" } },
  "messages.unreact": { ids: ["room_id", "event_id"], more: { emoji: "👍" } },
  "messages.forward": { ids: ["room_id", "event_id", "from_room_id"] },
  "messages.markRead": { ids: ["room_id", "event_id"] },
  "messages.markUnread": { ids: ["room_id", "event_id"] },
  "messages.markRoomRead": { ids: ["room_id"] },
  "messages.markAllRead": { ids: [] },
  "messages.undoMarkRead": { ids: [], more: { token: absentId } },
  "messages.threads": { ids: [] },
  "messages.markThreadsRead": { ids: [] },
  "messages.markThreadRead": { ids: ["room_id", "root_id", "event_id"] },
  "messages.follow": { ids: ["room_id", "root_id"] },
  "messages.unfollow": { ids: ["room_id", "root_id"] },
  "messages.context": { ids: ["room_id", "event_id"] },
  "messages.quotes": { ids: ["room_id"], more: { event_ids: [absentId] } },
  "messages.mentions": { ids: [] },
  "messages.history": { ids: ["room_id", "event_id"] },
  "messages.drafts": { ids: [] },
  "messages.draft": { ids: ["room_id"] },
  "messages.setDraft": { ids: ["room_id"], more: { content: { body: "hi" } } },
  "messages.pins": { ids: ["room_id"] },
  "messages.pin": { ids: ["room_id", "event_id"] },
  "messages.unpin": { ids: ["room_id", "event_id"] },
  "messages.orderPins": { ids: ["room_id"], more: { event_ids: [] } },
  "presence.read": { ids: [], more: { ids: [absentId] } },
  "presence.typing": { ids: ["room_id"], more: { typing: true } },
  "presence.set": { ids: [], more: { presence: null } },
  "identity.streamTicket": { ids: [], more: { client_id: absentId } },
  "identity.sessions": { ids: [] },
  "identity.endSession": { ids: ["session_id"] },
  "identity.endOtherSessions": { ids: [] },
  "identity.changePassword": { ids: [], more: { current_password: "x", new_password: "y" } },
  "identity.tokens": { ids: [] },
  "identity.createToken": { ids: [], more: { name: "T", scopes: ["read"], expires_in_days: null } },
  "identity.revokeToken": { ids: ["token_id"] },
  "groups.list": { ids: [] },
  "groups.listMembers": { ids: ["group_id"] },
  "notes.list": { ids: ["workspace_id"] },
  "notes.create": { ids: ["workspace_id"], more: { title: "N" } },
  "notes.inbox": { ids: ["workspace_id"] },
  "notes.categories": { ids: ["workspace_id"] },
  "notes.tags": { ids: ["workspace_id"] },
  "notes.open": { ids: ["note_id"], more: { workspace_slug: "shared" } },
  "notes.cards": { ids: [], more: { note_ids: [absentId] } },
  "notes.fromMessages": { ids: ["workspace_id", "room_id"], more: { event_ids: [absentId] } },
  "notes.get": { ids: ["note_id"] },
  "notes.update": { ids: ["note_id"], more: { title: "T" } },
  "notes.archive": { ids: ["note_id"] },
  "notes.restore": { ids: ["note_id"] },
  "notes.deleteForever": { ids: ["note_id"] },
  "notes.setOwner": { ids: ["note_id", "participant_id"] },
  "notes.move": { ids: ["note_id", "workspace_id"] },
  "notes.pin": { ids: ["note_id"] },
  "notes.unpin": { ids: ["note_id"] },
  "notes.aliases": { ids: ["note_id"] },
  "notes.addAlias": { ids: ["note_id"], more: { alias: "Plan" } },
  "notes.removeAlias": { ids: ["note_id"], more: { alias: "Plan" } },
  "notes.pinToday": { ids: ["workspace_id", "note_id"] },
  "ai.cards": { ids: [] },
  "ai.commands": { ids: [] },
  "ai.models": { ids: [] },
  "ai.helpers": { ids: ["room_id"] },
  "ai.room": { ids: ["room_id"] },
  "ai.setEngagement": { ids: ["room_id", "participant_id"], more: { mode: "mention" } },
  "ai.setResponseMode": { ids: ["room_id", "participant_id"], more: { mode: "streaming" } },
  "ai.prompt": { ids: ["room_id", "ai_id"] },
  "ai.setPrompt": { ids: ["room_id", "participant_id"], more: { system_prompt: "Be brief." } },
  "ai.temperature": { ids: ["room_id", "ai_id"] },
  "ai.setTemperature": { ids: ["room_id", "participant_id"], more: { temperature: 0.3 } },
  "ai.setSampling": { ids: ["room_id", "participant_id"], more: { sampling: {} } },
  "ai.engage": { ids: ["room_id", "participant_id"] },
  "ai.stop": { ids: ["room_id"] },
  "ai.turns": { ids: ["room_id"] },
  "ai.retry": { ids: ["room_id", "turn_id"] },
  "ai.regenerate": { ids: ["room_id", "turn_id"] },
  "ai.rate": { ids: ["room_id", "event_id"], more: { rating: "up" } },
  "ai.ownRatings": { ids: ["room_id"], more: { event_ids: [absentId] } },
  "aiTools.plugins": { ids: [] },
  "aiTools.toggle": { ids: [], more: { plugin_id: "scaiwave.calculator", enabled: true } },
  "aiTools.roomPlugins": { ids: ["room_id"] },
  "aiTools.toggleInRoom": { ids: ["room_id"], more: { plugin_id: "scaiwave.calculator", enabled: true } },
  "aiTools.waiting": { ids: ["room_id"] },
  "aiTools.decide": { ids: ["room_id", "call_id"], more: { decision: "once" } },
  "aiTools.approved": { ids: ["room_id"] },
  "aiTools.revoke": { ids: ["room_id", "participant_id"], more: { tool: "post_message" } },
  "aiSpend.ratings": { ids: [] },
  "aiSpend.spend": { ids: [] },
  "aiSpend.invocations": { ids: [] },
  "aiSpend.helperInvocations": { ids: ["ai_id"] },
  "aiMemory.list": { ids: [] },
  "aiMemory.add": { ids: [], more: { text: "Likes tea." } },
  "aiMemory.edit": { ids: ["memory_id"], more: { text: "Likes coffee." } },
  "aiMemory.forget": { ids: [], more: { filter: { contains: "tea" } } },
  "aiMemory.room": { ids: ["room_id"] },
  "aiMemory.addToRoom": { ids: ["room_id"], more: { text: "The launch is on 12 March." } },
  "aiMemory.editInRoom": { ids: ["room_id", "memory_id"], more: { text: "The launch is on 13 March." } },
  "aiMemory.eraseInRoom": { ids: ["room_id", "memory_id"] },
  "aiMemory.workspace": { ids: ["workspace_id"] },
  "aiMemory.addToWorkspace": { ids: ["workspace_id"], more: { text: "The launch is on 12 March." } },
  "aiMemory.editInWorkspace": { ids: ["workspace_id", "memory_id"], more: { text: "The launch is on 13 March." } },
  "aiMemory.eraseInWorkspace": { ids: ["workspace_id", "memory_id"] },
  "aiSummaries.compact": { ids: ["room_id"] },
  "aiSummaries.title": { ids: ["room_id"] },
  "aiSummaries.list": { ids: ["room_id"] },
  "aiSummaries.clear": { ids: ["room_id"] },
  "aiAdmin.list": { ids: [] },
  "aiAdmin.helpers": { ids: [] },
  "aiAdmin.get": { ids: ["ai_id"] },
  "aiAdmin.create": { ids: [], more: { local_id: "nova", display_name: "Nova" } },
  "aiAdmin.update": { ids: ["participant_id"], more: { display_name: "Nova" } },
  "aiAdmin.configureHelper": { ids: ["participant_id"], more: { helper_enabled: true } },
  "aiAdmin.deactivate": { ids: ["participant_id"] },
  "aiAdmin.reactivate": { ids: ["participant_id"] },
  "aiAdmin.settings": { ids: [] },
  "aiAdmin.checkGateway": { ids: [] },
  "aiAdmin.playground": { ids: ["participant_id"], more: { query: "Who are you?" } },
  "aiAdmin.updateSettings": { ids: [], more: { hidden: false } },
  "admin.participants": { ids: [] },
  "admin.invite": { ids: [], more: { email: "new@example.com", display_name: "New", local_id: "new" } },
  "admin.deactivate": { ids: ["participant_id"] },
  "admin.reactivate": { ids: ["participant_id"] },
  "admin.setRoles": { ids: ["participant_id"], more: { roles: ["admin"] } },
  "admin.endSessions": { ids: ["participant_id"] },
  "admin.audit": { ids: [] },
  "admin.reports": { ids: [] },
  "admin.resolveReport": { ids: ["report_id"], more: { outcome: "dismissed" } },
  "admin.settings": { ids: [] },
  "admin.updateSettings": { ids: [], more: { password_grant_enabled: false } },
  "admin.stats": { ids: [] },
  "views.me": { ids: [] },
  "views.overview": { ids: [] },
  "views.room": { ids: ["room_id"] },
};

/**
 * Taking away what is not there is done already, and who knocks learns nothing: they answer 200 for any id and change
 * nothing.
 */
export const idempotentRemovals = new Set([
  "aiTools.revoke",
  "workspaces.removeMember",
  "own.unblock",
  "rooms.knock",
  "rooms.withdrawKnock",
]);

/** An input of the procedure made of these ids. */
export function inputOf(name: string, ids: Partial<Ids>): Record<string, unknown> {
  const { ids: kinds, more } = rows[name]!;
  const keyOf = (kind: keyof Ids) =>
    kind === "ai_id" ? "participant_id" : name === "notes.open" && kind === "note_id" ? "note" : kind;
  return { ...more, ...Object.fromEntries(kinds.map((kind) => [keyOf(kind), ids[kind]])) };
}
