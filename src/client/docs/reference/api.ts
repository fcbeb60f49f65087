import type { Element, ElementContent } from "hast";
import { codeSample } from "#/client/docs/code-sample.ts";
import { anchorOf, h } from "#/client/docs/html.ts";
import { fieldList, type JsonSchema, type Resolve, typeOf } from "#/client/docs/reference/schema-fields.ts";

/** What of an OpenAPI 3.1 document the reference shows. */
export type ApiDocument = {
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths?: Readonly<Record<string, PathItem>>;
  readonly components?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};
type PathItem = Readonly<Record<string, unknown>> & { readonly parameters?: readonly Parameter[] };
export type Parameter = {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: JsonSchema;
  readonly example?: unknown;
};
type Media = {
  readonly schema?: JsonSchema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, unknown>>;
};
type Content = Readonly<Record<string, Media>>;
type Body = {
  readonly $ref?: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly content?: Content;
};
type Answer = { readonly $ref?: string; readonly description?: string; readonly content?: Content };

export type Operation = {
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: Body;
  readonly responses?: Readonly<Record<string, Answer>>;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  /** Other methods and paths of the same. */
  readonly also: readonly { readonly method: string; readonly path: string }[];
};

type Written = Omit<Operation, "parameters"> & {
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
};

const methods = ["get", "post", "put", "patch", "delete"] as const;

/** Every operation in the document's order; one with several methods or paths is told once. */
export function operationsOf(document: ApiDocument): readonly Operation[] {
  const all = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method): Operation[] => {
      const operation = item[method] as Written | undefined;
      if (!operation) return [];
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((each) =>
        found(each, document),
      );
      return [
        { ...operation, method: method.toUpperCase(), path, tag: operation.tags?.[0] ?? "Other", parameters, also: [] },
      ];
    }),
  );
  const told = Map.groupBy(all, ({ tag, summary, method, path }) => `${tag} ${summary ?? `${method} ${path}`}`);
  return [...told.values()].map(([first, ...rest]) => ({ ...first!, also: rest }));
}

/** The features of the document, each once, in the order of its tags. */
export function featuresOf(document: ApiDocument): readonly { readonly name: string; readonly about: string }[] {
  const used = new Set(operationsOf(document).map(({ tag }) => tag));
  const named = (document.tags ?? []).filter(({ name }) => used.has(name));
  const rest = [...used].filter((tag) => !named.some(({ name }) => name === tag));
  return [
    ...named.map(({ name, description }) => ({ name, about: description ?? "" })),
    ...rest.map((name) => ({ name, about: "" })),
  ];
}

/** A feature's name as a title: `rooms` → "Rooms". */
export function titleOf(feature: string): string {
  return feature.charAt(0).toUpperCase() + feature.slice(1);
}

export function featureSlug(feature: string): string {
  return `api/${feature.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;
}

/** What the operation is called where it is listed. */
export function nameOf({ summary, method, path }: Operation): string {
  return (summary ?? `${method} ${path}`).replace(/\.$/, "");
}

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

type Refusal = { readonly status: string; readonly codes: readonly string[] };

/** What an operation refuses with, by status. A schema lists every code there is; the words and examples those of here. */
function refusals(operation: Operation, document: ApiDocument): readonly Refusal[] {
  return Object.entries(operation.responses ?? {}).flatMap(([status, answer]) => {
    if (!/^[45]/.test(status)) return [];
    const { description, content } = found(answer, document);
    const told = JSON.stringify([description, firstMedia(content)[1]?.example, firstMedia(content)[1]?.examples]);
    return [{ status, codes: [...new Set(told.match(/SW_[A-Z_]+/g) ?? [])] }];
  });
}

/** The codes with which more than half of the calls may be refused: told once for all. */
export function commonCodes(document: ApiDocument): readonly string[] {
  const operations = operationsOf(document);
  const all = operations.flatMap((operation) => refusals(operation, document).flatMap(({ codes }) => codes));
  return [...new Set(all)].filter((code) => all.filter((each) => each === code).length > operations.length / 2);
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

function success(operation: Operation, document: ApiDocument): readonly [string, Answer | undefined] {
  const [status, answer] = Object.entries(operation.responses ?? {}).find(([each]) => /^[23]/.test(each)) ?? [];
  return [status ?? "", answer && found(answer, document)];
}

function firstMedia(content: Content | undefined): readonly [string, Media | undefined] {
  return Object.entries(content ?? {})[0] ?? ["", undefined];
}

function exampleOf(media: Media | undefined): unknown {
  if (media?.example !== undefined) return media.example;
  const first = Object.values(media?.examples ?? {})[0] as { value?: unknown } | undefined;
  return first?.value;
}

function found<T extends { readonly $ref?: string }>(thing: T, document: ApiDocument): T {
  return thing.$ref ? ((lookUp(thing.$ref, document) as T | null) ?? thing) : thing;
}

function resolver(document: ApiDocument): Resolve {
  return (ref) => lookUp(ref, document) as JsonSchema | null;
}

function lookUp(ref: string, document: ApiDocument): unknown {
  const [kind = "", name = ""] = ref.replace(/^#\/components\//, "").split("/");
  return document.components?.[kind]?.[name] ?? null;
}
