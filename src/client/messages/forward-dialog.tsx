import { createMemo, createSignal, createUniqueId, For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import css from "#/client/messages/forward-dialog.module.css";
import { previewOf } from "#/client/messages/preview.ts";
import { roomKind, roomName, roomTitle } from "#/client/rooms/room-names.ts";
import { messageServer } from "#/client/sync/message-server.ts";
import { asSwError } from "#/client/sync/server.ts";
import { newId } from "#/client/sync/sync.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import { RoomGlyph } from "#/client/ui/rooms/room-glyph.tsx";
import type { Message } from "#/domain/messages/message.ts";
import { can } from "#/domain/rooms/permissions.ts";
import type { RoomEntry } from "#/domain/views/state.ts";

const mostShown = 50;

export type ForwardDialogProps = {
  readonly message: Message;
  readonly conversation: Conversation;
  readonly onClose: () => void;
};

/** Picks a room that one may write in, and says something with it. */
export default function ForwardDialog(props: ForwardDialogProps) {
  const { session } = props.conversation;
  const { state, toaster } = session;
  const listId = createUniqueId();
  // One for each time the dialog opens: pressing twice forwards once.
  const eventUuid = newId();
  const [query, setQuery] = createSignal("");
  const [chosen, setChosen] = createSignal<RoomEntry>();
  const [comment, setComment] = createSignal("");
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const rooms = createMemo(() => roomsFor(state, query()));
  let list!: HTMLUListElement;

  function walk(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const rows = [...list.querySelectorAll<HTMLElement>("button")];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    rows[Math.max(0, Math.min(rows.length - 1, at + step))]?.focus();
  }

  async function forward(): Promise<void> {
    const room = chosen();
    if (!room || busy()) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const words = comment().trim();
      await messageServer.forward({
        room_id: room.id,
        event_id: props.message.id,
        from_room_id: props.conversation.roomId(),
        event_uuid: eventUuid,
        ...(words ? { comment: words } : {}),
      });
      toaster.show(say("Forwarded to {roomTitle}", { roomTitle: roomTitle(room, state) }));
      props.onClose();
    } catch (error) {
      setProblem(asSwError(error).message);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      title={say("Forward message")}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{say("Cancel")}</Button>
          <Button
            kind="primary"
            busy={busy()}
            busyLabel={say("Forwarding")}
            disabledReason={chosen() ? undefined : say("Choose a room")}
            onClick={() => void forward()}
          >
            {chosen() ? say("Forward to {roomTitle}", { roomTitle: roomTitle(chosen()!, state) }) : say("Forward")}
          </Button>
        </>
      }
    >
      <blockquote class={css.quote}>
        <b>{props.conversation.person(props.message.sender_id).name}</b> {previewOf(props.message)}
      </blockquote>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys go from the field to the rows inside */}
      <div onKeyDown={walk}>
        <TextField
          label={say("To")}
          placeholder={say("Room or person")}
          autocomplete="off"
          autofocus
          aria-controls={listId}
          value={query()}
          onInput={setQuery}
        />
        <ul class={css.rooms} id={listId} ref={list}>
          <For each={rooms()}>
            {(room) => (
              <li>
                <button
                  type="button"
                  class={css.room}
                  aria-pressed={chosen()?.id === room.id}
                  onClick={() => setChosen(room)}
                >
                  <RoomGlyph kind={roomKind(room)} />
                  <span class={css.name}>{roomName(room, state)}</span>
                </button>
              </li>
            )}
          </For>
        </ul>
        <Show when={rooms().length === 0}>
          <p class={css.none} role="status">
            {say("You can't write in any room called “{query}”.", { query: query() })}
          </p>
        </Show>
      </div>
      <TextField label={say("Comment (optional)")} value={comment()} onInput={setComment} maxLength={4_000} />
      <Problem text={problem()} />
    </Dialog>
  );
}

function roomsFor(state: Conversation["session"]["state"], query: string): RoomEntry[] {
  const wanted = query.trim().toLowerCase();
  return Object.values(state.rooms)
    .filter((room) => can({ room, membership: room.membership, power_level: room.power_level }, "send") === null)
    .filter((room) => roomName(room, state).toLowerCase().includes(wanted))
    .toSorted((a, b) => b.last_position - a.last_position)
    .slice(0, mostShown);
}
