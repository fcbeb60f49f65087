import type { Components, JsonSchema } from "#/server/api/rest/json-schema.ts";

/** The part of OpenAPI 3.1 that our document is made of. */
export type Parameter = {
  in: "path" | "query";
  name: string;
  required: boolean;
  description?: string;
  schema: JsonSchema;
  style?: "form";
  explode?: boolean;
  example?: unknown;
};
export type MediaType = { schema?: JsonSchema; example?: unknown; examples?: Record<string, { value: unknown }> };
export type Answer = {
  description: string;
  headers?: Record<string, { $ref: string } | { description: string; schema: JsonSchema }>;
  content?: Record<string, MediaType>;
};
export type Operation = {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Record<string, MediaType> };
  responses: Record<string, Answer>;
};
export type OpenApi = {
  openapi: "3.1.0";
  info: { title: string; version: string; summary: string; description: string };
  servers: { url: string; description: string }[];
  security: Record<string, string[]>[];
  tags: { name: string; description: string }[];
  /** By path, then by method in lower case. */
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Components;
    headers: Record<string, { description: string; schema: JsonSchema }>;
    securitySchemes: Record<string, { type: string; scheme: string; description: string }>;
  };
};
