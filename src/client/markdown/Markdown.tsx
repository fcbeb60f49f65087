import type { ElementContent } from "hast";
import { createMemo, For, type JSX } from "solid-js";
import { Drawn } from "#/client/markdown/drawn.tsx";
import styles from "#/client/markdown/Markdown.module.css";
import type { NodeContext } from "#/client/markdown/read.ts";
import type { Reader } from "#/client/markdown/reader.ts";
import { reuse } from "#/client/markdown/reuse.ts";
import { isEmojiOnly } from "#/domain/markdown/emoji-only.ts";
import type { ParseOptions } from "#/domain/markdown/parse.ts";
import type { HastOptions } from "#/domain/markdown/to-hast.ts";

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
  const isLarge = () => props.largeEmoji === true && isEmojiOnly(props.text);
  const press = (event: MouseEvent) => {
    const chip = (event.target as Element).closest<HTMLElement>("button[data-participant]");
    if (chip?.dataset.participant) props.onMention?.(chip.dataset.participant, chip);
  };
  return (
    <Drawn
      dir="auto"
      class={isLarge() ? `${styles.markdown} ${styles.emoji}` : styles.markdown}
      text={props.text}
      follows={() => [
        props.text,
        handlesOf(props),
        props.me,
        props.host,
        props.headingBase,
        props.wikiHref,
        props.onMention !== undefined,
      ]}
      draw={(reader) => <Blocks reader={reader} markdown={props} />}
      onClick={press}
    />
  );
}

function Blocks(props: { readonly reader: Reader; readonly markdown: MarkdownProps }): JSX.Element {
  const { blocksOf, HastNodes } = props.reader;
  const read = () => {
    const { text, me, host, wikiHref, headingBase, maxLength, maxNodes } = props.markdown;
    const handles = handlesOf(props.markdown);
    const options = { me, host, wikiHref, headingBase, maxLength, maxNodes, handles, openFormulas: true };
    return blocksOf(text, options);
  };
  const blocks = createMemo<readonly ElementContent[]>((previous) => reuse(previous, read()), []);
  const context: NodeContext = {
    mentionsAreButtons: () => props.markdown.onMention !== undefined,
    onCopy: (text) => (props.markdown.onCopy ? props.markdown.onCopy(text) : navigator.clipboard.writeText(text)),
  };
  return <For each={blocks()}>{(block) => <HastNodes nodes={[block]} context={context} />}</For>;
}

/** People come and go: a text that names none is not read again for it. */
function handlesOf(props: MarkdownProps): ParseOptions["handles"] {
  return props.text.includes("@") ? props.handles : undefined;
}
