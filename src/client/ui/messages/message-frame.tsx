import Ban from "lucide-solid/icons/ban";
import CircleAlert from "lucide-solid/icons/circle-alert";
import Clock from "lucide-solid/icons/clock";
import Eye from "lucide-solid/icons/eye";
import { createSignal, createUniqueId, type JSX, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { VisuallyHidden } from "../controls/visually-hidden.tsx";
import { AiTag } from "../people/ai-tag.tsx";
import { Avatar } from "../people/avatar.tsx";
import type { Person } from "../people/person.ts";
import css from "./message-frame.module.css";
import header from "./message-header.module.css";

export type MessageTime = {
  /** ISO 8601, for machines. */
  readonly iso: string;
  /** As shown: “14:02”. */
  readonly text: string;
  /** Whole, for the tooltip: “Friday 21 November 2026, 14:02:09”. */
  readonly full?: string | undefined;
};

export type MessageState = "sent" | "pending" | "failed" | "redacted";

export type MessageFrameProps = {
  /** DOM id, the target of deep links. */
  readonly id?: string | undefined;
  readonly author: Person;
  readonly time: MessageTime;
  /** Same author shortly after: no avatar and no name; the time stands in the gutter on hover. */
  readonly follower?: boolean | undefined;
  readonly model?: string | undefined;
  readonly demo?: boolean | undefined;
  /** Host of a bridged or foreign author. */
  readonly origin?: string | undefined;
  readonly state?: MessageState | undefined;
  readonly mentionsMe?: boolean | undefined;
  readonly highlighted?: boolean | undefined;
  readonly onlyYou?: boolean | undefined;
  /** A word beside the name, such as that it is urgent. */
  readonly tag?: string | undefined;
  readonly emojiOnly?: boolean | undefined;
  /** Present when edited: “(edited)” after the last word opens the history. */
  readonly onOpenHistory?: (() => void) | undefined;
  readonly onOpenAuthor?: ((event: MouseEvent) => void) | undefined;
  readonly tabIndex?: number | undefined;
  readonly onKeyDown?: ((event: KeyboardEvent) => void) | undefined;
  /** A click with Alt on the message; the browser does nothing else, then. */
  readonly onAltClick?: (() => void) | undefined;
  /** The line above a reply. */
  readonly reply?: JSX.Element;
  /** Why it has not gone out and what can be done: “Not sent: … Retry”. */
  readonly notice?: JSX.Element;
  /** Reactions, thread footer, cards. */
  readonly footer?: JSX.Element;
  /** Built only while the message is pointed at or focused. */
  readonly bar?: (() => JSX.Element) | undefined;
  readonly children: JSX.Element;
};

/** One message, in a room, a thread, a search result or a comment; a person's and an AI's alike. */
export function MessageFrame(props: MessageFrameProps) {
  const id = createUniqueId();
  const [pointed, setPointed] = createSignal(false);
  const [focused, setFocused] = createSignal(false);
  const near = () => pointed() || focused();
  let frame!: HTMLElement;
  const hasOpened = () => frame.querySelector('[aria-expanded="true"]') !== null;

  /** What a finger presses gets the focus as well, and a bar would lie over what one reads. */
  let isByFinger = false;

  /** A press leaves the focus on what was pressed: that alone does not keep the bar once the pointer is gone. */
  function pointerLeft() {
    // In this order: without a reason to stay, what was opened goes with the bar.
    setFocused(hasOpened() || frame.matches(":focus-visible") || frame.querySelector(":focus-visible") !== null);
    setPointed(false);
  }

  function focusLeft(event: FocusEvent) {
    const to = event.relatedTarget;
    const isInside = to instanceof Node && frame.contains(to);
    if (!isInside && !hasOpened()) setFocused(false);
  }

  return (
    <article
      ref={frame}
      id={props.id}
      class={css.message}
      data-follower={props.follower ? "" : undefined}
      data-state={props.state ?? "sent"}
      data-mention={props.mentionsMe ? "" : undefined}
      data-highlight={props.highlighted ? "" : undefined}
      data-near={near() ? "" : undefined}
      aria-labelledby={`${id}-name ${id}-time`}
      aria-busy={props.state === "pending" ? "true" : undefined}
      tabIndex={props.tabIndex}
      onKeyDown={(event) => {
        isByFinger = false;
        props.onKeyDown?.(event);
      }}
      onClick={(event) => {
        if (!event.altKey || !props.onAltClick) return;
        event.preventDefault();
        props.onAltClick();
      }}
      onPointerEnter={(event) => {
        if (event.pointerType !== "touch") setPointed(true);
      }}
      onPointerLeave={pointerLeft}
      onPointerDown={(event) => {
        isByFinger = event.pointerType === "touch";
      }}
      onFocusIn={() => {
        if (!isByFinger) setFocused(true);
      }}
      onFocusOut={focusLeft}
    >
      <div class={css.row}>
        <Show when={props.onlyYou}>
          <p class={css.private}>
            <Eye /> {say("Only you can see this")}
          </p>
        </Show>
        {props.reply}
        <div class={css.gutter}>
          <Gutter message={props} />
        </div>
        <div class={css.main}>
          <Show
            when={!props.follower}
            fallback={
              <VisuallyHidden>
                <span id={`${id}-name`}>{authorWords(props)}</span>
              </VisuallyHidden>
            }
          >
            <Header message={props} id={id} />
          </Show>
          <Show when={props.follower}>
            <VisuallyHidden>
              <time id={`${id}-time`} datetime={props.time.iso}>
                {props.time.text}
              </time>
            </VisuallyHidden>
          </Show>
          <div
            class={css.body}
            data-emoji={props.emojiOnly ? "" : undefined}
            data-edited={props.onOpenHistory ? "" : undefined}
          >
            <Show when={props.state === "redacted"}>
              <Ban class={css.slash ?? ""} />
            </Show>
            {props.children}
            <Show when={props.onOpenHistory}>
              {(open) => (
                <button type="button" class={css.edited} onClick={() => open()()}>
                  {say("(edited)")}
                </button>
              )}
            </Show>
          </div>
          <Show when={props.notice}>
            <p class={css.notice} role="status">
              {props.notice}
            </p>
          </Show>
          {props.footer}
        </div>
        <Show when={near() && props.bar}>{(bar) => <div class={css.bar}>{bar()()}</div>}</Show>
      </div>
    </article>
  );
}

type Part = { readonly message: MessageFrameProps };

function Header(props: Part & { readonly id: string }) {
  return (
    <header class={header.header}>
      <button
        type="button"
        class={header.name}
        id={`${props.id}-name`}
        aria-label={authorWords(props.message)}
        onClick={(event) => props.message.onOpenAuthor?.(event)}
      >
        {props.message.author.name}
      </button>
      <Show when={props.message.author.kind === "ai"}>
        <AiTag demo={props.message.demo} />
      </Show>
      <Show when={props.message.tag}>{(tag) => <span class={header.tag}>{tag()}</span>}</Show>
      <Show when={props.message.model}>{(model) => <span class={header.meta}>{model()}</span>}</Show>
      <Show when={props.message.origin}>{(origin) => <span class={header.meta}>{origin()}</span>}</Show>
      <time
        class={header.time}
        id={`${props.id}-time`}
        datetime={props.message.time.iso}
        data-tip={props.message.time.full}
      >
        {props.message.time.text}
      </time>
      <Show when={props.message.state === "pending"}>
        <span class={css.clock} role="img" aria-label={say("Sending")}>
          <Clock />
        </span>
      </Show>
    </header>
  );
}

function Gutter(props: Part) {
  return (
    <>
      <Show when={props.message.state === "failed"}>
        <CircleAlert class={css.failed ?? ""} />
      </Show>
      <Show
        when={props.message.follower}
        fallback={
          <button
            type="button"
            class={css.face}
            tabIndex={-1}
            aria-hidden="true"
            onClick={(event) => props.message.onOpenAuthor?.(event)}
          >
            <Avatar person={props.message.author} size={36} />
          </button>
        }
      >
        <Show when={props.message.state === "pending"}>
          <Clock class={css.clock ?? ""} />
        </Show>
        <span class={css.gutterTime} aria-hidden="true" data-tip={props.message.time.full}>
          {props.message.time.text}
        </span>
      </Show>
    </>
  );
}

function authorWords(message: Pick<MessageFrameProps, "author">): string {
  return message.author.kind === "ai"
    ? say("{name}, AI assistant", { name: message.author.name })
    : message.author.name;
}
