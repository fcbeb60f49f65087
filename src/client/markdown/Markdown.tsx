import type { ElementContent } from "hast";
import { createMemo, For, type JSX } from "solid-js";
import { HastNodes, type NodeContext } from "#/client/markdown/HastNodes.tsx";
import styles from "#/client/markdown/Markdown.module.css";
import { type ParseOptions, parseMarkdown } from "#/domain/markdown/parse.ts";
import { isEmojiOnly } from "#/domain/markdown/plain-text.ts";
import { type HastOptions, toHast } from "#/domain/markdown/to-hast.ts";

export interface MarkdownProps extends ParseOptions, HastOptions {
  text: string;
  /** A message of one to six emoji is shown large. */
  largeEmoji?: boolean | undefined;
  /** Given, mentions are buttons. */
  onMention?: ((participantId: string, chip: HTMLElement) => void) | undefined;
  /** Default: the clipboard of the browser. */
  onCopy?: ((text: string) => void | Promise<void>) | undefined;
}

/**
 * Markdown as elements: the same on the server and in the browser, never through an HTML string. Blocks that do not change keep
 * their elements, so that a text that streams in neither flickers nor loses a selection.
 */
export function Markdown(props: MarkdownProps): JSX.Element {
  const blocks = createMemo<ElementContent[]>((previous) => reuse(previous, render(props)), []);
  const context: NodeContext = {
    onMention: (participantId, chip) => props.onMention?.(participantId, chip),
    mentionsAreButtons: () => props.onMention !== undefined,
    onCopy: (text) => (props.onCopy ? props.onCopy(text) : navigator.clipboard.writeText(text)),
  };
  const isLarge = () => props.largeEmoji === true && isEmojiOnly(props.text);
  return (
    <div class={isLarge() ? `${styles.markdown} ${styles.emoji}` : styles.markdown} dir="auto">
      <For each={blocks()}>{(block) => <HastNodes nodes={[block]} context={context} />}</For>
    </div>
  );
}

function render(props: MarkdownProps): ElementContent[] {
  return toHast(parseMarkdown(props.text, props), props).children as ElementContent[];
}

/** `<For>` goes by identity: equal blocks at the same place are the same block. */
function reuse(previous: ElementContent[], next: ElementContent[]): ElementContent[] {
  return next.map((block, index) => {
    const old = previous[index];
    return old && JSON.stringify(old) === JSON.stringify(block) ? old : block;
  });
}
