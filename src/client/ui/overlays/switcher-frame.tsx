import Search from "lucide-solid/icons/search";
import X from "lucide-solid/icons/x";
import { createEffect, createSignal, createUniqueId, For, type JSX, on, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { IconButton } from "../controls/icon-button.tsx";
import { Kbd } from "../controls/kbd.tsx";
import { VisuallyHidden } from "../controls/visually-hidden.tsx";
import { Badge, UnreadDot } from "../rooms/badge.tsx";
import { roomRowName } from "../rooms/room-row-name.ts";
import { ModalSurface } from "./dialog.tsx";
import css from "./switcher-frame.module.css";

export type SwitcherOption = {
  readonly id: string;
  readonly label: string;
  /** Ranges of the label that match the query: [from, to) in UTF-16 units, in order. */
  readonly matches?: readonly (readonly [number, number])[] | undefined;
  readonly icon?: (() => JSX.Element) | undefined;
  /** Where it is: a workspace, “in Projects”. */
  readonly place?: string | undefined;
  readonly unread?: number | undefined;
  readonly mentions?: number | undefined;
  readonly shortcut?: string | undefined;
};

export type SwitcherFrameProps = {
  readonly open: boolean;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly options: readonly SwitcherOption[];
  readonly onChoose: (option: SwitcherOption, how: { readonly newTab: boolean }) => void;
  readonly onClose: () => void;
  /** Under the field while the query is empty. */
  readonly prefixes?: readonly { readonly prefix: string; readonly label: string }[] | undefined;
  /** The keys that open in a new tab, as printed on this platform. */
  readonly newTabKeys: string;
  /** Instead of options: what to do when nothing is called that. */
  readonly none?: JSX.Element;
};

/** Jump to anything: a combobox whose list the arrow keys walk while one types. */
export function SwitcherFrame(props: SwitcherFrameProps) {
  return (
    <Show when={props.open}>
      <ModalSurface class={css.switcher} label={say("Search or jump to")} onClose={props.onClose}>
        <Inside {...props} />
      </ModalSurface>
    </Show>
  );
}

function Inside(props: SwitcherFrameProps) {
  const listId = createUniqueId();
  const [active, setActive] = createSignal(0);
  createEffect(
    on(
      () => props.query,
      () => setActive(0),
    ),
  );
  const optionId = (index: number) => `${listId}-${index}`;

  function walk(step: number) {
    const count = props.options.length;
    if (count === 0) return;
    setActive((now) => (now + step + count) % count);
    document.getElementById(optionId(active()))?.scrollIntoView?.({ block: "nearest" });
  }

  function onKeyDown(event: KeyboardEvent) {
    // Enter that ends a composition chooses a character, not a room.
    if (event.isComposing) return;
    if (event.key === "ArrowDown") walk(1);
    else if (event.key === "ArrowUp") walk(-1);
    else if (event.key === "PageDown") walk(Math.min(8, props.options.length - 1 - active()));
    else if (event.key === "PageUp") walk(-Math.min(8, active()));
    else if (event.key === "Enter") {
      const option = props.options[active()];
      if (option) props.onChoose(option, { newTab: event.metaKey || event.ctrlKey });
    } else return;
    event.preventDefault();
  }

  return (
    <>
      <div class={css.field}>
        <Search />
        <input
          class={css.input}
          type="text"
          role="combobox"
          aria-label={say("Search or jump to")}
          aria-expanded={props.options.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={props.options.length > 0 ? optionId(active()) : undefined}
          placeholder={say("Search or jump to")}
          autocomplete="off"
          spellcheck={false}
          autofocus
          value={props.query}
          onInput={(event) => props.onQuery(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <span class={css.close}>
          <IconButton label={say("Close")} onClick={() => props.onClose()}>
            <X />
          </IconButton>
        </span>
      </div>
      <Show when={props.query === "" && props.prefixes}>
        {(prefixes) => (
          <div class={css.prefixes}>
            <For each={prefixes()}>
              {(item) => (
                <button type="button" class={css.prefix} onClick={() => props.onQuery(item.prefix)}>
                  <b>{item.prefix}</b> {item.label}
                </button>
              )}
            </For>
          </div>
        )}
      </Show>
      <div class={css.list} role="listbox" id={listId} aria-label={say("Results")}>
        <For each={props.options}>
          {(option, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option
            // biome-ignore lint/a11y/useKeyWithClickEvents: Enter is heard by the field
            <div
              class={css.option}
              role="option"
              id={optionId(index())}
              aria-selected={index() === active()}
              onPointerMove={() => setActive(index())}
              onClick={(event) => props.onChoose(option, { newTab: event.metaKey || event.ctrlKey })}
            >
              <VisuallyHidden>
                {roomRowName({ name: optionWords(option), unread: option.unread, mentions: option.mentions })}
              </VisuallyHidden>
              <span class={css.icon} aria-hidden="true">
                {option.icon?.()}
              </span>
              <span class={css.label} aria-hidden="true">
                <Matched text={option.label} matches={option.matches ?? []} />
              </span>
              <span class={css.place} aria-hidden="true">
                {option.place}
              </span>
              <Show when={option.mentions} fallback={<Show when={option.unread}>{<UnreadDot />}</Show>}>
                {(mentions) => <Badge count={mentions()} />}
              </Show>
              <Show when={option.shortcut}>{(shortcut) => <Kbd keys={shortcut()} />}</Show>
            </div>
          )}
        </For>
      </div>
      <Show when={props.options.length === 0}>
        <p class={css.none} role="status">
          {props.none}
        </p>
      </Show>
      <footer class={css.foot} aria-hidden="true">
        <span>{say("↵ open")}</span>
        <span>{say("{keys} new tab", { keys: props.newTabKeys })}</span>
        <span>{say("esc close")}</span>
      </footer>
    </>
  );
}

function optionWords(option: SwitcherOption): string {
  return option.place ? `${option.label}, ${option.place}` : option.label;
}

function Matched(props: { readonly text: string; readonly matches: readonly (readonly [number, number])[] }) {
  const pieces = () => {
    const out: { readonly text: string; readonly hit: boolean }[] = [];
    let at = 0;
    for (const [from, to] of props.matches) {
      if (from > at) out.push({ text: props.text.slice(at, from), hit: false });
      out.push({ text: props.text.slice(from, to), hit: true });
      at = to;
    }
    if (at < props.text.length) out.push({ text: props.text.slice(at), hit: false });
    return out;
  };
  return <For each={pieces()}>{(piece) => (piece.hit ? <b>{piece.text}</b> : piece.text)}</For>;
}
