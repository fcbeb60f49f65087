import type { ElementContent, Root } from "hast";
import { createSignal, createUniqueId, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import styles from "#/client/markdown/CodeBlock.module.css";
import { isKnownLanguage } from "#/client/markdown/languages.ts";

/** What is longer stays plain: its colours would cost more elements than they help. */
const HIGHLIGHTED_LENGTH = 16_384;
const HIGHLIGHTED_LINE = 1_000;

const COPIED_FOR_MS = 2_000;

export interface CodeBlockProps {
  code: string;
  language: string | undefined;
  onCopy: (text: string) => void | Promise<void>;
}

/** A block of code with its language, Wrap and Copy. Colours come when it is first seen; they never change its size. */
export function CodeBlock(props: CodeBlockProps): JSX.Element {
  const [wraps, setWraps] = createSignal(false);
  const [tokens, setTokens] = createSignal<Root>();
  const label = createUniqueId();
  let box: HTMLPreElement | undefined;
  onMount(() => {
    const language = props.language;
    if (!box || !language || !isKnownLanguage(language) || !isShort(props.code)) return;
    whenSeen(box, () => {
      // Offline the code stays readable without colours.
      import("#/client/markdown/highlight-aside.ts")
        .then(({ highlightAside }) => highlightAside(props.code, language))
        .then(setTokens, () => {});
    });
  });
  return (
    <figure class={styles.block} aria-labelledby={label}>
      <figcaption class={styles.header}>
        <span id={label} class={styles.language}>
          {props.language ?? say("Code")}
        </span>
        <button type="button" class={styles.action} aria-pressed={wraps()} onClick={() => setWraps(!wraps())}>
          {say("Wrap")}
        </button>
        <CopyButton text={props.code} language={props.language} onCopy={props.onCopy} />
      </figcaption>
      <pre ref={box} class={styles.code} classList={{ [styles.wrapped ?? "wrapped"]: wraps() }} tabindex="0">
        <code>
          <Show when={tokens()} fallback={props.code}>
            {(root) => <Tokens nodes={root().children as ElementContent[]} />}
          </Show>
        </code>
      </pre>
    </figure>
  );
}

function CopyButton(props: Omit<CodeBlockProps, "code"> & { text: string }): JSX.Element {
  const [state, setState] = createSignal<"idle" | "copied" | "failed">("idle");
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const copy = async () => {
    try {
      await props.onCopy(props.text);
      setState("copied");
    } catch {
      setState("failed");
    }
    clearTimeout(timer);
    timer = setTimeout(() => setState("idle"), COPIED_FOR_MS);
  };
  const word = () => ({ idle: say("Copy"), copied: say("Copied"), failed: say("Not copied") })[state()];
  return (
    <button
      type="button"
      class={styles.action}
      aria-label={
        state() === "idle"
          ? props.language
            ? say("Copy {language}", { language: props.language })
            : say("Copy code")
          : word()
      }
      onClick={copy}
    >
      <span aria-live="polite">{word()}</span>
    </button>
  );
}

function Tokens(props: { nodes: ElementContent[] }): JSX.Element {
  return (
    <For each={props.nodes}>
      {(node) => {
        if (node.type === "text") return node.value;
        if (node.type !== "element") return null;
        return (
          <span class={tokenClass(node.properties.className)}>
            <Tokens nodes={node.children} />
          </span>
        );
      }}
    </For>
  );
}

const TOKENS: Record<string, string | undefined> = {
  "hljs-keyword": styles.keyword,
  "hljs-built_in": styles.keyword,
  "hljs-type": styles.keyword,
  "hljs-literal": styles.keyword,
  "hljs-selector-tag": styles.keyword,
  "hljs-name": styles.keyword,
  "hljs-meta": styles.keyword,
  "hljs-deletion": styles.number,
  "hljs-string": styles.string,
  "hljs-regexp": styles.string,
  "hljs-char": styles.string,
  "hljs-addition": styles.string,
  "hljs-attribute": styles.function,
  "hljs-attr": styles.function,
  "hljs-title": styles.function,
  "hljs-section": styles.function,
  "hljs-property": styles.function,
  "hljs-selector-class": styles.function,
  "hljs-selector-id": styles.function,
  "hljs-number": styles.number,
  "hljs-symbol": styles.number,
  "hljs-bullet": styles.number,
  "hljs-variable": styles.number,
  "hljs-comment": styles.comment,
  "hljs-quote": styles.comment,
};

function tokenClass(className: unknown): string | undefined {
  const [name] = Array.isArray(className) ? className : [];
  return TOKENS[String(name)];
}

function isShort(code: string): boolean {
  return code.length <= HIGHLIGHTED_LENGTH && code.split("\n").every((line) => line.length <= HIGHLIGHTED_LINE);
}

function whenSeen(element: Element, then: () => void): void {
  if (typeof IntersectionObserver === "undefined") {
    then();
    return;
  }
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    then();
  });
  observer.observe(element);
  onCleanup(() => observer.disconnect());
}
