import type { Nodes, Root } from "mdast";
import type { Handles } from "#/domain/markdown/mentions.ts";
import { parseMarkdown } from "#/domain/markdown/parse.ts";

/** Of one message (the protocol's bound). */
const maxMentions = 200;

/**
 * Whom a message names, each once, in order: handles as the timeline shows them, never inside code, and not those of somebody
 * else's words that it quotes.
 */
export function namedIn(body: string, handles: Handles): string[] {
  if (!body.includes("@")) return [];
  const found = new Set<string>();
  // A list instead of the call stack: how deep a text nests is not ours to say.
  const open: (Root | Nodes)[] = [parseMarkdown(body, { handles })];
  for (let node = open.pop(); node && found.size < maxMentions; node = open.pop()) {
    if (node.type === "mention") found.add(node.participantId);
    else if (node.type !== "blockquote" && "children" in node) open.push(...[...node.children].reverse());
  }
  return [...found];
}
