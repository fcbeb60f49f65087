/** Procedures that programs do not have at `/v1`, each with its reason. */
export const browserOnly: Record<string, string> = {
  "views.overview": "what a page starts from, in one answer; programs ask for its parts",
  "identity.streamTicket": "lets a page open a stream by its cookie; programs bring their token themselves",
};

/** The protocol's paths that stand. */
export const specPaths = [
  "GET /sync", "GET /stream", "GET /auth/config", "POST /auth/login", "POST /auth/token", "POST /auth/refresh",
  "POST /auth/register", "GET /me", "PUT /me", "GET /me/preferences", "PUT /me/preferences", "PUT /me/presence",
  "GET /presence", "PUT /typing", "GET /directory/participants", "GET /directory/groups",
  "GET /directory/groups/{group_id}/members", "GET /directory/rooms", "GET /workspaces", "POST /workspaces",
  "GET /workspaces/{id}", "DELETE /workspaces/{id}", "GET /workspaces/{id}/settings",
  "PUT /workspaces/{id}/settings", "PATCH /workspaces/{id}", "GET /workspaces/{id}/members", "POST /workspaces/{id}/members",
  "PATCH /workspaces/{id}/members/{participant_id}", "DELETE /workspaces/{id}/members/{participant_id}",
  "POST /rooms", "POST /rooms/dm", "GET /rooms/{room_id}", "GET /rooms/{room_id}/members", "GET /rooms/{room_id}/state",
  "POST /rooms/{room_id}/join", "POST /rooms/{room_id}/leave", "POST /rooms/{room_id}/invite",
  "POST /rooms/{room_id}/kick", "POST /rooms/{room_id}/ban", "GET /rooms/archived", "POST /rooms/{room_id}/close",
  "POST /rooms/{room_id}/archive", "POST /rooms/{room_id}/rejoin", "PUT /rooms/{room_id}/workspace",
  "PUT /rooms/{room_id}/notification-mode", "PUT /rooms/{room_id}/mute", "GET /directory/alias/{alias}",
  "PUT /rooms/{room_id}/name", "PUT /rooms/{room_id}/topic",
  "GET /rooms/{room_id}/messages", "POST /rooms/{room_id}/send", "POST /rooms/{room_id}/events/{event_id}/edit",
  "POST /rooms/{room_id}/events/{event_id}/redact", "POST /rooms/{room_id}/events/{event_id}/reaction",
  "DELETE /rooms/{room_id}/events/{event_id}/reaction", "GET /admin/audit", "GET /admin/stats", "GET /admin/participants",
  "GET /ai/models", "GET /commands", "GET /memories", "POST /memories", "POST /memories/forget",
  "GET /rooms/{room_id}/helpers", "POST /rooms/{room_id}/ai/engage", "PUT /rooms/{room_id}/ai/engagement",
  "POST /rooms/{room_id}/ai/stop", "POST /rooms/{room_id}/ai/compact", "PUT /rooms/{room_id}/ai/response-mode",
  "GET /rooms/{room_id}/ai/system-prompt", "PUT /rooms/{room_id}/ai/system-prompt",
  "GET /rooms/{room_id}/ai/temperature", "PUT /rooms/{room_id}/ai/temperature", "GET /admin/helpers",
  "PUT /admin/participants/{participant_id}/helper", "GET /admin/ai-config",
  "POST /admin/participants/{participant_id}/helper/playground",
  "GET /notes", "POST /notes", "GET /notes/{note_id}", "PUT /notes/{note_id}", "DELETE /notes/{note_id}",
  "GET /notes/inbox", "GET /notes/categories", "GET /notes/tags", "GET /notes/{id}/aliases", "POST /notes/{id}/aliases",
  "PUT /workspaces/{id}/today-pin", "GET /notes/todos", "GET /notes/graph", "POST /notes/query", "GET /notes/suggest",
  "GET /notes/embed-expand", "POST /notes/{note_id}/ai-assist", "PUT /notes/{note_id}/todos/{block_id}/status",
  "GET /notes/{note_id}/comments", "POST /notes/{note_id}/comments",
  "POST /media/upload", "GET /media/download/{media_id}", "GET /media/{media_id}/info", "GET /media/signed/{media_id}",
  "POST /notes/{note_id}/comments/{comment_id}/resolve", "DELETE /notes/{note_id}/comments/{comment_id}",
]; // biome-ignore format: a list to compare with the protocol's

/** The protocol's paths of what is not built yet, by what will bring them. */
export const laterPaths: readonly (readonly [area: string, paths: readonly string[]])[] = [
  ["rooms in full", [
    "POST /rooms/import", "GET /rooms/{room_id}/invitations", "GET /rooms/{room_id}/export",
    "POST /rooms/{room_id}/catchup", "GET /inbox/priority", "POST /messages/{event_id}/snooze", "GET /me/snoozes", 
     "POST /search",
  ]],
  ["media and calls", [
    "POST /transcribe", "GET /jobs/{job_id}", "POST /calls/initiate", "GET /calls/{call_id}",
  ]],
  ["AI, plans and sidekicks", [
    "GET /sidekicks", "GET /skills/catalog", "GET /rooms/{room_id}/plan", "GET /rooms/{room_id}/artifacts",
  ]],
  ["bridges and federation", [
    "GET /workspaces/{id}/bridges", "POST /bridges/{bridge_id}/inbound", "GET /me/federated-dms",
    "GET /admin/federation/peers",
  ]],
  ["jobs, erasure and partners", [
    "GET /queue/jobs", "GET /scheduled-tasks", "POST /gdpr/export", "POST /gdpr/erase", "PUT /gdpr/consent/ai-training",
    "GET /admin/partners", "POST /admin/tenants",
  ]],
]; // biome-ignore format: lists to compare with the protocol's
