import type { JSX } from "solid-js";
import css from "./prose.module.css";

/** Rendered Markdown, of a message or (with `note`) of a note: only looks, it never parses. */
export function Prose(props: { readonly note?: boolean | undefined; readonly children: JSX.Element }) {
  return (
    <div class={css.prose} data-note={props.note ? "" : undefined}>
      {props.children}
    </div>
  );
}

export type CodeBlockProps = {
  readonly language?: string | undefined;
  /** Buttons of the header: wrap, copy. */
  readonly actions?: JSX.Element;
  readonly wrap?: boolean | undefined;
  /** The text, or spans with the `hljs-…` classes. */
  readonly children: JSX.Element;
};

export function CodeBlock(props: CodeBlockProps) {
  return (
    <figure class={css.code} data-wrap={props.wrap ? "" : undefined}>
      <figcaption class={css.codeHeader}>
        <span>{props.language ?? "text"}</span>
        {props.actions}
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>{props.children}</code>
      </pre>
    </figure>
  );
}

/** Someone named in a message; the one that names you is amber. */
export function MentionChip(props: {
  readonly href?: string | undefined;
  readonly me?: boolean | undefined;
  readonly children: JSX.Element;
}) {
  return (
    <a class={css.mention} href={props.href} data-me={props.me ? "" : undefined}>
      {props.children}
    </a>
  );
}
