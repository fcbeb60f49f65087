import type { Element, ElementContent } from "hast";
import { codeSample } from "#/client/docs/code-sample.ts";
import { anchorOf, h } from "#/client/docs/html.ts";
import {
  type ApiDocument,
  commonCodes,
  exampleOf,
  featuresOf,
  firstMedia,
  found,
  nameOf,
  type Operation,
  operationsOf,
  type Parameter,
  refusals,
  resolver,
  success,
  titleOf,
} from "#/client/docs/reference/api-document.ts";
import { fieldList, type Resolve, typeOf } from "#/client/docs/reference/schema-fields.ts";

/** Every endpoint as a list with links, by feature: the map of the API. */
export function endpointIndex(document: ApiDocument, placeOf: (operation: Operation) => string): ElementContent[] {
  const operations = operationsOf(document);
  return featuresOf(document).map(({ name }) =>
    h(
      "section",
      { dataIndex: "" },
      h("h3", {}, titleOf(name)),
      h(
        "ul",
        {},
        operations
          .filter(({ tag }) => tag === name)
          .map((operation) =>
            h(
              "li",
              {},
              h("a", { href: placeOf(operation) }, methodTag(operation.method), h("code", {}, under(operation.path))),
              h("span", {}, inline(nameOf(operation))),
            ),
          ),
      ),
    ),
  );
}

/** The operations of one feature, each with words on one side and an example on the other, under a list of them. */
export function featureArticle(document: ApiDocument, feature: string): ElementContent[] {
  const common = commonCodes(document);
  const own = operationsOf(document).filter(({ tag }) => tag === feature);
  const here = own.map((operation) =>
    h("li", {}, h("a", { href: `#${anchorOf(nameOf(operation))}` }, inline(nameOf(operation)))),
  );
  return [h("ul", { dataHere: "" }, here), ...own.map((operation) => operationSection(operation, document, common))];
}

function operationSection(operation: Operation, document: ApiDocument, common: readonly string[]): Element {
  const resolve = resolver(document);
  const { method, path, description } = operation;
  return h(
    "section",
    { dataOperation: "" },
    h(
      "div",
      { dataWords: "" },
      h("h2", {}, inline(nameOf(operation))),
      h("p", { dataPath: "" }, methodTag(method), h("code", {}, under(path))),
      operation.also.map((each) =>
        h("p", { dataPath: "" }, "also ", methodTag(each.method), h("code", {}, under(each.path))),
      ),
      description ? description.split(/\n{2,}/).map((part) => h("p", {}, inline(part))) : null,
      h("p", { dataNeeds: "" }, needs(operation)),
      parameterLists(operation, resolve),
      bodyFields(operation, document, resolve),
      answerFields(operation, document, resolve),
      errorList(operation, document, common),
    ),
    h("div", { dataExample: "" }, requestExample(operation, document), answerExample(operation, document)),
  );
}

/** The document's paths stand below `/v1`. */
function under(path: string): string {
  return path.startsWith("/v1/") || path.startsWith("/.well-known/") ? path : `/v1${path}`;
}

function methodTag(method: string): Element {
  return h("span", { dataMethod: method.toLowerCase() }, method);
}

/** Backticks become code; nothing else of Markdown is in a sentence of the document. */
function inline(text: string): ElementContent[] {
  return text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? h("code", {}, part) : ({ type: "text", value: part } as const)));
}

function needs({ security }: Operation): ElementContent[] {
  const scopes = [...new Set((security ?? []).flatMap((each) => Object.values(each).flat()))];
  if (security && (security.length === 0 || security.some((each) => Object.keys(each).length === 0))) {
    return inline("Needs no token.");
  }
  if (scopes.length === 0) return inline("Needs a token.");
  return inline(`Needs a token with ${scopes.map((scope) => `\`${scope}\``).join(" and ")}.`);
}

function parameterLists({ parameters }: Operation, resolve: Resolve): ElementContent[] {
  const places = [
    ["path", "In the path"],
    ["query", "In the query"],
    ["header", "In the headers"],
  ] as const;
  return places.flatMap(([place, title]) => {
    const own = parameters.filter((parameter) => parameter.in === place);
    if (own.length === 0) return [];
    const properties = own.map(({ name, schema, description }) => [
      name,
      description ? { ...schema, description } : (schema ?? {}),
    ]);
    const required = own.filter((parameter) => parameter.required).map(({ name }) => name);
    return [
      h("h3", { dataPart: "" }, title),
      fieldList({ properties: Object.fromEntries(properties), required }, resolve),
    ].filter((each) => each !== null);
  });
}

function bodyFields(operation: Operation, document: ApiDocument, resolve: Resolve): ElementContent[] {
  const body = operation.requestBody && found(operation.requestBody, document);
  const [type, media] = firstMedia(body?.content);
  if (!media?.schema) return [];
  const fields = fieldList(media.schema, resolve);
  const title = type === "application/json" ? "Body" : `Body, as ${type}`;
  return fields ? [h("h3", { dataPart: "" }, title), fields] : [];
}

function answerFields(operation: Operation, document: ApiDocument, resolve: Resolve): ElementContent[] {
  const [status, answer] = success(operation, document);
  const [, media] = firstMedia(answer?.content);
  if (!media?.schema) {
    return status
      ? [h("h3", { dataPart: "" }, `Answer ${status}`), h("p", {}, inline(answer?.description ?? "Nothing."))]
      : [];
  }
  const envelope = media.schema.$ref ? resolve(media.schema.$ref) : media.schema;
  const data = envelope?.properties?.data;
  const fields = fieldList(data ?? media.schema, resolve);
  const kind = typeOf(data ?? media.schema, resolve);
  const title = data ? [`Answer ${status}: `, h("code", {}, "data"), `, ${kind}`] : [`Answer ${status}`];
  return [h("h3", { dataPart: "" }, ...title), ...(fields ? [fields] : [])];
}

function errorList(operation: Operation, document: ApiDocument, common: readonly string[]): ElementContent[] {
  const own = refusals(operation, document)
    .map(({ status, codes }) => ({ status, codes: codes.filter((code) => !common.includes(code)) }))
    .filter(({ codes }) => codes.length > 0);
  const ofEvery = h(
    "p",
    { dataNeeds: "" },
    own.length > 0 ? "And " : "Only ",
    h("a", { href: "/docs/api#refusals-of-every-call" }, "those of every call"),
    ".",
  );
  return [
    h("h3", { dataPart: "" }, "Errors"),
    own.length > 0 &&
      h(
        "ul",
        { dataErrors: "" },
        own.map(({ status, codes }) =>
          h(
            "li",
            {},
            h("span", { dataStatus: "" }, status),
            codes.map((code) =>
              h("div", {}, h("a", { href: `/docs/reference/errors#${anchorOf(code)}` }, h("code", {}, code))),
            ),
          ),
        ),
      ),
    ofEvery,
  ].filter((each) => each !== false);
}

function requestExample(operation: Operation, document: ApiDocument): Element {
  const body = operation.requestBody && found(operation.requestBody, document);
  const [type, media] = firstMedia(body?.content);
  const example = exampleOf(media);
  const query = operation.parameters.filter(
    (each) => each.in === "query" && each.example !== undefined && each.required,
  );
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => exampleValue(name, operation.parameters));
  const search = query.map(({ name, example }) => `${name}=${encodeURIComponent(String(example))}`).join("&");
  const lines = [`curl "$SERVER${under(path)}${search ? `?${search}` : ""}"`];
  const isPlain = operation.method === (example === undefined ? "GET" : "POST");
  if (!isPlain) lines[0] = lines[0]!.replace("curl ", `curl -X ${operation.method} `);
  if (needs(operation).some((node) => node.type === "text" && node.value.startsWith("Needs a token"))) {
    lines.push('-H "authorization: Bearer $TOKEN"');
  }
  if (example !== undefined) {
    if (type === "application/json")
      lines.push('-H "content-type: application/json"', `-d '${quoted(JSON.stringify(example, null, 2))}'`);
    else
      lines.push(
        `-d '${quoted(typeof example === "string" ? example : new URLSearchParams(example as Record<string, string>).toString())}'`,
      );
  }
  return codeSample(lines.join(" \\\n  "), "bash", 'title="Request"');
}

/** Inside single quotes of a shell. */
function quoted(text: string): string {
  return text.replaceAll("'", "'\\''");
}

function exampleValue(name: string, parameters: readonly Parameter[]): string {
  const parameter = parameters.find((each) => each.name === name && each.in === "path");
  const example =
    parameter?.example ?? (parameter?.schema as { examples?: readonly unknown[] } | undefined)?.examples?.[0];
  return typeof example === "string" ? encodeURIComponent(example) : `{${name}}`;
}

function answerExample(operation: Operation, document: ApiDocument): Element | null {
  const [status, answer] = success(operation, document);
  const example = exampleOf(firstMedia(answer?.content)[1]);
  if (example === undefined) return null;
  return codeSample(JSON.stringify(example, null, 2), "json", `response title="Answer ${status}"`);
}
