import type { Nodes, Root } from "mdast";
import type { Handles } from "#/domain/markdown/mentions.ts";
import { parseMarkdown } from "#/domain/markdown/parse.ts";

/** Whom a long text names further down, it does not ask: reading Markdown that is made to be hard takes its time. */
const maxRead = 8_000;
/** Of one message (the protocol's bound). */
const maxMentions = 200;

/**
 * Whom a message names, each once, in order: handles as the timeline shows them, never inside code, and not those of somebody
 * else's words that it quotes.
 */
export function namedIn(body: string, handles: Handles): string[] {
  const words = body.slice(0, maxRead);
  if (!words.includes("@") || handles.size === 0) return [];
  const found = new Set<string>();
  // A list instead of the call stack: how deep a text nests is not ours to say.
  const open: (Root | Nodes)[] = [parseMarkdown(words, { handles })];
  for (let node = open.pop(); node && found.size < maxMentions; node = open.pop()) {
    if (node.type === "mention") found.add(node.participantId);
    else if (node.type !== "blockquote" && "children" in node) open.push(...[...node.children].reverse());
  }
  return [...found];
}
