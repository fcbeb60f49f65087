import { visibleText } from "#/domain/ai/visible-text.ts";

/** What was said in a conversation, as a prompt tells it. */
export type Said = {
  readonly id: string;
  readonly speaker: Speaker;
  /** ISO time. */
  readonly at: string;
  readonly text: string;
  /** This AI said it itself. */
  readonly own: boolean;
  /** The message that it answers, if it is told as well or was said before. */
  readonly replyTo: string | null;
};

export type Speaker = {
  /** As it is written after `@`, unique in the tenant. */
  readonly handle: string;
  readonly name: string;
  readonly kind: "person" | "ai" | "elsewhere";
};

const maxName = 80;

/**
 * One message of somebody else, fenced: what is between the tags was said by the one who is named, however much it looks
 * like another message or like words of the system. No text can hold a tag of ours, and no name a quotation mark.
 */
export function fenced(said: Said, text = said.text): string {
  const { speaker } = said;
  const attributes = [
    `id="${attribute(shortId(said.id))}"`,
    `from="@${attribute(speaker.handle)}"`,
    `name="${attribute(speaker.name)}"`,
    ...(speaker.kind === "person" ? [] : [`kind="${speaker.kind}"`]),
    `at="${attribute(minute(said.at))}"`,
    ...(said.replyTo ? [`answers="${attribute(shortId(said.replyTo))}"`] : []),
  ];
  return `<message ${attributes.join(" ")}>\n${harmless(text)}\n</message>`;
}

type BlockTag = "summary" | "memory" | "note" | "titles";

/** Words of others in a place of their own, such as a summary: data, whatever they say. */
export function fencedBlock(tag: BlockTag, text: string): string {
  return `<${tag}>\n${harmless(text)}\n</${tag}>`;
}

const ownTags = /<(?=\s*\/?\s*(?:message|summary|memory|note|titles)\b)/gi;

/** Text as a prompt may hold it: nothing unseen in it, and nothing that passes for one of our tags. */
export function harmless(text: string): string {
  return visibleText(text).replace(ownTags, "&lt;");
}

function attribute(text: string): string {
  return visibleText(text)
    .replace(/[\s"“”<>&=]+/gu, " ")
    .trim()
    .slice(0, maxName)
    .toWellFormed();
}

/** Enough of an id to tell messages of one conversation apart: its random end. */
export function shortId(id: string): string {
  return id.slice(-8);
}

/** `2026-03-02 09:14`, UTC. */
export function minute(iso: string): string {
  return iso.slice(0, 16).replace("T", " ");
}

export type HeardMessage = {
  readonly handle: string;
  readonly name: string;
  readonly ai: boolean;
  readonly at: string;
  readonly text: string;
};

const message =
  /<message id="[^"]*" from="@(?<handle>[^"]*)" name="(?<name>[^"]*)"(?: kind="(?<kind>[^"]*)")? at="(?<at>[^"]*)"(?: answers="[^"]*")?>\n(?<text>[\s\S]*?)\n<\/message>/g;

/** The messages that a prompt's text holds, as `fenced` wrote them: for whoever reads prompts by rules. */
export function fencedIn(text: string): HeardMessage[] {
  return [...text.matchAll(message)].map(({ groups = {} }) => ({
    handle: groups.handle ?? "",
    name: groups.name ?? "",
    ai: groups.kind === "ai",
    at: groups.at ?? "",
    text: (groups.text ?? "").replaceAll("&lt;", "<"),
  }));
}

/** What a block of that tag holds; "" without one. */
export function blockIn(tag: BlockTag, text: string): string {
  const start = text.indexOf(`<${tag}>\n`);
  const end = text.indexOf(`\n</${tag}>`, start);
  return start < 0 || end < 0 ? "" : text.slice(start + tag.length + 3, end).replaceAll("&lt;", "<");
}
