import type { ElementContent, Root } from "hast";
import { createSignal, createUniqueId, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import styles from "#/client/markdown/CodeBlock.module.css";
import { colourOf, isColoured } from "#/client/markdown/code-colours.ts";
import { isKnownLanguage } from "#/client/markdown/languages.ts";

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
    if (!box || !language || !isKnownLanguage(language) || !isColoured(props.code)) return;
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

function tokenClass(className: unknown): string | undefined {
  const colour = colourOf(className);
  return colour && styles[colour];
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
