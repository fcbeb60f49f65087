import { createSignal, For } from "solid-js";
import { say } from "#/client/language/say.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { api } from "#/client/sync/api.ts";
import { asSwError } from "#/client/sync/server.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { ComposerStrip } from "#/client/ui/messages/composer-frame.tsx";

/** A mention reaches nobody who is not here: says so, and offers to ask them in. */
export default function OutsidersStrip(props: {
  readonly conversation: Conversation;
  readonly ids: readonly string[];
  readonly onDone: (id: string) => void;
}) {
  const [problem, setProblem] = createSignal<string>();
  const [busy, setBusy] = createSignal<string>();
  const { session } = props.conversation;

  async function invite(id: string): Promise<void> {
    setBusy(id);
    setProblem(undefined);
    try {
      await api.rooms.invite.mutate({ room_id: props.conversation.roomId(), participant_id: id });
      session.toaster.show(say("{name} was invited", { name: props.conversation.person(id).name }));
      props.onDone(id);
    } catch (error) {
      setProblem(asSwError(error).message);
    } finally {
      setBusy(undefined);
    }
  }

  return (
    <For each={props.ids}>
      {(id) => (
        <ComposerStrip closeLabel={say("Leave it")} onClose={() => props.onDone(id)}>
          <span role="status">
            {problem() ??
              say("{name} is not in this room and won't see this.", { name: props.conversation.person(id).name })}
          </span>{" "}
          <Button size="small" busy={busy() === id} busyLabel={say("Inviting")} onClick={() => void invite(id)}>
            {say("Invite")}
          </Button>
        </ComposerStrip>
      )}
    </For>
  );
}
