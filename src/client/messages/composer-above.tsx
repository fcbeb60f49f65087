import { lazy, Show, Suspense } from "solid-js";
import { say } from "#/client/language/say.ts";
import { Strip } from "#/client/messages/composer-hints.tsx";
import type { ComposerState } from "#/client/messages/composer-state.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Checkbox } from "#/client/ui/controls/checkbox.tsx";
import { ComposerStrip } from "#/client/ui/messages/composer-frame.tsx";
import css from "./composer.module.css";

const FormattingBar = lazy(() => import("#/client/messages/formatting-bar.tsx"));
const CommandStrip = lazy(() => import("#/client/messages/command-strip.tsx"));
const OutsidersStrip = lazy(() => import("#/client/messages/outsiders-strip.tsx"));

export type ComposerAboveProps = {
  readonly state: ComposerState;
  readonly conversation: Conversation;
  readonly rootId: string | null;
  /** Whether the bar of formats is shown. */
  readonly formats: boolean;
  readonly field: () => HTMLTextAreaElement;
};

/** What stands over the field: what is answered or edited, what is offered, and what was told. */
export function ComposerAbove(props: ComposerAboveProps) {
  const { state, conversation } = props;
  const roomWords = () => {
    const room = conversation.room();
    return room ? roomTitle(room, conversation.session.state) : say("the room");
  };
  return (
    <>
      <Strip state={state} conversation={conversation} />
      <Show when={props.rootId && !state.isEditing()}>
        <div class={css.also}>
          <Checkbox
            label={say("Also send to {roomWords}", { roomWords: roomWords() })}
            checked={state.alsoInRoom()}
            onChange={state.setAlsoInRoom}
          />
        </div>
      </Show>
      <Suspense>
        <Show when={props.formats}>
          <FormattingBar
            conversation={conversation}
            text={state.text()}
            field={props.field()}
            onEdit={(change) => state.edit(change)}
          />
        </Show>
        <Show when={state.pasted()}>
          <ComposerStrip closeLabel={say("Leave it as it is")} onClose={() => state.leavePasted()}>
            {say("That is a lot of text.")}{" "}
            <Button size="small" onClick={() => void state.fencePasted()}>
              {say("Put into a block of code")}
            </Button>
          </ComposerStrip>
        </Show>
        <Show when={state.told()}>
          {(told) => (
            <CommandStrip
              told={told()}
              onClose={() => {
                state.putAway();
                props.field().focus();
              }}
              onSendAsText={() => state.submit(false, true)}
            />
          )}
        </Show>
        <Show when={state.outsiders().length > 0}>
          <OutsidersStrip
            conversation={conversation}
            ids={state.outsiders()}
            onDone={(id) => {
              state.forgetOutsider(id);
              props.field().focus();
            }}
          />
        </Show>
      </Suspense>
    </>
  );
}
