import { createSignal, onCleanup, onMount, Show } from "solid-js";
import { Kbd } from "../controls/kbd.tsx";
import { place } from "./place.ts";
import css from "./tooltip-host.module.css";

const SHOW_AFTER_MS = 400;
const KEEP_MS = 100;
const wanted = "[data-tip], [data-tip-keys]";

type Tip = { readonly text: string | undefined; readonly keys: string | undefined };

/**
 * The one tooltip of a page: mount it once, and give elements the attributes of `tip()`. One listener serves a thousand
 * rows, which a component per row could not. Never on touch; Esc hides it; the pointer may rest on it (WCAG 1.4.13).
 */
export function TooltipHost() {
  const [shown, setShown] = createSignal<Tip>();
  let surface!: HTMLDivElement;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let anchor: Element | undefined;

  function hide() {
    clearTimeout(timer);
    anchor = undefined;
    if (!shown()) return;
    surface.hidePopover();
    setShown(undefined);
  }

  function show(target: Element) {
    if (!target.isConnected) return;
    const text = target.getAttribute("data-tip") ?? undefined;
    const keys = target.getAttribute("data-tip-keys") ?? undefined;
    if (!text && !keys) return;
    setShown({ text, keys });
    surface.showPopover();
    const spot = place(
      target.getBoundingClientRect(),
      { width: surface.offsetWidth, height: surface.offsetHeight },
      { width: document.documentElement.clientWidth, height: innerHeight },
      { side: "above", align: "centre" },
    );
    surface.style.setProperty("--x", `${spot.x}px`);
    surface.style.setProperty("--y", `${spot.y}px`);
  }

  function aim(target: Element | undefined) {
    if (target === anchor) return;
    clearTimeout(timer);
    const visible = shown() !== undefined;
    if (!target) {
      timer = setTimeout(hide, KEEP_MS);
      anchor = undefined;
      return;
    }
    if (visible) hide();
    anchor = target;
    timer = setTimeout(() => show(target), SHOW_AFTER_MS);
  }

  onMount(() => {
    const over = (event: PointerEvent) => {
      if (event.pointerType === "touch" || !(event.target instanceof Element)) return;
      if (surface.contains(event.target)) {
        clearTimeout(timer);
        return;
      }
      aim(event.target.closest(wanted) ?? undefined);
    };
    const focused = (event: FocusEvent) => {
      if (event.target instanceof Element && event.target.matches(":focus-visible")) {
        aim(event.target.closest(wanted) ?? undefined);
      }
    };
    const scrolled = () => {
      if (shown()) hide();
    };
    const key = (event: KeyboardEvent) => {
      if (event.key === "Escape") hide();
    };
    document.addEventListener("pointerover", over);
    document.addEventListener("focusin", focused);
    document.addEventListener("focusout", hide);
    document.addEventListener("pointerdown", hide, true);
    document.addEventListener("scroll", scrolled, true);
    document.addEventListener("keydown", key, true);
    onCleanup(() => {
      clearTimeout(timer);
      document.removeEventListener("pointerover", over);
      document.removeEventListener("focusin", focused);
      document.removeEventListener("focusout", hide);
      document.removeEventListener("pointerdown", hide, true);
      document.removeEventListener("scroll", scrolled, true);
      document.removeEventListener("keydown", key, true);
    });
  });

  return (
    <div ref={surface} class={css.tooltip} popover="manual" role="tooltip">
      {shown()?.text}
      <Show when={shown()?.keys}>{(keys) => <Kbd keys={keys()} />}</Show>
    </div>
  );
}
