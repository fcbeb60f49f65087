import type { ErrorCode } from "#/domain/errors.ts";
import { media, pictureTypes } from "#/domain/media/schema.ts";
import { okAnswer, refusalsOf } from "#/server/api/rest/answers.ts";
import { type Components, type JsonSchema, jsonSchemaOf } from "#/server/api/rest/json-schema.ts";
import type { Other } from "#/server/api/rest/other-endpoints.ts";
import { sampleIds, sampleOf } from "#/server/api/rest/samples.ts";

const text: JsonSchema = { type: "string" };
const bytes: JsonSchema = { type: "string", description: "The bytes, as they are." };
const usual: ErrorCode[] = [
  "SW_AUTH_INVALID_TOKEN",
  "SW_AUTH_EXPIRED_TOKEN",
  "SW_AUTH_INSUFFICIENT_SCOPE",
  "SW_RATE_LIMIT_EXCEEDED",
];

/** What takes and answers bytes: pictures, and the folder of a workspace's notes. */
export function mediaEndpoints(schemas: Components, closed: boolean): Other[] {
  return [upload(schemas, closed), download(), exportOf(), importOf(closed)];
}

const workspaceParameter = {
  in: "path",
  name: "workspace_id",
  required: true,
  schema: text,
  example: sampleIds.workspace,
} as const;

function exportOf(): Other {
  return {
    path: "/workspaces/{workspace_id}/notes/export",
    method: "get",
    operation: {
      operationId: "notes.export",
      summary: "Answers the notes that one may read, as a zip file of Markdown with its pictures.",
      tags: ["Notes"],
      security: [{ bearer: ["read"] }],
      parameters: [workspaceParameter],
      responses: {
        "200": { description: "The folder.", content: { "application/zip": { schema: bytes } } },
        ...refusalsOf([...usual, "SW_WORKSPACE_NOT_FOUND"]),
      },
    },
  };
}

function importOf(closed: boolean): Other {
  const data: JsonSchema = {
    type: "object",
    properties: {
      notes: { type: "integer" },
      pictures: { type: "integer" },
      skipped: {
        type: "array",
        description: "Files that were left out, and why.",
        items: { type: "object", properties: { file: text, code: text }, required: ["file", "code"] },
      },
    },
    required: ["notes", "pictures", "skipped"],
  };
  const example = { data: { notes: 214, pictures: 12, skipped: [{ file: "sketch.svg", code: "SW_MEDIA_TYPE" }] } };
  return {
    path: "/workspaces/{workspace_id}/notes/import",
    method: "post",
    operation: {
      operationId: "notes.import",
      summary: "Takes a zip file of Markdown into a workspace: all of its notes or none.",
      tags: ["Notes"],
      security: [{ bearer: ["write"] }],
      parameters: [workspaceParameter],
      requestBody: { required: true, content: { "application/zip": { schema: text, example: "(the bytes)" } } },
      responses: {
        "200": okAnswer(data, null, example, closed),
        ...refusalsOf([
          ...usual,
          "SW_BAD_REQUEST",
          "SW_WORKSPACE_NOT_FOUND",
          "SW_WORKSPACE_FORBIDDEN",
          "SW_IMPORT_INVALID",
          "SW_IMPORT_TOO_LARGE",
          "SW_TENANT_CAPACITY",
        ]),
      },
    },
  };
}

function upload(schemas: Components, closed: boolean): Other {
  const schema = jsonSchemaOf(media, "output", schemas);
  return {
    path: "/media/upload",
    method: "post",
    operation: {
      operationId: "media.upload",
      summary: "Adds a picture to a workspace, for its notes.",
      description: "By its bytes it must be PNG, JPEG, GIF, WebP or AVIF, of at most 10 MB and 50 megapixels.",
      tags: ["Media"],
      security: [{ bearer: ["write"] }],
      requestBody: {
        required: true,
        content: {
          "multipart/form-data": {
            schema: {
              type: "object",
              properties: { file: bytes, workspace_id: text },
              required: ["file", "workspace_id"],
            },
            example: { file: "(the bytes)", workspace_id: sampleIds.workspace },
          },
        },
      },
      responses: {
        "200": okAnswer(schema, null, { data: sampleOf(schema, schemas) }, closed),
        ...refusalsOf([
          ...usual,
          "SW_BAD_REQUEST",
          "SW_WORKSPACE_NOT_FOUND",
          "SW_WORKSPACE_FORBIDDEN",
          "SW_MEDIA_TYPE",
          "SW_MEDIA_TOO_LARGE",
          "SW_TENANT_CAPACITY",
        ]),
      },
    },
  };
}

function download(): Other {
  return {
    path: "/media/download/{media_id}",
    method: "get",
    operation: {
      operationId: "media.download",
      summary: "Answers the bytes of a picture.",
      tags: ["Media"],
      security: [{ bearer: ["read"] }],
      parameters: [{ in: "path", name: "media_id", required: true, schema: text, example: sampleIds.media }],
      responses: {
        "200": {
          description: "The picture.",
          content: Object.fromEntries(pictureTypes.map((type) => [type, { schema: bytes }])),
        },
        ...refusalsOf([...usual, "SW_MEDIA_NOT_FOUND"]),
      },
    },
  };
}
