import { type JSX, onCleanup, onMount } from "solid-js";
import css from "./floating.module.css";
import { type Box, isInView, type Placement, place } from "./place.ts";

/** What a floating surface stands beside: an element, or a point such as where the mouse was pressed. */
export type Anchor = Element | { readonly x: number; readonly y: number };

export type FloatingProps = {
  readonly anchor: () => Anchor | undefined;
  readonly placement: Placement;
  /** A press outside, Esc, or the anchor going away. Focus has then been given back already, except on `outside`. */
  readonly onClose: (why: "escape" | "outside" | "moved") => void;
  readonly role: "menu" | "dialog" | "listbox";
  readonly label: string;
  readonly id?: string | undefined;
  readonly look?: "menu" | "card" | undefined;
  readonly onKeyDown?: ((event: KeyboardEvent) => void) | undefined;
  readonly ref?: ((element: HTMLElement) => void) | undefined;
  readonly children: JSX.Element;
};

const CLICK_FOLLOWS_MS = 50;
const phone = "(max-width: 719.98px)";

/**
 * A surface in the top layer, beside its anchor on a desktop and as a sheet at the foot of a phone. It exists only while
 * mounted, takes the focus to its first focusable part and gives it back. It goes where its anchor goes, and closes when
 * that leaves the view: what arrives elsewhere on the page does not close it.
 */
export function Floating(props: FloatingProps) {
  let surface!: HTMLDivElement;

  onMount(() => {
    const before = document.activeElement;
    surface.showPopover();
    moveBeside(surface, props.anchor(), props.placement);
    firstFocusable(surface).focus({ preventScroll: true });

    const outside = (event: PointerEvent) => {
      const target = event.target as Node;
      if (surface.contains(target)) return;
      const anchor = props.anchor();
      const onAnchor = anchor instanceof Element && anchor.contains(target);
      if (matchMedia(phone).matches || onAnchor) swallowNextClick();
      props.onClose("outside");
    };
    const follow = () => {
      if (!matchMedia(phone).matches && !isHidden(props.anchor())) moveBeside(surface, props.anchor(), props.placement);
    };
    const scrolled = ({ target }: Event) => {
      const anchor = props.anchor();
      if (!(target instanceof Node) || !(anchor instanceof Element) || matchMedia(phone).matches) return;
      if (anchor.isConnected && (!target.contains(anchor) || isHidden(anchor))) return;
      if (isSeen(anchor)) follow();
      else props.onClose("moved");
    };
    const resized = new ResizeObserver(follow);
    resized.observe(surface);
    addEventListener("pointerdown", outside, true);
    addEventListener("scroll", scrolled, true);
    addEventListener("resize", follow);
    onCleanup(() => {
      resized.disconnect();
      removeEventListener("pointerdown", outside, true);
      removeEventListener("scroll", scrolled, true);
      removeEventListener("resize", follow);
      if (surface.contains(document.activeElement) && before instanceof HTMLElement) {
        before.focus({ preventScroll: true });
      }
    });
  });

  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the role is one of three, all of them named
    // biome-ignore lint/a11y/noStaticElementInteractions: the role is one of three, all of them interactive
    <div
      ref={(element) => {
        surface = element;
        props.ref?.(element);
      }}
      id={props.id}
      class={css.floating}
      data-look={props.look ?? "menu"}
      popover="manual"
      role={props.role}
      aria-label={props.label}
      tabIndex={-1}
      onKeyDown={(event) => {
        // A key in a layer belongs to that layer: the room behind must not hear it.
        event.stopPropagation();
        if (event.key === "Escape") {
          event.preventDefault();
          props.onClose("escape");
          return;
        }
        props.onKeyDown?.(event);
      }}
    >
      <span class={css.grab} aria-hidden="true" />
      {props.children}
    </div>
  );
}

function moveBeside(surface: HTMLElement, anchor: Anchor | undefined, placement: Placement): void {
  if (!anchor) return;
  const rightToLeft = getComputedStyle(surface).direction === "rtl";
  const spot = place(
    anchorBox(anchor),
    { width: surface.offsetWidth, height: surface.offsetHeight },
    { width: document.documentElement.clientWidth, height: innerHeight },
    rightToLeft ? mirrored(placement) : placement,
  );
  surface.style.setProperty("--x", `${spot.x}px`);
  surface.style.setProperty("--y", `${spot.y}px`);
}

/** Without a box for the moment, such as a bar that is not shown while its timeline moves: nothing can be said of it yet. */
function isHidden(anchor: Anchor | undefined): boolean {
  return anchor instanceof Element && anchor.isConnected && anchor.getClientRects().length === 0;
}

/** Whether a part of it is inside the window and every box around it that scrolls or cuts. */
function isSeen(anchor: Element): boolean {
  if (!anchor.isConnected) return false;
  const frames: Box[] = [{ x: 0, y: 0, width: document.documentElement.clientWidth, height: innerHeight }];
  for (let around = anchor.parentElement; around; around = around.parentElement) {
    const { overflowY, position } = getComputedStyle(around);
    if (overflowY !== "visible") frames.push(around.getBoundingClientRect());
    // What is fixed to the window is not cut by what it stands in.
    if (position === "fixed") break;
  }
  return isInView(anchor.getBoundingClientRect(), frames);
}

function anchorBox(anchor: Anchor): Box {
  return anchor instanceof Element ? anchor.getBoundingClientRect() : { x: anchor.x, y: anchor.y, width: 0, height: 0 };
}

function mirrored(placement: Placement): Placement {
  const sides = { below: "below", above: "above", right: "left", left: "right" } as const;
  const aligns = { start: "end", centre: "centre", end: "start" } as const;
  const vertical = placement.side === "below" || placement.side === "above";
  return { side: sides[placement.side], align: vertical ? aligns[placement.align] : placement.align };
}

/** Closing by a press must not also press what lies there. */
function swallowNextClick(): void {
  const swallow = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("click", swallow, { capture: true, once: true });
  // A press that becomes a drag sends no click, and the next real one must not be lost; a finger's click comes late.
  const forget = () => setTimeout(() => removeEventListener("click", swallow, true), CLICK_FOLLOWS_MS);
  addEventListener("pointerup", forget, { once: true });
}

function firstFocusable(surface: HTMLElement): HTMLElement {
  const wanted = surface.querySelector<HTMLElement>("[autofocus]");
  const first = 'a[href], button, input, textarea, select, [tabindex]:not([tabindex="-1"])';
  return (
    wanted ?? (surface.getAttribute("role") === "menu" ? surface : surface.querySelector<HTMLElement>(first)) ?? surface
  );
}
