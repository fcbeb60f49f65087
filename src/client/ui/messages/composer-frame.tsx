import ArrowUp from "lucide-solid/icons/arrow-up";
import Square from "lucide-solid/icons/square";
import X from "lucide-solid/icons/x";
import { type JSX, Show, splitProps, untrack } from "solid-js";
import { say } from "#/client/language/say.ts";
import { IconButton } from "../controls/icon-button.tsx";
import css from "./composer-frame.module.css";

export type ComposerFrameProps = {
  /** `edit` has an amber edge, `incognito` a dashed border. */
  readonly mode?: "plain" | "edit" | "incognito" | undefined;
  /** Strips above the text: what is replied to, attachments. */
  readonly above?: JSX.Element;
  readonly start?: JSX.Element;
  readonly end?: JSX.Element;
  /** The field, usually a `ComposerInput`. */
  readonly children: JSX.Element;
  /** One line, its room always kept: who types, what a key does, or who can read this. */
  readonly hint?: JSX.Element;
  /** At the far end of the hint line: the counter from 90 % of the limit. */
  readonly counter?: JSX.Element;
  /** Opened above, such as the completion list. */
  readonly overlay?: JSX.Element;
};

/** The box that one writes in. Sending, drafts and completion are the product's. */
export function ComposerFrame(props: ComposerFrameProps) {
  return (
    <div class={css.frame}>
      {props.overlay}
      <div class={css.box} data-mode={props.mode ?? "plain"}>
        {props.above}
        <div class={css.line}>
          <div class={css.side}>{props.start}</div>
          <div class={css.field}>{props.children}</div>
          <div class={css.side}>{props.end}</div>
        </div>
      </div>
      <div class={css.under}>
        <span class={css.hint}>{props.hint}</span>
        <Show when={props.counter}>
          <span class={css.counter}>{props.counter}</span>
        </Show>
      </div>
    </div>
  );
}

export type ComposerInputProps = Omit<
  JSX.TextareaHTMLAttributes<HTMLTextAreaElement>,
  "onInput" | "class" | "aria-label"
> & {
  readonly label: string;
  readonly onInput?: ((value: string, field: HTMLTextAreaElement) => void) | undefined;
};

/** Grows with its text up to 40 % of the window, then scrolls. */
export function ComposerInput(props: ComposerInputProps) {
  const [own, native] = splitProps(props, ["label", "onInput", "value"]);
  // HTML keeps a textarea's first text between its tags; as an attribute the server's text would be lost.
  const first = untrack(() => own.value);
  return (
    <textarea
      rows={1}
      {...native}
      class={css.input}
      aria-label={own.label}
      value={own.value}
      onInput={(event) => own.onInput?.(event.currentTarget.value, event.currentTarget)}
    >
      {first}
    </textarea>
  );
}

export type SendButtonProps = {
  readonly hasText: boolean;
  /** An AI turn of one's own runs: Send becomes Stop. */
  readonly running?: boolean | undefined;
  readonly disabledReason?: string | undefined;
  readonly onSend: () => void;
  readonly onStop?: (() => void) | undefined;
};

export function SendButton(props: SendButtonProps) {
  return (
    <Show
      when={props.running}
      fallback={
        <IconButton
          label={say("Send")}
          shortcut="↵"
          type="submit"
          kind={props.hasText && !props.disabledReason ? "accent" : "quiet"}
          disabledReason={props.disabledReason}
          onClick={() => props.onSend()}
        >
          <ArrowUp />
        </IconButton>
      }
    >
      <IconButton label={say("Stop")} onClick={() => props.onStop?.()}>
        <Square class={css.stop ?? ""} />
      </IconButton>
    </Show>
  );
}

/** The line above the text that says what this is a reply to, or what is being edited. */
export function ComposerStrip(props: {
  readonly onClose: () => void;
  readonly closeLabel: string;
  readonly children: JSX.Element;
}) {
  return (
    <div class={css.strip}>
      <span class={css.stripText}>{props.children}</span>
      <IconButton label={props.closeLabel} size="small" onClick={() => props.onClose()}>
        <X />
      </IconButton>
    </div>
  );
}

/** In the composer's place for those who may only read: one sentence and one action. */
export function ReadOnlyComposer(props: { readonly text: string; readonly action?: JSX.Element }) {
  return (
    <div class={css.frame}>
      <div class={css.readOnly}>
        <span>{props.text}</span>
        {props.action}
      </div>
    </div>
  );
}
