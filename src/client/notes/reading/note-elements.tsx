import type { Element, ElementContent } from "hast";
import { type JSX, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import { say } from "#/client/language/say.ts";
import { dayKey } from "#/client/language/times.ts";
import { Embed } from "#/client/notes/reading/embed.tsx";
import type { PiecesProps } from "#/client/notes/reading/note-pieces.tsx";
import css from "#/client/notes/reading/note-reading.module.css";
import { TodoChips } from "#/client/notes/reading/todo-chips.tsx";
import { readTarget } from "#/client/notes/reading/wiki.ts";
import { TodosBlock } from "#/client/shell/note-slots.tsx";
import tick from "#/client/ui/controls/tick-box.module.css";
import { blockElementId, headingId } from "#/domain/markdown/note-marks.ts";

type Render = (nodes: ElementContent[]) => JSX.Element;
const ANCHORED = new Set("h2 h3 h4 h5 h6 p div sup".split(" "));

type Drawn = (node: Element, render: Render) => JSX.Element | undefined;

/** How a note draws what a message has not: anchors, todos, footnotes, pictures, links between notes. */
export function drawNoteElement(pieces: PiecesProps): Drawn {
  // A note inside another has no places of its own on the page: they may be there already.
  const isInside = pieces.note.place !== undefined;
  return (node, render) => {
    switch (isInside && ANCHORED.has(node.tagName) ? "" : node.tagName) {
      case "h2":
      case "h3":
      case "h4":
      case "h5":
      case "h6":
        return heading(node, render);
      case "p":
        return block(node, render);
      case "li":
        return item(node, render, pieces);
      case "div":
        return division(node, render);
      case "sup":
        return footnoteMark(node);
      case "img":
        return <img class={css.image} src={string(node, "src")} alt={string(node, "alt") ?? ""} loading="lazy" />;
      case "pre":
        return todosBlock(node, pieces);
      case "a":
      case "span":
        return string(node, "dataTarget") === undefined ? undefined : wikiLink(node, pieces);
      default:
        return undefined;
    }
  };
}

function heading(node: Element, render: Render): JSX.Element | undefined {
  const anchor = string(node, "dataAnchor");
  if (anchor === undefined) return undefined;
  const text = textOf(node);
  return (
    <Dynamic component={node.tagName} id={headingId(anchor)}>
      <BlockTarget node={node} />
      {render(node.children)}
      <a
        class={css.anchor}
        href={`#${encodeURIComponent(headingId(anchor))}`}
        data-copy-link=""
        aria-label={say("Copy the link to “{heading}”", { heading: text })}
      >
        #
      </a>
    </Dynamic>
  );
}

/** A heading that has a block's id too can be led to by both. */
function BlockTarget(props: { readonly node: Element }): JSX.Element {
  const id = string(props.node, "dataBlock");
  return id === undefined ? null : <span id={blockElementId(id)} />;
}

function idOf(node: Element, isInside = false): string | undefined {
  const id = string(node, "dataBlock");
  return id === undefined || isInside ? undefined : blockElementId(id);
}

function block(node: Element, render: Render): JSX.Element | undefined {
  return string(node, "dataBlock") === undefined ? undefined : <p id={idOf(node)}>{render(node.children)}</p>;
}

function division(node: Element, render: Render): JSX.Element | undefined {
  const name = string(node, "dataFootnote");
  if (name === undefined) return undefined;
  return (
    <div class={css.footnote} id={`fn-${name}`}>
      <sup>{name}</sup>
      {render(node.children.slice(1))}
      <a href={`#${encodeURIComponent(`fnref-${name}-1`)}`} aria-label={say("Back to the text")}>
        ↩
      </a>
    </div>
  );
}

function footnoteMark(node: Element): JSX.Element | undefined {
  const name = string(node, "dataFootnote");
  if (name === undefined) return undefined;
  return (
    <sup id={`fnref-${name}-${string(node, "dataTimes") ?? "1"}`}>
      <a href={`#${encodeURIComponent(`fn-${name}`)}`} aria-label={say("Footnote {name}", { name })}>
        {name}
      </a>
    </sup>
  );
}

const INLINE = new Set("a br code del em img input span strong sup".split(" "));

/** A todo has its words and chips on one line; what is nested stands under it. */
function item(node: Element, render: Render, pieces: PiecesProps): JSX.Element | undefined {
  const line = string(node, "dataLine");
  if (line === undefined)
    return string(node, "dataBlock") ? (
      <li id={idOf(node, pieces.note.place !== undefined)}>{render(node.children)}</li>
    ) : undefined;
  const rest = node.children.slice(1);
  const [first] = rest;
  const loose = first?.type === "element" && (first.tagName === "p" || first.tagName === "div") ? first : undefined;
  const end = rest.findIndex((child) => child.type === "element" && !INLINE.has(child.tagName));
  const cut = loose ? 1 : end === -1 ? rest.length : end;
  const todo = () => pieces.todos.get(Number(line));
  const done = () => todo()?.done ?? false;
  const assignee = () => {
    const handle = todo()?.assignee;
    return handle ? (pieces.people.byHandle(handle) ?? handle) : null;
  };
  const name = textOf({ ...node, children: loose ? loose.children : rest.slice(0, cut) }).trim();
  return (
    <li class={css.todo} id={idOf(node, pieces.note.place !== undefined)}>
      <input
        type="checkbox"
        class={`${tick.box} ${tick.done} ${css.box}`}
        checked={done()}
        disabled={!pieces.note.canWrite}
        data-todo={line}
        aria-label={name === "" ? say("Todo") : name}
      />
      <span class={css.words}>{render(loose ? loose.children : rest.slice(0, cut))}</span>
      <TodoChips
        done={done()}
        due={todo()?.due}
        priority={todo()?.priority}
        assignee={assignee()}
        tags={todo()?.tags}
        today={dayKey(pieces.clock.now(), pieces.clock.zone())}
      />
      <Show when={rest.length > cut}>
        <div class={css.under}>{render(rest.slice(cut))}</div>
      </Show>
    </li>
  );
}

function wikiLink(node: Element, pieces: PiecesProps): JSX.Element {
  const target = string(node, "dataTarget") ?? "";
  const typed = textOf(node);
  const found = () => pieces.targets(target);
  if (string(node, "dataEmbed") !== undefined) return <Embed target={target} label={typed} pieces={pieces} />;
  const { name } = readTarget(target);
  return (
    <Show
      when={found()}
      fallback={
        <Show when={pieces.note.canWrite && name !== ""} fallback={<span class={css.missing}>{typed}</span>}>
          <button
            type="button"
            class={css.missing}
            data-create={name}
            aria-label={say("Create note “{title}”", { title: name })}
          >
            {typed}
          </button>
        </Show>
      }
    >
      {(to) => (
        <a class={css.wiki} href={to().href} data-person={to().participantId ?? undefined}>
          {typed === target ? titleOf(target, to().title) : typed}
        </a>
      )}
    </Show>
  );
}

/** The target's title as it is now, with the heading that is meant. */
function titleOf(target: string, title: string): string {
  const at = target.indexOf("#");
  const anchor = at === -1 ? "" : target.slice(at + 1).trim();
  return at <= 0 || anchor === "" || anchor.startsWith("^") ? title : `${title} › ${anchor}`;
}

function todosBlock(node: Element, pieces: PiecesProps): JSX.Element | undefined {
  const [code] = node.children;
  const names = code?.type === "element" ? code.properties.className : undefined;
  if (!Array.isArray(names) || !names.includes("language-todos")) return undefined;
  return <TodosBlock source={textOf(node)} workspaceId={pieces.note.workspaceId} />;
}

function string(node: Element, name: string): string | undefined {
  const value = node.properties[name];
  return typeof value === "string" ? value : undefined;
}

function textOf(node: ElementContent): string {
  if (node.type === "text") return node.value;
  if (node.type !== "element") return "";
  return node.tagName === "img" ? (string(node, "alt") ?? "") : node.children.map(textOf).join("");
}
