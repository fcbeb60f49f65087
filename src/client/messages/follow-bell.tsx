import Bell from "lucide-solid/icons/bell";
import BellOff from "lucide-solid/icons/bell-off";
import { createSignal, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { messageServer } from "#/client/sync/message-server.ts";
import { asSwError } from "#/client/sync/server.ts";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";

/** Whether one hears of new replies in a thread. The stream tells the outcome, also to one's other devices. */
export function FollowBell(props: { readonly conversation: Conversation; readonly rootId: string }) {
  const { session } = props.conversation;
  const [busy, setBusy] = createSignal(false);
  const follows = () => props.conversation.entry()?.threads[props.rootId] !== undefined;

  async function toggle(): Promise<void> {
    if (busy()) return;
    const next = !follows();
    setBusy(true);
    try {
      await messageServer.follow(props.conversation.roomId(), props.rootId, next);
      session.toaster.show(next ? say("You follow this thread") : say("You don't follow this thread any more"));
    } catch (error) {
      session.toaster.show(say("Couldn't change that. {message}", { message: asSwError(error).message }));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Show when={props.conversation.entry()?.membership === "join"}>
      <IconButton
        label={follows() ? say("Following") : say("Not following")}
        aria-pressed={follows()}
        onClick={() => void toggle()}
      >
        {follows() ? <Bell /> : <BellOff />}
      </IconButton>
    </Show>
  );
}
