import type { JsonSchema, Resolve } from "#/client/docs/reference/schema-fields.ts";

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

type Refusal = { readonly status: string; readonly codes: readonly string[] };

/** What an operation refuses with, by status. A schema lists every code there is; the words and examples those of here. */
export function refusals(operation: Operation, document: ApiDocument): readonly Refusal[] {
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

export function success(operation: Operation, document: ApiDocument): readonly [string, Answer | undefined] {
  const [status, answer] = Object.entries(operation.responses ?? {}).find(([each]) => /^[23]/.test(each)) ?? [];
  return [status ?? "", answer && found(answer, document)];
}

export function firstMedia(content: Content | undefined): readonly [string, Media | undefined] {
  return Object.entries(content ?? {})[0] ?? ["", undefined];
}

export function exampleOf(media: Media | undefined): unknown {
  if (media?.example !== undefined) return media.example;
  const first = Object.values(media?.examples ?? {})[0] as { value?: unknown } | undefined;
  return first?.value;
}

export function found<T extends { readonly $ref?: string }>(thing: T, document: ApiDocument): T {
  return thing.$ref ? ((lookUp(thing.$ref, document) as T | null) ?? thing) : thing;
}

export function resolver(document: ApiDocument): Resolve {
  return (ref) => lookUp(ref, document) as JsonSchema | null;
}

function lookUp(ref: string, document: ApiDocument): unknown {
  const [kind = "", name = ""] = ref.replace(/^#\/components\//, "").split("/");
  return document.components?.[kind]?.[name] ?? null;
}
