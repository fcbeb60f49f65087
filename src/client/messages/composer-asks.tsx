import { lazy, Show } from "solid-js";
import type { ComposerState } from "#/client/messages/composer-state.ts";
import type { Conversation } from "#/client/messages/conversation.ts";

const NotifyDialog = lazy(() => import("#/client/messages/notify-dialog.tsx"));
const RemoveDialog = lazy(() => import("#/client/messages/remove-dialog.tsx"));

/** What is asked before something is sent: whether to remove what an edit left empty, and whether to call so many. */
export function ComposerAsks(props: {
  readonly state: ComposerState;
  readonly conversation: Conversation;
  readonly onAnswered: () => void;
}) {
  const { state, conversation } = props;
  return (
    <>
      <Show when={state.emptying()} keyed>
        {(message) => (
          <RemoveDialog
            message={message}
            conversation={conversation}
            onRemove={(reason) => {
              state.removeEmptied(reason);
              props.onAnswered();
            }}
            onClose={() => {
              state.keepEmptied();
              props.onAnswered();
            }}
          />
        )}
      </Show>
      <Show when={state.calling() > 0}>
        <NotifyDialog
          roomId={conversation.roomId()}
          count={state.calling()}
          onSend={() => state.submit(true)}
          onClose={() => {
            state.stopCalling();
            props.onAnswered();
          }}
        />
      </Show>
    </>
  );
}
