import * as z from "zod/mini";
import * as core from "zod/v4/core";
import { auditEntry, managedParticipant, tenantStats } from "#/domain/admin/schema.ts";
import { newPersonalToken, personalToken, session, tokenSet } from "#/domain/identity/schema.ts";
import { id } from "#/domain/ids.ts";
import { message, reaction, thread, threadSummary } from "#/domain/messages/message.ts";
import { messageContent } from "#/domain/messages/schema.ts";
import { noteCard, noteDetails, noteSummary, openedNote, wikiResolution } from "#/domain/notes/schema.ts";
import { preferences } from "#/domain/participants/preferences.ts";
import { group, participant, profile } from "#/domain/participants/schema.ts";
import { member, room } from "#/domain/rooms/room.ts";
import { roomDetails } from "#/domain/rooms/schema.ts";
import { tenantSettings } from "#/domain/tenants/settings.ts";
import { me, roomView } from "#/domain/views/schema.ts";
import { workspace, workspaceDetails, workspaceMember } from "#/domain/workspaces/schema.ts";

/** The part of JSON Schema 2020-12 that our schemas come out as. */
export type JsonSchema = {
  $ref?: string;
  type?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  default?: unknown;
  description?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  format?: string;
};
export type Components = Record<string, JsonSchema>;

/** Schemas that have a name in the document and in what is generated from it. */
const named: Record<string, core.$ZodType> = {
  Participant: participant,
  Profile: profile,
  Group: group,
  Preferences: preferences,
  Me: me,
  Workspace: workspace,
  WorkspaceDetails: workspaceDetails,
  WorkspaceMember: workspaceMember,
  Room: room,
  RoomDetails: roomDetails,
  RoomMember: member,
  RoomState: roomView,
  Message: message,
  MessageContent: messageContent,
  Reaction: reaction,
  Thread: thread,
  ThreadSummary: threadSummary,
  Session: session,
  PersonalToken: personalToken,
  NewPersonalToken: newPersonalToken,
  TokenSet: tokenSet,
  ManagedParticipant: managedParticipant,
  AuditEntry: auditEntry,
  TenantStats: tenantStats,
  TenantSettings: tenantSettings,
  Note: noteSummary,
  NoteDetails: noteDetails,
  OpenedNote: openedNote,
  NoteCard: noteCard,
  WikiResolution: wikiResolution,
};
const names = core.registry<{ id: string }>();
for (const [name, schema] of Object.entries(named)) names.add(schema, { id: name });

export const refTo = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** The schema that a reference names, or the schema itself. */
export function resolved(schema: JsonSchema, components: Components): JsonSchema {
  const name = schema.$ref?.slice("#/components/schemas/".length);
  return name === undefined ? schema : (components[name] ?? {});
}

/**
 * A schema as JSON Schema, named ones as references; those are added to `components`.
 * Throws for what JSON cannot carry. `closed` keeps answers from having more keys than are described: for tests, since
 * programs must bear keys that are added later.
 */
export function jsonSchemaOf(
  schema: core.$ZodType,
  io: "input" | "output",
  components: Components,
  closed = false,
): JsonSchema {
  const whole = core.toJSONSchema(z.object({ value: schema }), {
    target: "draft-2020-12",
    io,
    metadata: names,
    reused: "inline",
    unrepresentable: "throw",
  }) as unknown as { properties: { value: JsonSchema }; $defs?: Components };
  const tidy = (found: JsonSchema) => tidied(found, io === "output" && !closed) as JsonSchema;
  for (const [name, found] of Object.entries(whole.$defs ?? {})) components[name] ??= tidy(found);
  return tidy(whole.properties.value);
}

function tidied(value: unknown, open: boolean): unknown {
  if (Array.isArray(value)) return value.map((each) => tidied(each, open));
  if (typeof value !== "object" || value === null) return value;
  if ("type" in value && Array.isArray(value.type)) return tidied(eitherType(value as { type: string[] }), open);
  const entries = Object.entries(value)
    .filter(([key, inner]) => key !== "$schema" && !(open && key === "additionalProperties" && inner === false))
    .filter(([key, inner]) => !(key === "id" && typeof inner === "string"))
    .map(([key, inner]) =>
      key === "$ref" ? [key, String(inner).replace("#/$defs/", "#/components/schemas/")] : [key, tidied(inner, open)],
    );
  return Object.fromEntries(entries);
}

/** A list of types as the alternatives that it means, so that whoever reads our schemas knows one form of them. */
function eitherType({ type, ...rest }: { type: string[] }): JsonSchema {
  return { anyOf: type.map((each) => (each === "null" ? { type: each } : { ...rest, type: each })) };
}

/** Whether a value of this schema is one of our ids. */
export function isId(schema: JsonSchema | undefined): boolean {
  return schema?.pattern !== undefined && schema.pattern === idPattern;
}
const idPattern = jsonSchemaOf(id, "output", {}).pattern;
