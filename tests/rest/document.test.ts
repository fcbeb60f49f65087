import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv2020 from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { openApiDocument } from "../../src/server/api/rest/document.ts";
import { endpoints, procedures } from "../../src/server/api/rest/endpoints.ts";
import { jsonSchemaOf } from "../../src/server/api/rest/json-schema.ts";
import { answerOpenApi } from "../../src/server/api/rest/openapi-door.ts";
import { browserOnly, laterPaths, specPaths } from "./coverage.ts";

const root = join(import.meta.dirname, "../..");
const document = openApiDocument();
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
);

describe("the document", () => {
  test("is valid OpenAPI 3.1", async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(document)));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  test("is the same every time", () => {
    expect(JSON.stringify(openApiDocument())).toBe(JSON.stringify(document));
  });

  test("names every operation once, and refers only to what it holds", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const referred = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([\w-]+)"/g)];
    expect(referred.length).toBeGreaterThan(100);
    const held = document.components as unknown as Record<string, Record<string, unknown>>;
    for (const [, kind, name] of referred) expect([kind, name, name! in held[kind!]!]).toEqual([kind, name, true]);
  });

  test("says of every procedure in one sentence what it does, and what it answers", () => {
    const speechless = procedures
      .filter(({ meta }) => meta.rest)
      .filter(({ meta }) => !/^[A-Z].{10,140}\.$/.test(meta.summary ?? "") || !meta.returns)
      .map(({ name }) => name);
    expect(speechless).toEqual([]);
  });

  test("can carry every input and every answer as JSON Schema", () => {
    for (const { name, meta, input } of procedures) {
      if (input) expect([name, jsonSchemaOf(input, "input", {}).type]).toEqual([name, "object"]);
      if (meta.returns) expect(() => jsonSchemaOf(meta.returns!, "output", {}), name).not.toThrow();
      if (meta.page) expect([name, jsonSchemaOf(meta.returns!, "output", {}).type]).toEqual([name, "array"]);
    }
  });

  test("takes the same of a named schema as it answers", () => {
    const [taken, answered] = [{}, {}] as Record<string, unknown>[];
    for (const { meta, input } of procedures) {
      if (input) jsonSchemaOf(input, "input", taken as never);
      if (meta.returns) jsonSchemaOf(meta.returns, "output", answered as never);
    }
    for (const [name, schema] of Object.entries(taken!)) {
      if (answered![name]) expect([name, schema]).toEqual([name, answered![name]]);
    }
  });

  test("shows requests and answers that are of its own form", () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    ajv.addSchema({ ...document, $id: "document" });
    const check = (name: string, schema: object, example: unknown) => {
      const text = JSON.stringify(schema).replaceAll("#/components", "document#/components");
      const validate = ajv.compile(JSON.parse(text) as object);
      validate(example);
      expect([name, validate.errors ?? []]).toEqual([name, []]);
    };
    for (const { name, operation } of operations) {
      const answer = operation.responses["200"]?.content?.["application/json"];
      if (answer?.example !== undefined) check(`${name} answers`, answer.schema!, answer.example);
      const body = operation.requestBody?.content["application/json"];
      if (body) check(`${name} takes`, body.schema!, body.example);
      for (const parameter of operation.parameters ?? []) {
        if (parameter.required && operation.operationId !== "stream")
          expect([name, parameter]).toEqual([name, expect.objectContaining({ example: expect.anything() })]);
        if (parameter.example !== undefined) check(`${name} ${parameter.name}`, parameter.schema, parameter.example);
      }
    }
  });

  test("is kept by whoever asked for it, until it changes", async () => {
    const ask = (headers: Record<string, string> = {}, method = "GET") =>
      answerOpenApi(new Request("http://localhost/v1/openapi.json", { headers, method }));
    const first = ask();
    expect(first.headers.get("content-type")).toContain("application/json");
    expect(first.headers.get("access-control-allow-origin")).toBeNull();
    expect(await first.json()).toEqual(JSON.parse(JSON.stringify(document)));
    const again = ask({ "if-none-match": `"older", W/${first.headers.get("etag")}` });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect(await ask({}, "HEAD").text()).toBe("");
  });
});

describe("what programs can do", () => {
  test("is all that the browser can, but for what is named with its reason", () => {
    const without = procedures.filter(({ meta }) => !meta.rest).map(({ name }) => name);
    expect(without.sort()).toEqual(Object.keys(browserOnly).sort());
  });

  test("covers every call in the browser's code", () => {
    const called = [...new Set(["src/client", "src/routes"].flatMap(callsIn).concat(callsOf("src/load.ts")))];
    expect(called.length).toBeGreaterThan(15);
    const known = new Set(procedures.map(({ name }) => name));
    const reached = new Set(endpoints.map(({ name }) => name));
    expect(called.filter((name) => !known.has(name))).toEqual([]);
    expect(called.filter((name) => !reached.has(name) && !(name in browserOnly))).toEqual([]);
  });

  test("stands at the protocol's paths", () => {
    const have = new Set(operations.map(({ name }) => shape(name)));
    expect(specPaths.filter((path) => !have.has(shape(path)))).toEqual([]);
    // What has come since is no longer to come.
    expect(laterPaths.flatMap(([, paths]) => paths).filter((path) => have.has(shape(path)))).toEqual([]);
  });
});

const shape = (path: string) => path.replace(/\{[^}]+\}/g, "{}");

function callsIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\./.test(entry.name))
    .flatMap((entry) => callsOf(join(entry.parentPath, entry.name).slice(root.length + 1)));
}

function callsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const calls = text.matchAll(/\b(?:api|trpc)\s*\.\s*(\w+)\s*(?:\.\s*(\w+)|\[)\s*[^;]{0,40}?\.\s*(?:query|mutate)\(/g);
  return [...calls].flatMap(([, feature, verb]) => (verb ? [`${feature}.${verb}`] : []));
}
