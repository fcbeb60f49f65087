import { createSignal, For, onMount, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { createConversation } from "#/client/messages/conversation.ts";
import { Message } from "#/client/messages/message.tsx";
import css from "#/client/messages/place-dialog.module.css";
import { MessageStage } from "#/client/messages/stage.tsx";
import { Blocked, System } from "#/client/messages/timeline-line.tsx";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { roomTitle } from "#/client/rooms/room-names.ts";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { roomHref } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { messageServer } from "#/client/sync/message-server.ts";
import { asSwError } from "#/client/sync/server.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { MessageSkeleton } from "#/client/ui/messages/timeline-lines.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import type { Message as MessageValue } from "#/domain/messages/message.ts";

type Stretch = { readonly messages: readonly MessageValue[]; readonly before: boolean; readonly after: boolean };

/** A message so far back that the timeline holds no way to it, where it was said: with its neighbours, and on from there. */
export default function PlaceDialog(props: LayerProps<"message-place">) {
  const session = useSession();
  const { state } = session;
  const { roomId, eventId } = props.layer;
  const conversation = createConversation(session, () => roomId);
  const clock = createViewerClock();
  const [stretch, setStretch] = createSignal<Stretch>();
  const [problem, setProblem] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  const room = () => state.views[roomId]?.room;
  const path = () => (room() ? roomHref(room()!, state, props.workspace?.slug) : "/");
  const title = () => (room() ? roomTitle(room()!, state) : say("A room"));
  const item = (message: MessageValue) => ({ key: message.id, message, pending: null });

  async function read(work: () => Promise<Stretch>): Promise<void> {
    setBusy(true);
    try {
      setStretch(await work());
      setProblem(undefined);
    } catch (error) {
      setProblem(asSwError(error).message);
    } finally {
      setBusy(false);
    }
  }

  async function begin(): Promise<Stretch> {
    const found = await messageServer.context(roomId, eventId);
    return { messages: found.messages, before: found.has_more_before, after: found.has_more_after };
  }

  async function on(known: Stretch, direction: "back" | "forward"): Promise<Stretch> {
    const edge = direction === "back" ? known.messages[0] : known.messages.at(-1);
    const page = await messageServer.stretch(roomId, edge?.stream_position ?? 0, direction);
    return direction === "back"
      ? { ...known, messages: [...page.messages, ...known.messages], before: page.has_more }
      : { ...known, messages: [...known.messages, ...page.messages], after: page.has_more };
  }

  onMount(() => void read(begin));

  return (
    <Dialog open size={720} title={say("Further back in {room}", { room: title() })} onClose={props.onClose}>
      <section class={css.scroller} aria-label={say("Messages")} aria-busy={busy()} {...clock.attributes()}>
        <Show when={stretch()} fallback={<For each={[1, 2, 3]}>{() => <MessageSkeleton />}</For>}>
          {(known) => (
            <MessageStage conversation={conversation} clock={clock} path={path()}>
              <Show when={known().before}>
                <div class={css.more}>
                  <Button size="small" busy={busy()} onClick={() => void read(() => on(known(), "back"))}>
                    {say("Show earlier messages")}
                  </Button>
                </div>
              </Show>
              <For each={known().messages}>
                {(message) => (
                  <div
                    ref={(element) => {
                      if (message.id === eventId) queueMicrotask(() => element.scrollIntoView?.({ block: "center" }));
                    }}
                  >
                    <Show when={message.content.msgtype !== "swp.system"} fallback={<System message={() => message} />}>
                      <Blocked message={() => message}>
                        <Message item={item(message)} highlighted={message.id === eventId} tabIndex={0} />
                      </Blocked>
                    </Show>
                  </div>
                )}
              </For>
              <Show when={known().after}>
                <div class={css.more}>
                  <Button size="small" busy={busy()} onClick={() => void read(() => on(known(), "forward"))}>
                    {say("Show later messages")}
                  </Button>
                </div>
              </Show>
            </MessageStage>
          )}
        </Show>
        <Problem text={problem()} />
      </section>
      <p class={css.foot}>{say("It is too far back for the room's own list, so it is shown here.")}</p>
    </Dialog>
  );
}
