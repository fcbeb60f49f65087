import type { Location, Navigator } from "@solidjs/router";
import { onCleanup, onMount } from "solid-js";
import { neighbour } from "#/client/rooms/neighbour.ts";
import { inOrder, sidebarGroups } from "#/client/rooms/sidebar-groups.ts";
import { isApple } from "#/client/shell/device.ts";
import { focusWriting } from "#/client/shell/focus.ts";
import type { Layers } from "#/client/shell/layers.tsx";
import type { MoreKey } from "#/client/shell/more-shortcuts.ts";
import { panelOf, roomHref } from "#/client/shell/places.ts";
import type { Session } from "#/client/shell/session.tsx";
import type { WorkspaceEntry } from "#/domain/views/state.ts";

type Page = {
  readonly session: Session;
  readonly layers: Layers;
  readonly navigate: Navigator;
  readonly location: Location;
  readonly params: { readonly room?: string };
  readonly workspace: () => WorkspaceEntry | undefined;
};

/** The keys that work everywhere. A layer keeps its keys to itself, so these never act behind one. */
export function listenToShortcuts(page: Page): void {
  onMount(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (act(page, event)) event.preventDefault();
    };
    // The switcher's code is fetched while the finger goes from Ctrl to K.
    const foresee = (event: KeyboardEvent) => {
      if (event.key === "Control" || event.key === "Meta") void import("#/client/shell/switcher.tsx");
    };
    window.addEventListener("keydown", hear);
    window.addEventListener("keydown", foresee, { passive: true });
    onCleanup(() => {
      window.removeEventListener("keydown", hear);
      window.removeEventListener("keydown", foresee);
    });
  });
}

function act({ session, layers, navigate, location, params, workspace }: Page, event: KeyboardEvent): boolean {
  const main = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (main && key === "k" && !event.altKey) {
    // With words selected in a field the composer makes a link of them.
    if (!event.shiftKey && selectsText(event.target)) return false;
    layers.open(event.shiftKey ? { is: "start-dm" } : { is: "switcher" });
    return true;
  }
  const more = moreKeyOf(event, key, main);
  if (more) {
    void import("#/client/shell/more-shortcuts.ts").then(({ actOnMore }) => actOnMore(more, { layers, navigate }));
    return true;
  }
  if (main && key === "." && params.room) {
    togglePanel(navigate, location);
    return true;
  }
  if ((main && key === "/") || (key === "?" && !isField(event.target))) {
    layers.open({ is: "shortcuts" });
    return true;
  }
  if (event.altKey && !main && (key === "arrowup" || key === "arrowdown")) {
    const slug = workspace()?.slug;
    const rooms = inOrder(sidebarGroups(session.state, workspace()?.id ?? ""));
    const next = neighbour(rooms, params.room, key === "arrowdown" ? 1 : -1, event.shiftKey);
    if (next) navigate(roomHref(next, session.state, slug));
    return true;
  }
  if (session.state.own.screen.single_keys && !main && !event.altKey && !isField(event.target)) {
    if (actOnSingle({ session, layers, navigate, location, params, workspace }, event)) return true;
  }
  if (key === "f6") {
    const step = event.shiftKey ? -1 : 1;
    void import("#/client/shell/regions.ts").then(({ toNextRegion }) => toNextRegion(step));
    return true;
  }
  if (key === "escape" && !main && panelOf(location.search) && isInPanel(event.target)) {
    togglePanel(navigate, location);
    return true;
  }
  return false;
}

const withMainAndShift: Record<string, MoreKey | undefined> = {
  KeyM: "mentions",
  KeyL: "write",
  KeyA: "preferences",
  Backslash: "react",
  Period: "wide",
};

/** By the place of the key where Shift or Alt change what it writes. */
function moreKeyOf(event: KeyboardEvent, key: string, main: boolean): MoreKey | undefined {
  if (key === "escape" && event.shiftKey && !main && !event.altKey) return "mark-read";
  if (event.metaKey && !event.shiftKey && (key === "[" || key === "]")) return key === "[" ? "back" : "forward";
  if (main && event.shiftKey && !event.altKey) {
    const letter = /^[a-z]$/.test(key) ? `Key${key.toUpperCase()}` : event.code;
    return withMainAndShift[letter];
  }
  // On a Mac these two move by words in a field, and are nothing elsewhere.
  const isBack = event.altKey && !main && !event.shiftKey && !(isApple() && isField(event.target));
  if (isBack && (key === "arrowleft" || key === "arrowright")) return key === "arrowleft" ? "back" : "forward";
  return undefined;
}

/** Single letters, for who turned them on, while nothing is being written. */
function actOnSingle({ session, layers, navigate, params, workspace }: Page, event: KeyboardEvent): boolean {
  if (event.key === "j" || event.key === "k") return toMessage(event.key === "j" ? "ArrowDown" : "ArrowUp");
  if (event.key === "n" || event.key === "p") {
    const all = inOrder(sidebarGroups(session.state, workspace()?.id ?? ""));
    const rooms = event.key === "p" ? all.filter((room) => room.room_type === "dm") : all;
    const next = neighbour(rooms, params.room, 1, true);
    if (next) navigate(roomHref(next, session.state, workspace()?.slug));
    return true;
  }
  if (event.key === "c") focusWriting();
  else if (event.key === "x") layers.open({ is: "start-dm" });
  else if (event.key === "/") layers.open({ is: "switcher" });
  else if (event.key === "r")
    void import("#/client/shell/more-shortcuts.ts").then(({ actOnMore }) => actOnMore("reply", { layers, navigate }));
  else return false;
  return true;
}

/** The timeline's own arrows walk it once one of its messages has the focus; the first letter gives it. */
function toMessage(arrow: "ArrowDown" | "ArrowUp"): boolean {
  const here = document.activeElement?.closest("article");
  if (here) here.dispatchEvent(new KeyboardEvent("keydown", { key: arrow, bubbles: true, cancelable: true }));
  else document.querySelector<HTMLElement>('#main article[tabindex="0"]')?.focus();
  return true;
}

/** The panel is part of the address, so that back closes it and a link opens it. A panel that goes gives the focus on. */
function togglePanel(navigate: Navigator, location: Location): void {
  const isOpen = panelOf(location.search) !== undefined;
  if (isOpen && isInPanel(document.activeElement)) focusWriting();
  navigate(isOpen ? location.pathname : `${location.pathname}?panel=members`, { scroll: false });
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function selectsText(target: EventTarget | null): boolean {
  const field = target instanceof HTMLTextAreaElement ? target : null;
  return field !== null && field.selectionStart !== field.selectionEnd;
}

function isInPanel(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("aside") !== null;
}
