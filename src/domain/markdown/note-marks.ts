import type { Properties } from "hast";
import type { Heading, ListItem, Nodes, Paragraph, Parents, Root, Text } from "mdast";

/** Properties that the elements of some nodes get beside their own. */
export type Marks = ReadonlyMap<Nodes, Properties>;

/** What goes on from one slice of a note to the next. Changed by `markNote`. */
export interface NoteCounts {
  /** How often each anchor was given. */
  anchors: Map<string, number>;
  /** How often each footnote was referred to. */
  footnotes: Map<string, number>;
  headings: NoteHeading[];
}

export interface NoteHeading {
  /** Unique in the note; `headingId` makes the element's id of it. */
  anchor: string;
  text: string;
  /** 1 to 6, as it is written. */
  level: number;
}

/** A todo of one line: its words that are shown apart from the text, as they are written. */
export interface TodoWords {
  ordinal: number;
  blockId: string | null;
  words: readonly string[];
}

export interface MarkOptions {
  /** Line of the note, from 0, at which the tree begins. */
  firstLine: number;
  /** The todo on a line of the note. */
  todoAt: (line: number) => TodoWords | undefined;
}

export function newNoteCounts(): NoteCounts {
  return { anchors: new Map(), footnotes: new Map(), headings: [] };
}

/** The id of a heading's element: with a mark before it, so that no heading takes an id of the page around it. */
export function headingId(anchor: string): string {
  return `h-${anchor}`;
}

/** The id of a block's element; no other id begins so. */
export function blockElementId(blockId: string): string {
  return `^${blockId}`;
}

/** `^id` at the end of a block: what `[[Note#^id]]` leads to. */
const BLOCK_ID = /(?:^|[ \t])\^([A-Za-z0-9-]{1,64})[ \t]*$/;
/**
 * Finds anchors of headings and ids of blocks, takes ids and what is shown apart of todo lines out of the text, and gives the
 * properties that tell of them. Headings are named as GitHub does.
 */
export function markNote(root: Root, counts: NoteCounts, options: MarkOptions): Marks {
  const marks = new Map<Nodes, Properties>();
  const open: Nodes[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    const found = marksOf(node, counts, options);
    if (found) marks.set(node, { ...marks.get(node), ...found });
    if ("children" in node) open.push(...node.children.toReversed());
  }
  return marks;
}

function marksOf(node: Nodes, counts: NoteCounts, options: MarkOptions): Properties | undefined {
  switch (node.type) {
    case "heading":
      return headingMarks(node, counts);
    case "listItem":
      return itemMarks(node, options);
    case "paragraph": {
      const block = takeBlockId(node);
      return block ? { dataBlock: block } : undefined;
    }
    case "footnoteReference": {
      const name = node.label ?? node.identifier;
      const times = (counts.footnotes.get(name) ?? 0) + 1;
      counts.footnotes.set(name, times);
      return { dataFootnote: name, dataTimes: String(times) };
    }
    case "footnoteDefinition":
      return { dataFootnote: node.label ?? node.identifier };
    default:
      return undefined;
  }
}

function headingMarks(node: Heading, counts: NoteCounts): Properties {
  const block = takeBlockId(node);
  const text = words(node);
  const anchor = freeAnchor(text, counts.anchors);
  counts.headings.push({ anchor, text, level: node.depth });
  return { dataAnchor: anchor, ...(block ? { dataBlock: block } : {}) };
}

/** Lower case, without what is no letter, number, hyphen or underscore, and with hyphens for spaces. */
export function slugOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
    .replace(/ /g, "-")
    .slice(0, 200);
}

function freeAnchor(heading: string, taken: Map<string, number>): string {
  const slug = slugOf(heading) || "section";
  let times = taken.get(slug) ?? 0;
  let anchor = times === 0 ? slug : `${slug}-${times}`;
  while (times > 0 && taken.has(anchor)) {
    times += 1;
    anchor = `${slug}-${times}`;
  }
  taken.set(slug, times + 1);
  if (anchor !== slug) taken.set(anchor, 1);
  return anchor;
}

function itemMarks(node: ListItem, options: MarkOptions): Properties | undefined {
  const [first] = node.children;
  const line = options.firstLine + (node.position?.start.line ?? 1) - 1;
  const todo = typeof node.checked === "boolean" ? options.todoAt(line) : undefined;
  const block = first?.type === "paragraph" ? takeBlockId(first) : undefined;
  if (todo && first?.type === "paragraph") takeWords(first, todo.words);
  return {
    ...(todo ? { dataOrdinal: String(todo.ordinal), dataLine: String(line) } : {}),
    ...(block ? { dataBlock: todo?.blockId ?? block } : {}),
  };
}

/** Each once, where it stands by itself. */
function takeWords(line: Paragraph, taken: readonly string[]): void {
  for (const word of taken) {
    for (const child of line.children) {
      if (child.type === "mention" && `@${child.value}`.toLowerCase() === word.toLowerCase()) {
        line.children.splice(line.children.indexOf(child), 1);
        break;
      }
      if (child.type !== "text") continue;
      const at = standing(child.value, word);
      if (at === -1) continue;
      child.value = `${child.value.slice(0, at).trimEnd()} ${child.value.slice(at + word.length).trimStart()}`;
      break;
    }
  }
}

function standing(text: string, word: string): number {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!/\S/.test(text.charAt(at - 1)) && !/\S/.test(text.charAt(at + word.length))) return at;
  }
  return -1;
}

function takeBlockId(node: Heading | Paragraph): string | undefined {
  const last = node.children[node.children.length - 1];
  if (last?.type !== "text") return undefined;
  const found = BLOCK_ID.exec(last.value);
  if (!found) return undefined;
  last.value = last.value.slice(0, found.index).trimEnd();
  return found[1];
}

function words(node: Parents): string {
  return node.children
    .map((child) => ("value" in child ? (child as Text).value : "children" in child ? words(child) : ""))
    .join("");
}
