import { A } from "@solidjs/router";
import FileText from "lucide-solid/icons/file-text";
import { createMemo, For, Show } from "solid-js";
import { isServer } from "solid-js/web";
import { say } from "#/client/language/say.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { noteCardsOf } from "#/client/notes/note-card-reader.ts";
import line from "#/client/notes/note-line.module.css";
import { noteMentionsOf } from "#/client/notes/note-mentions.ts";
import { statusWords } from "#/client/notes/note-words.ts";
import type { TimelineItem } from "#/client/sync/timeline.ts";
import { AvatarStack } from "#/client/ui/people/avatar-stack.tsx";
import type { NoteMention } from "#/domain/notes/note-mentions.ts";
import css from "./note-cards.module.css";

/** The notes that a message names, as cards under its words. What one may not see is shown as what is not there: not at all. */
export default function NoteCards(props: { readonly item: TimelineItem; readonly conversation: Conversation }) {
  const mentions = createMemo(
    () => (isServer ? [] : noteMentionsOf(props.item.message.content.body ?? "", window.location.host)),
    [],
    { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );
  return <For each={mentions()}>{(mention) => <Card mention={mention} conversation={props.conversation} />}</For>;
}

function Card(props: { readonly mention: NoteMention; readonly conversation: Conversation }) {
  const { conversation } = props;
  const card = () => noteCardsOf(conversation.session).of(props.mention, conversation.room()?.workspace_id ?? null);
  const editors = () => (card()?.editor_ids ?? []).map(conversation.person);
  return (
    <Show when={card()}>
      {(shown) => (
        <A class={css.card} href={shown().path}>
          <FileText class={line.glyph ?? ""} />
          <span class={line.words}>
            <span class={line.line}>
              <b class={line.title}>{shown().title}</b>
              <Show when={shown().status !== "published"}>
                <span class={css.status}>{statusWords(shown().status)}</span>
              </Show>
            </span>
            <Show when={shown().excerpt}>
              <span class={css.excerpt}>{shown().excerpt}</span>
            </Show>
            <Show when={editors().length > 0}>
              <span class={css.editors}>
                <AvatarStack people={editors()} size={18} />
                {say("Writing here: {names}", {
                  names: editors()
                    .map(({ name }) => name)
                    .join(", "),
                })}
              </span>
            </Show>
          </span>
        </A>
      )}
    </Show>
  );
}
