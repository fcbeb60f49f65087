import { createMemo, createSignal, For } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import { isUnreadAnywhere, markEverythingRead } from "#/client/messages/everything-read.ts";
import css from "#/client/rooms/dialogs.module.css";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { workspaceOfRoom } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { ChoiceCard } from "#/client/ui/controls/choice-card.tsx";
import { unreadOf } from "#/domain/messages/unread.ts";
import { notificationModeOf } from "#/domain/rooms/own-settings.ts";
import type { RoomEntry } from "#/domain/views/state.ts";

/** Which rooms are to count as read. It is seen at once, and a toast takes it back. */
export default function MarkReadDialog(props: LayerProps<"mark-read">) {
  const session = useSession();
  const { state } = session;
  const unread = createMemo(() => Object.values(state.rooms).filter(isUnreadAnywhere));
  const isMuted = (room: RoomEntry) => notificationModeOf(room, Date.now()) === "none";
  const asksMe = (room: RoomEntry) =>
    unreadOf(room).mentions > 0 ||
    Object.values(room.threads).some((each) => each.unread.some((ref) => ref.mentions_me));
  const scopes = createMemo(() => [
    { value: "all", label: say("Everything"), help: say("All rooms, people and threads."), rooms: unread() },
    {
      value: "quiet",
      label: say("What doesn't ask you"),
      help: say("Rooms without a mention, so that those with one stay."),
      rooms: unread().filter((room) => !asksMe(room)),
    },
    {
      value: "muted",
      label: say("Muted rooms"),
      help: say("What you are not told about anyway."),
      rooms: unread().filter(isMuted),
    },
    {
      value: "workspace",
      label: say("This workspace"),
      help: props.workspace?.name ?? "",
      rooms: unread().filter((room) => workspaceOfRoom(room, state)?.id === props.workspace?.id),
    },
  ]);
  const [chosen, setChosen] = createSignal("all");

  function mark(): Promise<void> {
    const scope = scopes().find((each) => each.value === chosen());
    props.onClose();
    return markEverythingRead(session, chosen() === "all" ? undefined : (scope?.rooms ?? []).map((room) => room.id));
  }

  return (
    <DeedDialog
      title={say("Mark as read")}
      verb={say("Mark as read")}
      busyLabel={say("Marking")}
      onDo={mark}
      onClose={props.onClose}
    >
      <fieldset class={css.choices} aria-label={say("What to mark as read")}>
        <For each={scopes()}>
          {(scope) => (
            <ChoiceCard
              name="scope"
              autofocus={scope.value === "all"}
              checked={chosen() === scope.value}
              onChoose={() => setChosen(scope.value)}
              mark={scope.rooms.length}
              label={scope.label}
              help={
                <>
                  {scope.help} {sayCount(scope.rooms.length, "{count} room", "{count} rooms")}
                </>
              }
            />
          )}
        </For>
      </fieldset>
    </DeedDialog>
  );
}
