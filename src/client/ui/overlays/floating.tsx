import { type JSX, onCleanup, onMount } from "solid-js";
import css from "./floating.module.css";
import { type Box, type Placement, place } from "./place.ts";

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
 * mounted, takes the focus to its first focusable part and gives it back.
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
    const moved = (event: Event) => {
      if (event.target instanceof Node && surface.contains(event.target)) return;
      if (event.type === "resize" || !matchMedia(phone).matches) props.onClose("moved");
    };
    addEventListener("pointerdown", outside, true);
    addEventListener("scroll", moved, true);
    addEventListener("resize", moved);
    onCleanup(() => {
      removeEventListener("pointerdown", outside, true);
      removeEventListener("scroll", moved, true);
      removeEventListener("resize", moved);
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
