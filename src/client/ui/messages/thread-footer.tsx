import { Show } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import { Avatar } from "../people/avatar.tsx";
import { AvatarStack } from "../people/avatar-stack.tsx";
import type { Person } from "../people/person.ts";
import { UnreadDot } from "../rooms/badge.tsx";
import css from "./thread-footer.module.css";

export type ThreadFooterProps = {
  readonly href: string;
  readonly replies: number;
  /** Latest first. */
  readonly people: readonly Person[];
  /** “5 min ago”. */
  readonly last?: string | undefined;
  readonly unread?: boolean | undefined;
};

/** Opens the thread of the message above it. */
export function ThreadFooter(props: ThreadFooterProps) {
  return (
    <a class={css.footer} href={props.href}>
      <AvatarStack people={props.people.slice(0, 3)} />
      <span class={css.replies}>{sayCount(props.replies, "{count} reply", "{count} replies")}</span>
      <Show when={props.last}>{(last) => <span class={css.last}>{say("last {ago}", { ago: last() })}</span>}</Show>
      <Show when={props.unread}>
        <UnreadDot />
        <span class={css.said}>{say("unread")}</span>
      </Show>
    </a>
  );
}

export type ReplyPreviewProps = {
  /** Absent when the original is gone or may not be seen. */
  readonly original?: { readonly author: Person; readonly text: string; readonly href: string } | undefined;
};

const PREVIEW_SHOWN = 80;

/** The line above a reply. */
export function ReplyPreview(props: ReplyPreviewProps) {
  return (
    <Show when={props.original} fallback={<p class={css.preview}>{say("Original message unavailable")}</p>}>
      {(original) => (
        <a class={css.preview} href={original().href}>
          <Avatar person={original().author} size={20} />
          <b>{original().author.name}</b>
          <span class={css.quote}>{shortened(original().text)}</span>
        </a>
      )}
    </Show>
  );
}

function shortened(text: string): string {
  const letters = Array.from(text.replace(/\s+/gu, " "));
  return letters.length > PREVIEW_SHOWN
    ? `${letters
        .slice(0, PREVIEW_SHOWN - 1)
        .join("")
        .trimEnd()}…`
    : letters.join("");
}
