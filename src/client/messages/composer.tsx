import Smile from "lucide-solid/icons/face-slightly-smiling";
import Users from "lucide-solid/icons/users";
import { createEffect, createMemo, createSignal, lazy, onCleanup, onMount, Show, Suspense } from "solid-js";
import { createCompletion } from "#/client/messages/completion-state.ts";
import { composerKeys, isForComposer, isTouch } from "#/client/messages/composer-keys.ts";
import { type ComposerState, createComposerState } from "#/client/messages/composer-state.ts";
import { type Conversation, createConversation } from "#/client/messages/conversation.ts";
import { previewOf } from "#/client/messages/message-parts.tsx";
import { typingSentence } from "#/client/messages/typing-sentence.ts";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { useSession } from "#/client/shell/session.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { VisuallyHidden } from "#/client/ui/controls/visually-hidden.tsx";
import { CompletionList } from "#/client/ui/messages/completion-list.tsx";
import {
  ComposerFrame,
  ComposerInput,
  ComposerStrip,
  ReadOnlyComposer,
  SendButton,
} from "#/client/ui/messages/composer-frame.tsx";
import { PersonRow } from "#/client/ui/people/member-row.tsx";
import { maxContentBytes } from "#/domain/messages/content.ts";
import { isAi } from "#/domain/participants/participant.ts";
import css from "./composer.module.css";

const EmojiPicker = lazy(() => import("#/client/messages/emoji-picker.tsx"));

export type ComposerProps = {
  readonly roomId: string;
  readonly threadRootId?: string | undefined;
};

/** Where one writes, in a room or in a thread of it. One who may not write reads why. */
export function Composer(props: ComposerProps) {
  const session = useSession();
  const conversation = createConversation(session, () => props.roomId);
  return (
    <Show when={conversation.may("send")} fallback={<ReadOnlyComposer text={reasonOf(conversation)} />}>
      <Show when={props.threadRootId ?? props.roomId} keyed>
        {(_place) => <Field conversation={conversation} rootId={props.threadRootId ?? null} />}
      </Show>
    </Show>
  );
}

function reasonOf(conversation: Conversation): string {
  if (conversation.room()?.state !== "open") return "This room is archived. Nothing new can be written here.";
  return conversation.room()?.room_type === "public"
    ? "You are reading a public room. Join it to write."
    : "You can't write here.";
}

function Field(props: { readonly conversation: Conversation; readonly rootId: string | null }) {
  const { conversation, rootId } = props;
  let field!: HTMLTextAreaElement;
  let box!: HTMLDivElement;
  let emojiButton!: HTMLButtonElement;
  const state = createComposerState(conversation, rootId, () => field);
  const [picking, setPicking] = createSignal(false);
  const completion = createCompletion(
    conversation,
    ({ from, to }, insert) => state.edit({ from, to, insert, select: [from + insert.length, from + insert.length] }),
    state.text,
  );
  const keys = composerKeys({ state, completion, onSubmit: () => state.submit() });
  const lookAround = () => completion.look(field.value, field.selectionEnd);

  const words = () => {
    if (state.isEditing()) return "Edit the message";
    if (rootId) return "Reply in thread";
    const room = conversation.room();
    return room ? `Message ${roomTitle(room, conversation.session.state)}` : "Message";
  };

  function pick(emoji: string): void {
    setPicking(false);
    const { selectionStart: from, selectionEnd: to } = field;
    state.edit({ from, to, insert: emoji, select: [from + emoji.length, from + emoji.length] });
  }

  onMount(() => {
    const hear = (event: KeyboardEvent) => {
      if (isForComposer(event, box)) field.focus();
    };
    window.addEventListener("keydown", hear);
    onCleanup(() => window.removeEventListener("keydown", hear));
    if (!CSS.supports("field-sizing", "content")) {
      createEffect(() => {
        state.text();
        field.style.blockSize = "auto";
        field.style.blockSize = `${field.scrollHeight}px`;
      });
    }
  });

  return (
    <div ref={box} class={css.composer}>
      <ComposerFrame
        mode={state.isEditing() ? "edit" : "plain"}
        above={<Strip state={state} conversation={conversation} />}
        overlay={
          <Show when={completion.isOpen()}>
            <CompletionList
              id={completion.id}
              label="People"
              items={completion.found()}
              active={completion.active()}
              onChoose={completion.choose}
            >
              {(person) => (
                <PersonRow
                  person={conversation.person(person.id)}
                  handle={`@${person.handle}`}
                  note={person.isMember ? undefined : "not in this room"}
                />
              )}
            </CompletionList>
          </Show>
        }
        hint={<Hint state={state} conversation={conversation} rootId={rootId} />}
        counter={counterOf(state.size())}
        end={
          <>
            <IconButton
              ref={emojiButton}
              label="Emoji"
              aria-haspopup="dialog"
              aria-expanded={picking()}
              onClick={() => setPicking(true)}
            >
              <Smile />
            </IconButton>
            <Show
              when={state.isEditing()}
              fallback={
                <SendButton
                  hasText={state.text().trim() !== ""}
                  disabledReason={tooLong(state.size())}
                  onSend={() => state.submit()}
                />
              }
            >
              <span class={css.actions}>
                <Button size="small" onClick={() => state.leave()}>
                  Cancel
                </Button>
                <Button size="small" kind="primary" onClick={() => state.submit()}>
                  Save
                </Button>
              </span>
            </Show>
          </>
        }
      >
        <ComposerInput
          ref={field}
          label={words()}
          placeholder={words()}
          value={state.text()}
          onInput={(value) => {
            state.write(value);
            lookAround();
          }}
          onKeyDown={keys.onKeyDown}
          onKeyUp={(event) => {
            if (/^(Arrow|Home|End|Page)/.test(event.key) && !completion.isOpen()) lookAround();
          }}
          onPaste={keys.onPaste}
          onBlur={() => completion.close()}
          onClick={lookAround}
          aria-autocomplete="list"
          aria-controls={completion.isOpen() ? completion.id : undefined}
          aria-activedescendant={completion.isOpen() ? `${completion.id}-${completion.active()}` : undefined}
          autocapitalize="sentences"
          enterkeyhint="enter"
        />
      </ComposerFrame>
      <div role="status" aria-live="polite">
        <VisuallyHidden>{completion.words()}</VisuallyHidden>
      </div>
      <Suspense>
        <Show when={picking()}>
          <EmojiPicker anchor={emojiButton} onPick={pick} onClose={() => setPicking(false)} />
        </Show>
      </Suspense>
    </div>
  );
}

function Strip(props: { readonly state: ComposerState; readonly conversation: Conversation }) {
  const intent = () => props.state.composing.intent();
  return (
    <Show when={intent().kind === "reply" && props.state.target()}>
      {(message) => (
        <ComposerStrip closeLabel="Leave the reply" onClose={() => props.state.leave()}>
          Reply to {props.conversation.person(message().sender_id).name}: {previewOf(message())}
        </ComposerStrip>
      )}
    </Show>
  );
}

/** One line: what is wrong, what a key does, who types, or who can read this. */
function Hint(props: {
  readonly state: ComposerState;
  readonly conversation: Conversation;
  readonly rootId: string | null;
}) {
  const { session } = props.conversation;
  const typing = createMemo(() => {
    const others = session.typingIn(props.conversation.roomId()).filter((id) => id !== props.conversation.me);
    return typingSentence(others.map((id) => props.conversation.person(id).name));
  });
  const away = () => session.connection().is === "offline" || session.connection().is === "reconnecting";
  const key = () => {
    const { kind } = props.state.composing.intent();
    if (kind === "plain" || isTouch()) return null;
    if (kind === "edit") return "Enter saves, Esc restores your draft";
    return "Esc leaves the reply";
  };
  const told = () => key() ?? (away() ? "Sends when you are back" : null) ?? (props.rootId ? null : typing());
  return (
    <Show
      when={props.state.problem()}
      fallback={
        <Show when={told()} fallback={<Audience conversation={props.conversation} />}>
          {(text) => <span>{text()}</span>}
        </Show>
      }
    >
      {(problem) => (
        <span class={css.problem} role="alert">
          {problem()}
        </span>
      )}
    </Show>
  );
}

/** Who reads along is told where it is decided: beside the words. */
function Audience(props: { readonly conversation: Conversation }) {
  const counts = createMemo(() => {
    const joined = Object.values(props.conversation.view()?.members ?? {}).filter((each) => each.membership === "join");
    const ais = joined.filter((each) => isAi(each.participant)).length;
    return { people: joined.length - ais, ais };
  });
  const words = () => {
    const { people, ais } = counts();
    const one = people === 1 ? "1 person" : `${people} people`;
    if (ais === 0) return `${one} can read this`;
    return `${one} and ${ais === 1 ? "1 AI" : `${ais} AIs`} can read this`;
  };
  return (
    <Show when={counts().people > 1 || counts().ais > 0}>
      <Users /> {words()}
    </Show>
  );
}

function tooLong(size: number): string | undefined {
  return size > maxContentBytes ? "The message is too long" : undefined;
}

const number = (value: number) => value.toString().replace(/\B(?=(\d{3})+$)/g, ",");

function counterOf(size: number): string | undefined {
  if (size > maxContentBytes) return `Too long by ${number(size - maxContentBytes)} bytes`;
  return size > maxContentBytes * 0.9 ? `${number(size)} of ${number(maxContentBytes)} bytes` : undefined;
}
