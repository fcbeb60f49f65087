import Check from "lucide-solid/icons/check";
import { createSignal, For, type JSX, Match, Show, Switch } from "solid-js";
import { Kbd } from "../controls/kbd.tsx";
import { tip } from "../controls/tip.ts";
import { type Anchor, Floating } from "./floating.tsx";
import css from "./menu.module.css";
import { createTriggeredMenu, type MenuStart, type MenuTrigger } from "./menu-trigger.ts";
import type { Placement } from "./place.ts";

export type MenuAction = {
  readonly label: string;
  readonly icon?: (() => JSX.Element) | undefined;
  readonly shortcut?: string | undefined;
  readonly hint?: string | undefined;
  readonly danger?: boolean | undefined;
  /** Present on every item of a choice: which one holds. */
  readonly checked?: boolean | undefined;
  readonly disabledReason?: string | undefined;
  readonly onSelect: () => void;
};

export type MenuEntry = MenuAction | { readonly heading: string } | "line";

export type MenuProps = {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly placement?: Placement | undefined;
  readonly trigger: (attributes: MenuTrigger) => JSX.Element;
};

/** A button with its menu: opens by click, Enter, Space and the arrows. */
export function Menu(props: MenuProps) {
  const menu = createTriggeredMenu();
  return (
    <>
      {props.trigger(menu.trigger)}
      <Show when={menu.from()}>
        {(from) => (
          <MenuSurface
            id={menu.id}
            label={props.label}
            entries={props.entries}
            placement={props.placement}
            anchor={menu.anchor}
            from={from()}
            onClose={menu.close}
          />
        )}
      </Show>
    </>
  );
}

export type MenuSurfaceProps = {
  readonly id?: string | undefined;
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly anchor: () => Anchor | undefined;
  readonly placement?: Placement | undefined;
  readonly from?: MenuStart | undefined;
  /** Content above the entries on a phone, such as the emoji row of a long press. */
  readonly head?: JSX.Element;
  readonly onClose: () => void;
};

/** The menu without its button, for a context menu or a long press: open while mounted. */
export function MenuSurface(props: MenuSurfaceProps) {
  const [typed, setTyped] = createSignal({ text: "", at: 0 });
  let surface!: HTMLElement;
  const items = () => [...surface.querySelectorAll<HTMLElement>('[role^="menuitem"]')];

  function focusBy(step: 1 | -1) {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length;
    all[next]?.focus();
  }

  function typeAhead(key: string, now: number) {
    const text = (now - typed().at < 500 ? typed().text : "") + key.toLowerCase();
    setTyped({ text, at: now });
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const start = text.length > 1 ? at : at + 1;
    const ordered = [...all.slice(Math.max(0, start)), ...all.slice(0, Math.max(0, start))];
    ordered.find((item) => item.textContent?.trim().toLowerCase().startsWith(text))?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "ArrowDown") focusBy(1);
    else if (event.key === "ArrowUp") focusBy(-1);
    else if (event.key === "Home") items()[0]?.focus();
    else if (event.key === "End") items().at(-1)?.focus();
    else if (event.key === "Tab") props.onClose();
    else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey)
      typeAhead(event.key, event.timeStamp);
    else return;
    if (event.key !== "Tab") event.preventDefault();
  }

  return (
    <Floating
      id={props.id}
      role="menu"
      label={props.label}
      anchor={props.anchor}
      placement={props.placement ?? { side: "below", align: "start" }}
      onClose={props.onClose}
      onKeyDown={onKeyDown}
      ref={(element) => {
        surface = element;
        // Read now: by then the menu may be closed again.
        const { from } = props;
        queueMicrotask(() => {
          if (from === "last") items().at(-1)?.focus();
          else if (from === "first") items()[0]?.focus();
        });
      }}
    >
      {props.head}
      <For each={props.entries}>
        {(entry) => (
          <Switch fallback={<Item action={entry as MenuAction} close={props.onClose} />}>
            <Match when={entry === "line"}>
              <hr class={css.line} />
            </Match>
            <Match when={typeof entry === "object" && "heading" in entry ? entry.heading : undefined}>
              {(heading) => (
                <div class={css.heading} role="presentation">
                  {heading()}
                </div>
              )}
            </Match>
          </Switch>
        )}
      </For>
    </Floating>
  );
}

function Item(props: { readonly action: MenuAction; readonly close: () => void }) {
  const choice = () => props.action.checked !== undefined;
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: checked goes with menuitemradio, and only with it
    <button
      type="button"
      class={css.item}
      {...tip(props.action.disabledReason)}
      role={choice() ? "menuitemradio" : "menuitem"}
      aria-checked={choice() ? props.action.checked : undefined}
      aria-disabled={props.action.disabledReason ? "true" : undefined}
      aria-description={props.action.disabledReason}
      data-danger={props.action.danger ? "" : undefined}
      tabIndex={-1}
      onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
      onClick={() => {
        if (props.action.disabledReason) return;
        props.close();
        props.action.onSelect();
      }}
    >
      <Show when={props.action.icon}>{(icon) => <span class={css.icon}>{icon()()}</span>}</Show>
      <span class={css.words}>
        {props.action.label}
        <Show when={props.action.hint}>{(hint) => <small class={css.hint}>{hint()}</small>}</Show>
      </span>
      <Show when={props.action.checked}>
        <Check />
      </Show>
      <Show when={props.action.shortcut}>{(shortcut) => <Kbd keys={shortcut()} />}</Show>
    </button>
  );
}
