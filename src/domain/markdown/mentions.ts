import type { Parents, PhrasingContent, Root, Text } from "mdast";
import { MENTIONS } from "#/domain/markdown/bounds.ts";

/** Lower-case handle without `@` (`ana.de-vries`, or `ana:globex.example` for foreign people) → participant id. */
export type Handles = ReadonlyMap<string, string>;

const WORD = String.raw`\p{L}\p{N}\p{M}\p{Cf}`;
const TAIL = /[._:-]+$/;

/**
 * `@` and what may be a handle, not inside a word, an address or a path, and not followed by a letter, mark or invisible
 * character: `@ana` before a Cyrillic letter is somebody else.
 */
const CANDIDATE = new RegExp(`(?<![${WORD}@/._+-])@([a-zA-Z0-9._-]+(?::[a-zA-Z0-9.-]+)?)(?![${WORD}@])`, "gu");
/** More marks on one letter than any script needs overlap the lines above and below. */
const STACKED_MARKS = /(\p{M}{8})\p{M}+/gu;

/**
 * Replaces handles in the tree's text by mention nodes, and calms stacked marks. Never inside code; inside the label of a link
 * a mention or wiki link is text, because a link holds no other.
 */
export function resolveText(root: Root, handles: Handles | undefined): void {
  resolveIn(root, handles, { left: handles ? MENTIONS : 0 }, false);
}

/** Participant ids that a text without any Markdown mentions, each once, in order. */
export function mentionsInText(text: string, handles: Handles): string[] {
  const parts = split({ type: "text", value: text }, handles, { left: MENTIONS });
  return [...new Set(parts.flatMap((part) => (part.type === "mention" ? part.participantId : [])))];
}

function resolveIn(parent: Parents, handles: Handles | undefined, budget: { left: number }, inLink: boolean): void {
  const children: Parents["children"][number][] = [];
  for (const child of parent.children) {
    if (child.type === "text") {
      child.value = child.value.replace(STACKED_MARKS, "$1");
      children.push(...(inLink || !handles ? [child] : split(child, handles, budget)));
    } else if (child.type === "wikiLink" && inLink) {
      children.push({ type: "text", value: child.value });
    } else {
      const link = child.type === "link" || child.type === "linkReference";
      if ("children" in child) resolveIn(child, handles, budget, inLink || link);
      children.push(child);
    }
  }
  (parent as { children: typeof children }).children = children;
}

function split(text: Text, handles: Handles, budget: { left: number }): PhrasingContent[] {
  const parts: PhrasingContent[] = [];
  let end = 0;
  for (const match of text.value.matchAll(CANDIDATE)) {
    if (budget.left === 0) break;
    const value = known(match[1] ?? "", handles);
    const participantId = value && handles.get(value.toLowerCase());
    if (!value || !participantId) continue;
    if (match.index > end) parts.push({ type: "text", value: text.value.slice(end, match.index) });
    parts.push({ type: "mention", value, participantId });
    end = match.index + 1 + value.length;
    budget.left -= 1;
  }
  if (end < text.value.length || parts.length === 0) parts.push({ type: "text", value: text.value.slice(end) });
  return parts;
}

/** The longest known handle, where only the punctuation of the sentence may follow it: never `ana` of `@ana-maria`. */
function known(candidate: string, handles: Handles): string | undefined {
  for (let handle = candidate; handle !== ""; handle = handle.slice(0, -1)) {
    if (handles.has(handle.toLowerCase())) return handle;
    if (!TAIL.test(handle)) return undefined;
  }
  return undefined;
}
