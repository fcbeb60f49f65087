import { useNavigate } from "@solidjs/router";
import Smile from "lucide-solid/icons/face-slightly-smiling";
import Flag from "lucide-solid/icons/flag";
import Type from "lucide-solid/icons/type";
import { createEffect, createMemo, createSignal, lazy, onCleanup, onMount, Show, Suspense } from "solid-js";
import { Dynamic } from "solid-js/web";
import { say } from "#/client/language/say.ts";
import { isInFence } from "#/client/messages/completion.ts";
import { CompletionOffer } from "#/client/messages/completion-offer.tsx";
import { createCompletion } from "#/client/messages/completion-state.ts";
import { ComposerAbove } from "#/client/messages/composer-above.tsx";
import { ComposerAsks } from "#/client/messages/composer-asks.tsx";
import { counterOf, Hint, tooLong } from "#/client/messages/composer-hints.tsx";
import { composerKeys, isForComposer } from "#/client/messages/composer-keys.ts";
import { createComposerState } from "#/client/messages/composer-state.ts";
import { type Conversation, createConversation } from "#/client/messages/conversation.ts";
import { continueLine } from "#/client/messages/marks.ts";
import { useMessageSlots } from "#/client/messages/slots.ts";
import { keepWriting, keptWriting } from "#/client/messages/writing-kept.ts";
import { otherOf, roomTitle } from "#/client/rooms/room-names.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { VisuallyHidden } from "#/client/ui/controls/visually-hidden.tsx";
import { CompletionList } from "#/client/ui/messages/completion-list.tsx";
import { ComposerFrame, ComposerInput, ReadOnlyComposer, SendButton } from "#/client/ui/messages/composer-frame.tsx";
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
  if (conversation.room()?.state !== "open") return say("This room is archived. Nothing new can be written here.");
  return conversation.room()?.room_type === "public"
    ? say("You are reading a public room. Join it to write.")
    : say("You can't write here.");
}

function Field(props: { readonly conversation: Conversation; readonly rootId: string | null }) {
  const { conversation, rootId } = props;
  let field!: HTMLTextAreaElement;
  let box!: HTMLDivElement;
  let emojiButton!: HTMLButtonElement;
  const place = { conversation, rootId, layers: useLayers(), navigate: useNavigate() };
  const state = createComposerState(conversation, rootId, () => field, place);
  const [picking, setPicking] = createSignal(false);
  const [formats, setFormats] = createSignal(false);
  const slots = useMessageSlots();
  const stop = createMemo(() => slots?.stopper({ conversation, rootId }));
  const completion = createCompletion(
    conversation,
    ({ from, to }, insert) => state.edit({ from, to, insert, select: [from + insert.length, from + insert.length] }),
    state.text,
    async () => (await import("#/client/messages/command-run.ts")).commandsFor(place),
  );
  const keys = composerKeys({ state, completion, onSubmit: () => state.submit(), stop });
  const [goesOn, setGoesOn] = createSignal(false);
  function lookAround(): void {
    const { value, selectionEnd: caret } = field;
    completion.look(value, caret);
    setGoesOn(isInFence(value, caret) || continueLine(value, caret) !== null);
  }

  const words = () => {
    if (state.isEditing()) return say("Edit the message");
    if (rootId) return say("Reply in thread");
    const room = conversation.room();
    if (!room) return say("Message");
    const other = otherOf(room, conversation.session.state);
    if (other && isAi(other)) return say("Ask {name}", { name: other.display_name });
    return say("Message {roomTitle}", { roomTitle: roomTitle(room, conversation.session.state) });
  };

  function pick(emoji: string): void {
    setPicking(false);
    const { selectionStart: from, selectionEnd: to } = field;
    state.edit({ from, to, insert: emoji, select: [from + emoji.length, from + emoji.length] });
  }

  onMount(() => {
    setFormats(keptWriting("formatting"));
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
    <div ref={box} class={css.composer} data-composer>
      <Show when={conversation.view()?.ai && slots}>
        {(given) => (
          <Suspense>
            <Dynamic component={given().OverComposer} conversation={conversation} rootId={rootId} />
          </Suspense>
        )}
      </Show>
      <ComposerFrame
        mode={state.isEditing() ? "edit" : "plain"}
        above={
          <ComposerAbove
            state={state}
            conversation={conversation}
            rootId={rootId}
            formats={formats()}
            field={() => field}
          />
        }
        overlay={
          <Show when={completion.isOpen()}>
            <CompletionList
              id={completion.id}
              label={completion.label()}
              items={completion.found()}
              active={completion.active()}
              onChoose={completion.choose}
            >
              {(offer) => <CompletionOffer offer={offer} conversation={conversation} />}
            </CompletionList>
          </Show>
        }
        hint={
          <Hint
            state={state}
            conversation={conversation}
            rootId={rootId}
            goesOn={goesOn()}
            command={completion.argumentHint()}
          />
        }
        counter={counterOf(state.size())}
        start={
          <IconButton
            label={say("Formatting")}
            aria-pressed={formats()}
            onClick={() => {
              setFormats(!formats());
              keepWriting("formatting", formats());
              field.focus();
            }}
          >
            <Type class={(formats() && css.chosen) || ""} />
          </IconButton>
        }
        end={
          <>
            <Show when={!state.isEditing()}>
              <IconButton
                label={say("Priority")}
                aria-pressed={state.priority()}
                onClick={() => {
                  state.setPriority(!state.priority());
                  field.focus();
                }}
              >
                <Flag class={(state.priority() && css.urgent) || ""} />
              </IconButton>
            </Show>
            <IconButton
              ref={emojiButton}
              label={say("Emoji")}
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
                  running={state.text().trim() === "" && stop() !== undefined}
                  onStop={() => stop()?.()}
                  disabledReason={tooLong(state.size())}
                  onSend={() => state.submit()}
                />
              }
            >
              <span class={css.actions}>
                <Button size="small" onClick={() => state.leave()}>
                  {say("Cancel")}
                </Button>
                <Button size="small" kind="primary" onClick={() => state.submit()}>
                  {say("Save")}
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
          autocomplete="off"
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
        <ComposerAsks state={state} conversation={conversation} onAnswered={() => field.focus()} />
      </Suspense>
    </div>
  );
}
