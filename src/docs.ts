import * as z from "zod/mini";
import { commandReference, exitCodes } from "#/cli/command-reference.ts";
import { codeSample } from "#/client/docs/code-sample.ts";
import { type DocsAnswer, type Library, makeLibrary } from "#/client/docs/library.ts";
import type { ApiDocument } from "#/client/docs/reference/api-document.ts";
import {
  clientFrameReference,
  closeCodeTable,
  type EventEntry,
  eventReference,
  frameExample,
} from "#/client/docs/reference/events.ts";
import type { JsonSchema } from "#/client/docs/reference/schema-fields.ts";
import {
  type CommandEntry,
  commandSections,
  errorTables,
  exitCodeTable,
  variableTables,
} from "#/client/docs/reference/tables.ts";
import { audienceOf, type EventType, eventContents } from "#/domain/catalogue.ts";
import type { EventDraft, LogEvent } from "#/domain/envelope.ts";
import { errorTable } from "#/domain/errors.ts";
import { closeCodes } from "#/domain/stream/close-codes.ts";
import { toFrame } from "#/domain/stream/event-frames.ts";
import { clientFrame } from "#/domain/stream/frames.ts";
import { openApiDocument } from "#/server/api/rest/document.ts";
import { operatorVariables, secretVariables } from "#/server/config-variables.ts";

// The documentation's composition root: the written pages, and the objects of the product that the reference is made of.
// Only the server loads it, when the first page is asked for.

const files = import.meta.glob<string>("./client/docs/pages/**/*.md", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The files that operators copy, shown as they are. */
const deployed = import.meta.glob<string>("./cli/deploy/*", { query: "?raw", import: "default", eager: true });

let library: Library | undefined;

/** Answers a path below `/docs`; what was read once stays. */
export function answerDocs(path: string, query: string): DocsAnswer {
  return docsLibrary().answer(path.replace(/^\/+|\/+$/g, ""), query);
}

export function docsLibrary(): Library {
  library ??= makeLibrary({ written: written(), parts: parts(), api: openApiDocument() as ApiDocument });
  return library;
}

function written(): Record<string, string> {
  const slugOf = (path: string) => path.replace(/^.*\/docs\/pages\//, "").replace(/\.md$/, "");
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [slugOf(path), text]));
}

function parts() {
  return {
    errors: errorTables(Object.entries(errorTable).map(([code, [status, sentence]]) => ({ code, status, sentence }))),
    events: eventReference(eventEntries()),
    "client-frames": clientFrameReference(frameEntries()),
    "close-codes": closeCodeTable(Object.entries(closeCodes).map(([name, code]) => ({ name, code }))),
    variables: variableTables(variableEntries()),
    commands: commandSections(commandEntries()),
    "exit-codes": exitCodeTable(exitCodes),
    "event-example": [frameExample(toFrame(exampleEvent))],
    ...deployParts(),
  };
}

const languages: Readonly<Record<string, string>> = {
  "nginx.conf": "nginx",
  "scaiwave.service": "ini",
  Containerfile: "bash",
};

function deployParts() {
  return Object.fromEntries(
    Object.entries(deployed).map(([path, text]) => {
      const name = path.slice(path.lastIndexOf("/") + 1);
      return [`deploy/${name}`, [codeSample(text.trimEnd(), languages[name] ?? "text", `title=${name}`)]];
    }),
  );
}

export function eventEntries(): readonly EventEntry[] {
  return (Object.keys(eventContents) as EventType[]).map((type) => ({
    type,
    audience: audienceOf(sample(type)).kind,
    nested: "content" in toFrame(sample(type) as unknown as LogEvent),
    schema: schemaOf(eventContents[type]),
  }));
}

/** An event that tells of nothing: whom it reaches is decided by its type, and by ids that do not matter here. */
function sample(type: EventType): EventDraft {
  const id = "00000000-0000-7000-8000-000000000000";
  return { id, type, room_id: id, workspace_id: id, sender_id: id, content: { changed: [] } } as unknown as EventDraft;
}

function frameEntries() {
  return clientFrame._zod.def.options.map((option) => {
    const schema = schemaOf(option);
    const { type, ...properties } = schema.properties ?? {};
    return { type: String(type?.const), schema: { ...schema, properties } };
  });
}

export function variableEntries() {
  return Object.entries(operatorVariables).map(([name, schema]) => {
    const { description, default: fallback } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
    return {
      name,
      about: description ?? "",
      fallback: fallback === undefined ? null : String(fallback),
      secret: secretVariables.has(name),
    };
  });
}

function schemaOf(schema: z.core.$ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
}

function commandEntries(): readonly CommandEntry[] {
  return commandReference().map(({ name, description, usage, aliases, examples, ...command }) => ({
    name,
    about: description,
    usage,
    aliases,
    examples,
    options: command.arguments.map((each) => ({
      name: each.value === null ? each.name : `${each.name} <${each.value}>`,
      about: each.description,
      required: each.required,
      fallback: each.default,
    })),
  }));
}

const exampleEvent: LogEvent<"swp.room.message"> = {
  id: "019a2f66-1d02-7aa8-b5a5-0d4b0b0f2a55",
  type: "swp.room.message",
  tenant_id: "019a2f5f-0000-7c1e-9d58-3f1f6b7a2c01",
  room_id: "019a2f64-8a10-7b33-8f0e-5f6f0f3f7d21",
  workspace_id: null,
  sender_id: "019a2f60-0b41-7c1e-9d58-3f1f6b7a2c10",
  event_uuid: null,
  stream_position: 412,
  origin_ts: 1_763_719_200,
  ts: "2025-11-21T10:00:00.000Z",
  forgotten: false,
  content: { msgtype: "swp.text", body: "Hello from a **program**" },
  audience: { kind: "room", room_id: "019a2f64-8a10-7b33-8f0e-5f6f0f3f7d21", also: [] },
};
