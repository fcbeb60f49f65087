import { createSignal, createUniqueId } from "solid-js";

/** Where a menu begins when it opens. */
export type MenuStart = "first" | "last" | "surface";

/** What a trigger must spread to announce and open its menu. */
export type MenuTrigger = {
  readonly ref: (element: HTMLElement) => void;
  readonly "aria-haspopup": "menu";
  readonly "aria-expanded": boolean;
  readonly "aria-controls": string | undefined;
  readonly onClick: (event: MouseEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

export type TriggeredMenu = {
  /** For the menu itself: the trigger announces it by this. */
  readonly id: string;
  readonly trigger: MenuTrigger;
  /** Undefined while it is closed. Reactive. */
  readonly from: () => MenuStart | undefined;
  readonly anchor: () => HTMLElement | undefined;
  readonly close: () => void;
};

/** What a button and its menu share. It opens by click, Enter, Space and the arrows; the menu may be loaded only then. */
export function createTriggeredMenu(): TriggeredMenu {
  const id = createUniqueId();
  const [from, setFrom] = createSignal<MenuStart>();
  let anchor: HTMLElement | undefined;
  return {
    id,
    from,
    anchor: () => anchor,
    close: () => setFrom(undefined),
    trigger: {
      ref: (element) => {
        anchor = element;
      },
      "aria-haspopup": "menu",
      get "aria-expanded"() {
        return from() !== undefined;
      },
      get "aria-controls"() {
        return from() ? id : undefined;
      },
      // A click without a press comes from Enter, Space or a screen reader: those begin on the first item.
      onClick: (event) => setFrom((now) => (now ? undefined : event.detail === 0 ? "first" : "surface")),
      onKeyDown: (event) => {
        if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
        event.preventDefault();
        setFrom(event.key === "ArrowDown" ? "first" : "last");
      },
    },
  };
}
