import type { Element, ElementContent } from "hast";
import { For, type JSX } from "solid-js";
import { say } from "#/client/language/say.ts";
import { CodeBlock } from "#/client/markdown/CodeBlock.tsx";
import { FormulaView } from "#/client/markdown/formula-view.tsx";
import styles from "#/client/markdown/Markdown.module.css";

export interface NodeContext {
  /** A press on one is heard by whoever shows the whole text, so that a button of the server's page needs no script of its own. */
  mentionsAreButtons: () => boolean;
  onCopy: (text: string) => void | Promise<void>;
  /** Elements that whoever shows the text draws in their own way; undefined for one that is drawn as here. */
  drawn?: ((node: Element, render: (nodes: ElementContent[]) => JSX.Element) => JSX.Element | undefined) | undefined;
}

interface NodesProps {
  nodes: ElementContent[];
  context: NodeContext;
}

/** Sanitised elements as Solid's. A tag that is not written here is not rendered, only its children are. */
export function HastNodes(props: NodesProps): JSX.Element {
  return <For each={props.nodes}>{(node) => <HastNode node={node} context={props.context} />}</For>;
}

function HastNode(props: { node: ElementContent; context: NodeContext }): JSX.Element {
  const node = props.node;
  if (node.type === "text") return node.value;
  if (node.type !== "element") return null;
  const children = () => <HastNodes nodes={node.children} context={props.context} />;
  const own = props.context.drawn?.(node, (nodes) => <HastNodes nodes={nodes} context={props.context} />);
  return own === undefined ? (TAGS[node.tagName] ?? children)(children, node, props.context) : own;
}

type Tag = (children: () => JSX.Element, node: Element, context: NodeContext) => JSX.Element;

const TAGS: Record<string, Tag | undefined> = {
  p: (children) => <p>{children()}</p>,
  br: () => <br />,
  hr: () => <hr />,
  h1: (children) => <h1>{children()}</h1>,
  h2: (children) => <h2>{children()}</h2>,
  h3: (children) => <h3>{children()}</h3>,
  h4: (children) => <h4>{children()}</h4>,
  h5: (children) => <h5>{children()}</h5>,
  h6: (children) => <h6>{children()}</h6>,
  blockquote: (children) => <blockquote>{children()}</blockquote>,
  ul: (children) => <ul>{children()}</ul>,
  ol: (children, node) => <ol start={numberOf(node, "start")}>{children()}</ol>,
  li: (children, node) => <li class={classOf(node)}>{children()}</li>,
  strong: (children) => <strong>{children()}</strong>,
  em: (children) => <em>{children()}</em>,
  del: (children) => <del>{children()}</del>,
  sup: (children) => <sup>{children()}</sup>,
  div: (children, node) => <div class={classOf(node)}>{children()}</div>,
  code: (children, node) => {
    const names = classNames(node);
    if (!names.includes("math")) return <code class={classOf(node)}>{children()}</code>;
    const display = names.includes("math-display");
    return <FormulaView source={textOf(node)} display={display} open={names.includes("math-open")} />;
  },
  input: (_children, node) => (
    <input
      type="checkbox"
      class={styles.checkbox}
      checked={node.properties.checked === true}
      aria-label={node.properties.checked === true ? say("Done") : say("Not done")}
      disabled
    />
  ),
  table: (children) => (
    <section class={styles.table} aria-label={say("Table")} tabindex="0">
      <table>{children()}</table>
    </section>
  ),
  thead: (children) => <thead>{children()}</thead>,
  tbody: (children) => <tbody>{children()}</tbody>,
  tr: (children) => <tr>{children()}</tr>,
  th: (children, node) => (
    <th scope="col" class={alignOf(node)}>
      {children()}
    </th>
  ),
  td: (children, node) => <td class={alignOf(node)}>{children()}</td>,
  pre: (_children, node, context) => (
    <CodeBlock code={textOf(node)} language={languageOf(node)} onCopy={context.onCopy} />
  ),
  a: (children, node) => (
    <a
      href={stringOf(node, "href")}
      class={classOf(node)}
      target={node.properties.target === "_blank" ? "_blank" : undefined}
      rel={node.properties.target === "_blank" ? "noopener noreferrer nofollow" : undefined}
      data-target={stringOf(node, "dataTarget")}
      data-embed={stringOf(node, "dataEmbed")}
    >
      {children()}
    </a>
  ),
  span: (children, node, context) => {
    const participantId = stringOf(node, "dataParticipant");
    if (participantId === undefined) {
      return (
        <span class={classOf(node)} data-target={stringOf(node, "dataTarget")} data-embed={stringOf(node, "dataEmbed")}>
          {children()}
        </span>
      );
    }
    if (!context.mentionsAreButtons()) {
      return (
        <span class={classOf(node)} data-participant={participantId}>
          {children()}
        </span>
      );
    }
    return (
      <button type="button" class={classOf(node)} data-participant={participantId}>
        {children()}
      </button>
    );
  },
};

const CLASSES: Record<string, string | undefined> = {
  mention: styles.mention,
  "mention-me": styles.mentionMe,
  "wiki-link": styles.wikiLink,
  "wiki-missing": styles.wikiMissing,
  "image-link": styles.imageLink,
  "task-list-item": styles.task,
  plain: styles.plain,
  footnote: styles.footnote,
};

const ALIGN: Record<string, string | undefined> = { center: styles.center, right: styles.right };

function classNames(node: Element): string[] {
  const { className } = node.properties;
  return Array.isArray(className) ? className.map(String) : [];
}

function classOf(node: Element): string | undefined {
  return (
    classNames(node)
      .flatMap((name) => CLASSES[name] ?? [])
      .join(" ") || undefined
  );
}

function alignOf(node: Element): string | undefined {
  return ALIGN[String(node.properties.align)];
}

function languageOf(pre: Element): string | undefined {
  const code = pre.children[0];
  if (code?.type !== "element") return undefined;
  return classNames(code)
    .find((name) => name.startsWith("language-"))
    ?.slice("language-".length);
}

function stringOf(node: Element, name: string): string | undefined {
  const value = node.properties[name];
  return typeof value === "string" ? value : undefined;
}

function numberOf(node: Element, name: string): number | undefined {
  const value = node.properties[name];
  return typeof value === "number" ? value : undefined;
}

function textOf(node: ElementContent): string {
  if (node.type === "text") return node.value;
  return node.type === "element" ? node.children.map(textOf).join("") : "";
}
