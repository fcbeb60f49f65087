import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { transformSync } from "esbuild";
import { parseAst } from "vite";
import { expect, test } from "vitest";
import { de } from "#/client/language/de.ts";
import { nl } from "#/client/language/nl.ts";
import { errorTable } from "#/domain/errors.ts";

const root = join(import.meta.dirname, "../../..");

/** What a person may see and is not said in their language, with the reason. */
const unsaid: readonly (readonly [where: RegExp, what: RegExp, why: string])[] = [
  [/client\/docs\//, /./, "the documentation is English, as the preference tells"],
  [/rooms\/invite-dialog|shell\/connection-words/, /^(People|Mail|Link|Reload|Sign in|Try now)$/, "choices in code; their labels are said"],
  [/shell\/(device|shortcuts)\.ts$/, /^(Ctrl\+|Key)…*$/, "names of keys"],
  [/client\/ui\/gallery\/|routes\/(dev|docs)\//, /./, "the gallery of parts is for those who build the product"],
  [/messages\/emoji-(data|set)\.ts$/, /./, "emoji are searched by the English names that every product uses"],
  [/identity\/device-words\.ts$/, /^(Edge|Opera|Vivaldi|Samsung Internet|Firefox|Chrome|Safari|Android|ChromeOS|Windows|Linux)$/, "names of products"],
  [/./, /^(ScaiWave|· ScaiWave|Markdown|Studio North|Top p|English|Nederlands|Deutsch)$/, "names, and languages in their own words"],
  [/./, /^((Ctrl|Alt|Shift|Esc|Enter|Tab)\b[+↓↑ ]*)+(\w|[↓↑ ])*$/, "names of keys, as they stand on them"],
  [/client\/notes\/editor\//, /^(nt-|```|noopener|Aa$|[a-z]+( [a-z]+)+$|(Block|Code|Embed|Emphasis|Fenced|Header|Image|Inline|Link|List|Strikethrough|Table|Task|Wiki)\w*$)/, "names of nodes and classes, and English words that also find a choice"],
  [/\/testing\/|\.testing\./, /./, "runs in tests alone"],
]; // biome-ignore format: a table

/** What looks like words and is code: selectors, names of events and keys, tags, formats. */
const code = [
  /^(Arrow\w+|Escape|Home|End|Page(Up|Down)|Control|Meta|ContextMenu|CapsLock|Backspace|Delete|AbortError|NotFoundError|Mozilla)$/,
  /^(\(|\[|#|\.|:)|\[|:not|^[a-z0-9]+(, ?[a-z0-9]+)+$|^[A-Z0-9_]+$|^[A-Z]+( [A-Z0-9]+)+$|=|;|--|<svg|^https?:/,
];

/** Calls that take no words for people. */
const codeCalls =
  /^(querySelector(All)?|closest|matches|matchMedia|(add|remove)EventListener|createElement|[sg]etAttribute|has|includes|startsWith|endsWith|getItem|setItem|RegExp|Error|TypeError|DOMException|split|toBlob|import|lazy|localeCompare|register|open|transaction|createIndex)$/;

type Node = { readonly type: string; readonly [key: string]: unknown };
type Found = { readonly file: string; readonly text: string };

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";

const spoken: {
  readonly keys: Map<string, string>;
  readonly bare: Found[];
  readonly early: Found[];
  readonly unread: Found[];
} = { keys: new Map(), bare: [], early: [], unread: [] };

for (const folder of ["src/client", "src/routes"]) {
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    const file = relative(root, join(entry.parentPath, entry.name));
    if (
      !entry.isFile() ||
      !/\.tsx?$/.test(file) ||
      /\.test\.tsx?$|client\/language\/(nl|de|say|say-parts)\.ts$/.test(file)
    )
      continue;
    const source = readFileSync(join(root, file), "utf8");
    const { code: plain } = transformSync(source, {
      loader: file.endsWith("x") ? "tsx" : "ts",
      jsx: "automatic",
      target: "esnext",
    });
    read(file, parseAst(plain) as unknown as Node, [], 0);
  }
}

function read(file: string, node: Node, above: readonly Node[], depth: number): void {
  const name = calleeOf(node);
  if (name === "say" || name === "sayCount" || name === "sayParts") {
    sayCall(file, node, name, above, depth);
    return;
  }
  const text = textOf(node);
  if (text !== undefined && isShown(text, above) && !isCode(node, above) && !isUnsaid(file, text))
    spoken.bare.push({ file, text });
  const inner = depth + (/Function/.test(node.type) ? 1 : 0);
  for (const child of childrenOf(node)) read(file, child, [node, ...above], inner);
}

function sayCall(file: string, node: Node, name: string, above: readonly Node[], depth: number): void {
  const args = node.arguments as Node[];
  const sentences = name === "sayCount" ? args.slice(1, 3) : args.slice(0, 1);
  const rest = args.filter((each) => !sentences.includes(each));
  if (depth === 0) spoken.early.push({ file, text: textOf(sentences[0]!) ?? name });
  for (const sentence of sentences.flatMap(choices)) {
    const text = textOf(sentence);
    if (text === undefined || (sentence.type === "TemplateLiteral" && (sentence.expressions as Node[]).length > 0)) {
      if (!isErrorSentence(sentence)) spoken.unread.push({ file, text: text ?? name });
    } else spoken.keys.set(text, file);
  }
  for (const child of rest) read(file, child, [node, ...above], depth);
}

/** The sentences of refusals stand in the domain's table, each under its code. */
function isErrorSentence(node: Node): boolean {
  let inner: Node = node;
  while (inner.type === "MemberExpression") inner = inner.object as Node;
  return inner.type === "Identifier" && inner.name === "errorTable";
}

function choices(node: Node): Node[] {
  return node.type === "ConditionalExpression"
    ? [...choices(node.consequent as Node), ...choices(node.alternate as Node)]
    : [node];
}

function calleeOf(node: Node): string | undefined {
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return undefined;
  const callee = node.callee as Node;
  if (callee.type === "MemberExpression") {
    const own = (callee.property as Node).name;
    return own === "say" ? undefined : (own as string | undefined);
  }
  return callee.name as string | undefined;
}

function textOf(node: Node): string | undefined {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  if (node.type !== "TemplateLiteral") return undefined;
  return (node.quasis as { value: { cooked: string } }[]).map((each) => each.value.cooked).join("…");
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

/** Two words, one with a capital, or whatever stands between tags. */
function isShown(text: string, above: readonly Node[]): boolean {
  const words = text.replaceAll("…", " ").trim();
  const holder = above.find((each) => each.type !== "ArrayExpression");
  if (holder?.type === "Property" && (holder.key as Node).name === "children" && /\p{L}{2,}/u.test(words)) return true;
  return /\p{L}{2,}/u.test(words) && (/\p{L}[\p{L},.:?!]*\s+\p{L}/u.test(words) || /^\p{Lu}\p{Ll}/u.test(words));
}

function isCode(node: Node, above: readonly Node[]): boolean {
  const [parent] = above;
  if (!parent || code.some((form) => form.test(textOf(node)!.trim()))) return true;
  if (
    /^(Import|Export)/.test(parent.type) ||
    parent.type === "SwitchCase" ||
    parent.type === "TaggedTemplateExpression"
  )
    return true;
  if (parent.type === "BinaryExpression" && /=|in/.test(String(parent.operator))) return true;
  if (parent.type === "MemberExpression" || (parent.type === "Property" && parent.key === node && !parent.shorthand))
    return true;
  const holder = above.find((each) => !/^(Conditional|Logical)Expression$/.test(each.type));
  if (holder?.type === "Property" && isCodeProperty(holder.key as Node)) return true;
  const around = above.find((each) => /Call|New|Function|Property|Declarator/.test(each.type));
  return around !== undefined && codeCalls.test(calleeOf(around) ?? "");
}

function isCodeProperty(key: Node): boolean {
  return /^(class|style|id|key|href|rel|d|viewBox|type|aria-labelledby|aria-describedby|aria-keyshortcuts|sizes|media|list)$/.test(
    String(key.name ?? key.value),
  );
}

function isUnsaid(file: string, text: string): boolean {
  return unsaid.some(([where, what]) => where.test(file) && what.test(text.trim()));
}

const errors = Object.values(errorTable).map(([, sentence]) => sentence as string);
const said = new Set([...spoken.keys.keys(), ...errors]);
const holes = (sentence: string) => [...new Set(sentence.match(/\{\w+\}/g))].toSorted().join(" ");

test("there are sentences to look at, so that the rules below cannot pass by seeing nothing", () => {
  expect(said.size).toBeGreaterThan(1_000);
});

test("every sentence that a person sees goes through say", () => {
  expect(spoken.bare).toEqual([]);
});

test("no sentence is said while a file is loaded, before the page knows its language", () => {
  expect(spoken.early).toEqual([]);
});

test("every sentence stands whole where it is said, so that it can be looked up", () => {
  expect(spoken.unread).toEqual([]);
});

test.each([
  ["Dutch", nl],
  ["German", de],
])("%s has every sentence, none that nobody says, and the same places for values", (_name, words) => {
  const told = new Set(Object.keys(words));
  expect([...said].filter((each) => !told.has(each))).toEqual([]);
  expect([...told].filter((each) => !said.has(each))).toEqual([]);
  expect(Object.entries(words).filter(([key, word]) => word.trim() === "" || holes(key) !== holes(word))).toEqual([]);
});

test("lists of days and months have as many words as the English ones", () => {
  const lists = [...said].filter((each) => /^(Sun|Jan)/.test(each));
  const lengths = (words: Readonly<Record<string, string>>) => lists.map((each) => words[each]?.split(" ").length);
  expect(lists.map((each) => each.split(" ").length).toSorted()).toEqual([12, 12, 7, 7]);
  expect(lengths(nl)).toEqual(lists.map((each) => each.split(" ").length));
  expect(lengths(de)).toEqual(lengths(nl));
});
