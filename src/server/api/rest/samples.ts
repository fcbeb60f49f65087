import { type Components, isId, type JsonSchema, resolved } from "#/server/api/rest/json-schema.ts";

const at = (tail: string) => `0193f6c1-5a2e-7c44-9b1d-${tail}`;

/** The ids that examples name things by; the tests put real ones in their place. */
export const sampleIds = {
  participant: at("000000000001"),
  other: at("000000000002"),
  room: at("000000000003"),
  workspace: at("000000000004"),
  event: at("000000000005"),
  root: at("000000000006"),
  session: at("000000000007"),
  token: at("000000000008"),
  group: at("000000000009"),
  tenant: at("00000000000a"),
  entry: at("00000000000b"),
  link: at("00000000000c"),
  report: at("00000000000f"),
  call: at("000000000011"),
  turn: at("000000000012"),
  memory: at("000000000013"),
  media: at("000000000014"),
  note: at("000000000015"),
  version: at("000000000016"),
  comment: at("000000000017"),
  suggestion: at("000000000018"),
} as const;

/** What the secret of an invitation link looks like. */
export const sampleSecret = "pX3vQm8yK1nWw5sLz0aBcD7eFgH2jRpU";

/** By `Component.property` first, then by property. */
const samples: Record<string, unknown> = {
  "Participant.id": sampleIds.participant,
  "Profile.id": sampleIds.participant,
  "Room.id": sampleIds.room,
  "RoomDetails.id": sampleIds.room,
  "Workspace.id": sampleIds.workspace,
  "WorkspaceDetails.id": sampleIds.workspace,
  "Message.id": sampleIds.event,
  "Session.id": sampleIds.session,
  "PersonalToken.id": sampleIds.token,
  "NewPersonalToken.id": sampleIds.token,
  "Group.id": sampleIds.group,
  "AuditEntry.id": sampleIds.entry,
  "ManagedParticipant.id": sampleIds.participant,
  "tenant.id": sampleIds.tenant,
  participant_id: sampleIds.other,
  "Me.participant_id": sampleIds.participant,
  room_id: sampleIds.room,
  from_room_id: sampleIds.room,
  original_id: sampleIds.event,
  event_ids: [sampleIds.event],
  workspace_id: sampleIds.workspace,
  personal_workspace_id: sampleIds.workspace,
  event_id: sampleIds.event,
  root_id: sampleIds.root,
  session_id: sampleIds.session,
  token_id: sampleIds.token,
  group_id: sampleIds.group,
  link_id: sampleIds.link,
  report_id: sampleIds.report,
  call_id: sampleIds.call,
  turn_id: sampleIds.turn,
  memory_id: sampleIds.memory,
  note_id: sampleIds.note,
  note_ids: [sampleIds.note],
  note: sampleIds.note,
  comment_id: sampleIds.comment,
  suggestion_ids: [sampleIds.suggestion],
  version_id: sampleIds.version,
  /** The todo that examples name is in the note that they name. */
  block_id: "todo-r9k4f",
  "Note.id": sampleIds.note,
  "NoteDetails.id": sampleIds.note,
  "OpenedNote.id": sampleIds.note,
  "NoteCard.id": sampleIds.note,
  "NoteCard.asked": sampleIds.note,
  "Note.title": "Launch plan",
  "NoteDetails.title": "Launch plan",
  "OpenedNote.title": "Launch plan",
  "NoteCard.title": "Launch plan",
  "Note.tags": ["launch"],
  "NoteDetails.tags": ["launch"],
  "OpenedNote.tags": ["launch"],
  "NoteDetails.frontmatter": { category: "Plans", tags: ["launch"] },
  "OpenedNote.frontmatter": { category: "Plans", tags: ["launch"] },
  "NoteDetails.body": "- [ ] Call Ana\n",
  "OpenedNote.body": "- [ ] Call Ana\n",
  "NoteDetails.markdown": "---\ncategory: Plans\ntags: [launch]\n---\n- [ ] Call Ana\n",
  "OpenedNote.markdown": "---\ncategory: Plans\ntags: [launch]\n---\n- [ ] Call Ana\n",
  "OpenedNote.path": "/w/product/n/launch-plan-000000000015",
  "NoteCard.path": "/w/product/n/launch-plan-000000000015",
  excerpt: "Call Ana",
  category: "Plans",
  tag: "launch",
  workspace_slug: "product",
  owner_id: sampleIds.participant,
  updated_by: sampleIds.participant,
  updated_at: "2026-11-21T09:30:00.000Z",
  media_id: sampleIds.media,
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "Media.name": "launch.png",
  "Media.size": 48211,
  "Media.width": 1280,
  "Media.height": 720,
  "Media.path": "/v1/media/download/0199c6e2-8a00-7000-8000-000000000014",
  memory_ids: [sampleIds.memory],
  "Turn.id": sampleIds.turn,
  "ToolCall.id": sampleIds.call,
  "MessageReport.id": sampleIds.report,
  "InviteLink.id": sampleIds.link,
  "NewInviteLink.id": sampleIds.link,
  secret: sampleSecret,
  url: `https://chat.example.org/invite/${sampleSecret}`,
  alias: "launch",
  room_alias: "launch",
  asked_at: "2026-11-21T09:30:00.000Z",
  uses: 2,
  max_uses: 10,
  notification_mode: "all",
  required_power: { invite: 50 },
  reason: "I do the launch page.",
  sender_id: sampleIds.participant,
  creator_id: sampleIds.participant,
  actor_id: sampleIds.participant,
  ids: [sampleIds.participant, sampleIds.other],
  local_id: "ana",
  server_name: "chat.example.org",
  fqid: "@ana:chat.example.org",
  display_name: "Ana Souza",
  actor_name: "Ana Souza",
  email: "ana@example.org",
  bio: "Ships on Thursdays.",
  name: "Launch",
  "Workspace.name": "Product",
  "WorkspaceDetails.name": "Product",
  "Group.name": "Engineering",
  "PersonalToken.name": "Deploy bot",
  "NewPersonalToken.name": "Deploy bot",
  "tenant.name": "Linden Studio",
  "TenantSettings.name": "Linden Studio",
  slug: "product",
  "tenant.slug": "linden",
  description: "Everything we build together",
  icon: "🚀",
  topic: "What is left until the 3rd",
  kind: "shared",
  room_type: "group",
  membership: "join",
  role: "editor",
  power_level: 100,
  member_count: 3,
  count: 2,
  content: { msgtype: "swp.text", body: "Good morning! The build is **green**." },
  emoji: "👍",
  stream_position: 1042,
  read_position: 1042,
  origin_ts: 1_795_253_400,
  last_ts: 1_795_253_400,
  created_at: "2026-11-21T09:30:00.000Z",
  joined_at: "2026-11-21T09:30:00.000Z",
  last_used_at: "2026-11-21T09:30:00.000Z",
  last_seen_at: "2026-11-21T09:30:00.000Z",
  at: "2026-11-21T09:30:00.000Z",
  expires_at: "2027-02-19T09:30:00.000Z",
  start: "22:00",
  end: "07:30",
  timezone: "Europe/Amsterdam",
  keyword_alerts: ["launch"],
  scopes: ["read", "write"],
  roles: ["admin"],
  "Me.roles": [],
  user_agent: "Mozilla/5.0",
  action: "token.created",
  target_type: "personal_token",
  target_id: sampleIds.token,
  address: "203.0.113.7",
  token: "swp_8sVJ3cXlq2kTn0bYwR5uE7mZ1oD4fHgA",
  access_token: "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIwMTkzZjZjMSJ9.c2lnbmF0dXJl",
  refresh_token: "swr_Qm3vT8yK1nXw5sLz0aBcD7eFgH2jRpUo",
  expires_in: 3600,
  request_id: at("0000000000ff"),
  has_more: false,
};

/** What is shown null even where it could be something: pictures, models, and what did not happen to a message. */
const absent = new Set([
  "avatar_url", "model", "edited_at", "original_content", "redacted_at", "redacted_by", "redaction_reason",
  "reply_to_event_id", "thread_root_id", "event_uuid", "dm_participant_ids", "next_cursor", "deactivated_at", "thread",
  "email_address", "revoked_at", "deleted_at", "archived_at", "today_pinned_note_id", "theme", "muted_until", "hidden_until", "scope_kind", "read_role_slugs",
  "source_room_id", "source_event_id",
]); // biome-ignore format: one set

/** A value of this schema as it could be in an answer, the same every time. `place` names the component and the property. */
export function sampleOf(schema: JsonSchema, components: Components, place: Place = {}): unknown {
  const known = knownSample(place);
  const component = schema.$ref?.split("/").at(-1);
  const plain = resolved(schema, components);
  const forms = plain.anyOf ?? plain.oneOf;
  if (forms?.some(({ type }) => type === "null") && place.property && absent.has(place.property)) return null;
  if (known !== undefined && fits(known, plain)) return known;
  if (forms) return sampleOf(forms[0]!, components, { ...place, ...(component ? { component } : {}) });
  if (plain.const !== undefined) return plain.const;
  if (plain.enum) return plain.enum[0];
  if (plain.default !== undefined) return plain.default;
  switch (plain.type) {
    case "object":
      return sampleObject(plain, components, component ?? place.property);
    case "array":
      return plain.items ? [sampleOf(plain.items, components, place)] : [];
    case "boolean":
      return false;
    case "integer":
    case "number":
      return Math.max(0, plain.minimum ?? 0);
    case "string":
      return isId(plain) ? sampleIds.other : "text";
    default:
      return null;
  }
}

type Place = { component?: string | undefined; property?: string };

function knownSample({ component, property }: Place): unknown {
  if (property === undefined) return undefined;
  return component !== undefined && Object.hasOwn(samples, `${component}.${property}`)
    ? samples[`${component}.${property}`]
    : Object.hasOwn(samples, property)
      ? samples[property]
      : undefined;
}

function sampleObject(schema: JsonSchema, components: Components, component: string | undefined): unknown {
  const entries = Object.entries(schema.properties ?? {})
    .filter(([property]) => schema.required?.includes(property))
    .map(([property, inner]) => [property, sampleOf(inner, components, { component, property })]);
  const values = schema.additionalProperties;
  if (entries.length === 0 && typeof values === "object" && Object.keys(values).length > 0) {
    return { [sampleIds.other]: sampleOf(values, components) };
  }
  return Object.fromEntries(entries);
}

/** A sample is by name; another thing of the same name may be of another form. */
function fits(value: unknown, schema: JsonSchema): boolean {
  const forms = schema.anyOf ?? schema.oneOf;
  if (forms) return forms.some((form) => fits(value, form));
  if (schema.enum) return schema.enum.includes(value);
  if (schema.const !== undefined) return schema.const === value;
  if (Array.isArray(value))
    return schema.type === "array" && value.every((each) => schema.items === undefined || fits(each, schema.items));
  if (typeof value === "object") return schema.type === "object" || schema.$ref !== undefined;
  if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(String(value))) return false;
  return schema.type === typeof value || (schema.type === "integer" && Number.isInteger(value));
}
