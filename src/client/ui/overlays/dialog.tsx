import X from "lucide-solid/icons/x";
import { createUniqueId, type JSX, onCleanup, onMount, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { IconButton } from "../controls/icon-button.tsx";
import css from "./dialog.module.css";

export type DialogProps = {
  readonly open: boolean;
  readonly title: string;
  readonly size?: 440 | 560 | 720 | undefined;
  /** Esc, the scrim or the cross; the opener decides whether to close. */
  readonly onClose: () => void;
  /** At most two buttons, the verb last. A dangerous dialog gives its Cancel `autofocus`. */
  readonly actions?: JSX.Element;
  readonly children: JSX.Element;
};

/** A modal question or form; on a phone a sheet with full-width actions. */
export function Dialog(props: DialogProps) {
  const titleId = createUniqueId();
  return (
    <Show when={props.open}>
      <ModalSurface class={css.dialog} size={props.size ?? 440} labelledBy={titleId} onClose={props.onClose}>
        <header class={css.header}>
          <h2 class={css.title} id={titleId}>
            {props.title}
          </h2>
          <IconButton label={say("Close")} size="small" onClick={() => props.onClose()}>
            <X />
          </IconButton>
        </header>
        <div class={css.body}>{props.children}</div>
        <Show when={props.actions}>
          <footer class={css.actions}>{props.actions}</footer>
        </Show>
      </ModalSurface>
    </Show>
  );
}

export type SheetProps = {
  readonly open: boolean;
  readonly label: string;
  readonly onClose: () => void;
  readonly children: JSX.Element;
};

/** A surface that rises from the foot of the window, for verbs on a phone. */
export function Sheet(props: SheetProps) {
  return (
    <Show when={props.open}>
      <ModalSurface class={css.sheet} label={props.label} onClose={props.onClose}>
        <span class={css.grab} aria-hidden="true" />
        <div class={css.body}>{props.children}</div>
      </ModalSurface>
    </Show>
  );
}

type ModalSurfaceProps = {
  readonly class: string | undefined;
  readonly size?: number | undefined;
  readonly label?: string | undefined;
  readonly labelledBy?: string | undefined;
  readonly onClose: () => void;
  readonly children: JSX.Element;
};

/**
 * The platform's modal: it makes the rest inert, keeps the focus inside and, when closed before it leaves the page, gives
 * it back to where it was.
 */
export function ModalSurface(props: ModalSurfaceProps) {
  let dialog!: HTMLDialogElement;
  let pressedOnScrim = false;
  onMount(() => {
    dialog.showModal();
    onCleanup(() => dialog.close());
  });
  return (
    <dialog
      ref={dialog}
      class={props.class}
      data-size={props.size}
      aria-label={props.label}
      aria-labelledby={props.labelledBy}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      // A key in a layer belongs to that layer: the room behind must not hear it.
      onKeyDown={(event) => event.stopPropagation()}
      // Text selected by dragging out of the dialog ends on the scrim and must not close it.
      onPointerDown={(event) => {
        pressedOnScrim = event.target === dialog;
      }}
      onClick={(event) => {
        if (pressedOnScrim && event.target === dialog) props.onClose();
      }}
    >
      <div class={css.inside}>{props.children}</div>
    </dialog>
  );
}
