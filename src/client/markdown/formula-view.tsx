import type { Element, ElementContent } from "hast";
import { createEffect, createMemo, createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import { Dynamic, isServer } from "solid-js/web";
import { say } from "#/client/language/say.ts";
import styles from "#/client/markdown/Formula.module.css";
import { formulaOf, loadFormulas } from "#/client/markdown/formulas.ts";
import type { FormulaProblem } from "#/client/markdown/math-tree.ts";
import type { Anchor } from "#/client/ui/overlays/floating.tsx";
import { MenuSurface } from "#/client/ui/overlays/menu.tsx";

const againMs = 300;

/** A formula; its source, while or where it can't be one. Its source can be copied: by the secondary button, or beside it. */
export function FormulaView(props: {
  readonly source: string;
  readonly display: boolean;
  readonly open: boolean;
}): JSX.Element {
  const [tick, setTick] = createSignal(0);
  const [menu, setMenu] = createSignal<Anchor>();
  const formula = createMemo(() => {
    tick();
    return props.open ? undefined : formulaOf(props.source, props.display);
  });
  if (!isServer) {
    onMount(() => {
      if (!props.open) loadFormulas();
    });
    createEffect(() => {
      if (formula() || props.open) return;
      const timer = setTimeout(() => setTick((count) => count + 1), againMs);
      onCleanup(() => clearTimeout(timer));
    });
  }
  const openMenu = (event: MouseEvent) => {
    // A finger that stays means the whole message.
    if ((event as PointerEvent).pointerType === "touch") return;
    event.preventDefault();
    setMenu({ x: event.clientX, y: event.clientY });
  };
  const copy = () => void navigator.clipboard.writeText(props.source).catch(() => undefined);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its menu is the button beside it
    <span class={styles.formula} data-display={props.display ? "" : undefined} onContextMenu={openMenu}>
      <Show
        when={formula()}
        fallback={
          <code
            class={styles.source}
            data-live={isServer && !props.open ? "" : undefined}
            data-tex={isServer && !props.open ? "" : undefined}
          >
            {props.source}
          </code>
        }
      >
        {(found) => {
          const made = found();
          if ("problem" in made) {
            return (
              <code class={styles.problem} title={problemWords(made.problem, made.detail)}>
                {props.source}
              </code>
            );
          }
          return (
            <span
              role="math"
              aria-label={props.source.trim()}
              class={styles.set}
              data-live={isServer ? "" : undefined}
              data-tex={isServer ? "" : undefined}
            >
              {isServer ? <Nodes nodes={[made.tree]} /> : toDom(made.tree)}
            </span>
          );
        }}
      </Show>
      <Show when={props.display && !props.open}>
        <button type="button" class={styles.copy} onClick={copy} aria-label={say("Copy the formula as source")}>
          {say("Copy")}
        </button>
      </Show>
      <Show when={menu()}>
        {(at) => (
          <MenuSurface
            label={say("Formula")}
            anchor={at}
            placement={{ side: "below", align: "start" }}
            from="first"
            entries={[{ label: say("Copy as source"), onSelect: copy }]}
            onClose={() => setMenu(undefined)}
          />
        )}
      </Show>
    </span>
  );
}

function problemWords(problem: FormulaProblem, detail: string): string {
  if (problem === "long") return say("Too long for a formula");
  if (problem === "large") return say("This formula becomes too large");
  if (problem === "makes") return say("A formula can't make commands");
  return detail === ""
    ? say("This formula can't be read")
    : say("This formula can't be read: {reason}", { reason: detail });
}

/** On the server, which draws any element by its name. */
function Nodes(props: { readonly nodes: readonly ElementContent[] }): JSX.Element {
  return (
    <For each={props.nodes}>
      {(node) => {
        if (node.type === "text") return node.value;
        if (node.type !== "element") return null;
        return (
          <Dynamic component={node.tagName} {...attributesOf(node)}>
            <Nodes nodes={node.children} />
          </Dynamic>
        );
      }}
    </For>
  );
}

const MATHML = "http://www.w3.org/1998/Math/MathML";
const SVG = "http://www.w3.org/2000/svg";

/** In the browser, which needs to be told what language an element is of. */
function toDom(node: ElementContent, around = ""): Node {
  if (node.type === "text") return document.createTextNode(node.value);
  if (node.type !== "element") return document.createTextNode("");
  const language = { math: MATHML, svg: SVG, span: "" }[node.tagName] ?? around;
  const element = language ? document.createElementNS(language, node.tagName) : document.createElement(node.tagName);
  for (const [name, value] of Object.entries(attributesOf(node))) element.setAttribute(name, value);
  element.append(...node.children.map((child) => toDom(child, language)));
  return element;
}

function attributesOf(node: Element): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(node.properties)) {
    if (name === "xmlns") continue;
    if (name === "className") found.class = Array.isArray(value) ? value.join(" ") : String(value);
    else found[name] = String(value);
  }
  return found;
}
