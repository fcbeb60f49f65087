import { useNavigate } from "@solidjs/router";
import AtSign from "lucide-solid/icons/at-sign";
import { createSignal, For, onCleanup, onMount, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { shortTime } from "#/client/language/times.ts";
import css from "#/client/messages/found-dialog.module.css";
import { previewOf } from "#/client/messages/preview.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { roomTitle } from "#/client/rooms/room-names.ts";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { roomHref } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { messageServer } from "#/client/sync/message-server.ts";
import { asSwError } from "#/client/sync/server.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import type { Message } from "#/domain/messages/message.ts";

/** Several events in a row are one reason to look again. */
const againAfterMs = 400;

/** Where others named one, the newest first. Each leads to where it was said. */
export default function MentionsDialog(props: LayerProps<"mentions">) {
  const session = useSession();
  const { state } = session;
  const navigate = useNavigate();
  const clock = createViewerClock();
  const [found, setFound] = createSignal<readonly Message[]>();
  const [next, setNext] = createSignal<number | null>(null);
  const [problem, setProblem] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);

  async function read(from?: number): Promise<void> {
    setBusy(true);
    try {
      const page = await messageServer.mentions(from);
      setProblem(undefined);
      setFound(from === undefined ? page.items : [...(found() ?? []), ...page.items]);
      setNext(page.next_cursor === null ? null : Number(page.next_cursor));
    } catch (error) {
      setProblem(asSwError(error).message);
    } finally {
      setBusy(false);
    }
  }

  onMount(() => {
    void read();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const off = session.store.onApplied((events) => {
      if (!events.some((event) => event.type.startsWith("swp.room.message") || event.type === "swp.room.redaction"))
        return;
      clearTimeout(timer);
      timer = setTimeout(() => void read(), againAfterMs);
    });
    onCleanup(() => {
      clearTimeout(timer);
      off();
    });
  });

  const shown = () => (found() ?? []).filter((message) => !state.own.blocked.includes(message.sender_id));
  const hrefOf = (message: Message) => {
    const room = state.rooms[message.room_id];
    const thread = message.thread_root_id && !message.also_in_room ? `thread=${message.thread_root_id}&` : "";
    return room ? `${roomHref(room, state, props.workspace?.slug)}?${thread}message=${message.id}` : "/";
  };
  const place = (message: Message) => {
    const room = state.rooms[message.room_id];
    return room ? roomTitle(room, state) : say("A room");
  };

  return (
    <Dialog open size={560} title={say("Recent mentions")} onClose={props.onClose}>
      <div class={css.list} aria-busy={busy()} {...clock.attributes()}>
        <ul>
          <For each={shown()}>
            {(message) => (
              <li>
                <a
                  class={css.found}
                  href={hrefOf(message)}
                  onClick={(event) => {
                    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                    event.preventDefault();
                    props.onClose();
                    navigate(hrefOf(message));
                  }}
                >
                  <span class={css.where}>
                    {state.participants[message.sender_id]?.display_name ?? say("Somebody")} · {place(message)}
                  </span>
                  <time class={css.when} dateTime={message.created_at}>
                    {shortTime(message.origin_ts, clock.zone(), clock.now())}
                  </time>
                  <span class={css.words}>{previewOf(message)}</span>
                </a>
              </li>
            )}
          </For>
        </ul>
        <Show when={found() && shown().length === 0}>
          <EmptyState
            icon={<AtSign />}
            title={say("Nobody named you")}
            text={say("Messages with your name, or for everyone in a room, show up here.")}
          />
        </Show>
        <Problem text={problem()} />
        <Show when={next() !== null}>
          <Button busy={busy()} busyLabel={say("Looking")} onClick={() => void read(next() ?? undefined)}>
            {say("Look further back")}
          </Button>
        </Show>
      </div>
    </Dialog>
  );
}
