import { A, useNavigate } from "@solidjs/router";
import { createResource, createSignal, For, onCleanup, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import css from "#/client/rooms/dialogs.module.css";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { similarRooms } from "#/client/rooms/similar-rooms.ts";
import { isSlug, slugsOf } from "#/client/rooms/slugs.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { roomHref } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { WorkspaceField, workspacesToMakeIn } from "#/client/shell/workspace-field.tsx";
import { newId } from "#/client/sync/sync.ts";
import { Checkbox } from "#/client/ui/controls/checkbox.tsx";
import { ChoiceCard } from "#/client/ui/controls/choice-card.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { RoomGlyph } from "#/client/ui/rooms/room-glyph.tsx";
import type { RoomDetails } from "#/domain/rooms/room.ts";

type Access = "group" | "public" | "incognito";

const choices: readonly {
  readonly access: Access;
  readonly name: (tenant: string) => string;
  readonly help: string;
}[] = [
  {
    access: "group",
    name: () => say("Invited people"),
    get help() {
      return say("Others can't see that the room exists.");
    },
  },
  {
    access: "public",
    name: (tenant) => say("Everyone on {tenant}", { tenant }),
    get help() {
      return say("Anyone here can find, read and join it.");
    },
  },
  {
    access: "incognito",
    name: () => say("Invited people, incognito"),
    get help() {
      return say(
        "Not searchable, not remembered by AI, never exported. Its messages are deleted when everyone has left. Not encrypted end to end.",
      );
    },
  },
];

/** How long one stops typing before others' rooms are looked for. */
const pauseMs = 300;

function findRooms(q: string): Promise<RoomDetails[]> | RoomDetails[] {
  return q.length < 3 ? [] : roomVerbs.named(q);
}

/** A room for one thing. Who can come in is chosen here once: a room's type never changes. */
export default function CreateRoomDialog(props: LayerProps<"create-room">) {
  const { state } = useSession();
  const navigate = useNavigate();
  // One key for the dialog: pressing the button twice makes one room.
  const eventUuid = newId();
  const places = () => workspacesToMakeIn(state);
  const initial = places().find(({ id }) => id === props.workspace?.id) ?? places()[0];
  const [name, setName] = createSignal(props.layer.name ?? "");
  const [topic, setTopic] = createSignal("");
  const [access, setAccess] = createSignal<Access>("group");
  const [endsWithMe, setEndsWithMe] = createSignal(false);
  const [isRestricted, setRestricted] = createSignal(false);
  const [slugs, setSlugs] = createSignal("");
  const [areSlugsWrong, setSlugsWrong] = createSignal(false);
  const [workspaceId, setWorkspaceId] = createSignal(initial?.id ?? "");
  const [isNameless, setNameless] = createSignal(false);
  const [asked, setAsked] = createSignal("");
  // Rooms that one could join, too: a second one of their kind is made by those who don't know of the first.
  const [listed] = createResource(asked, findRooms);
  const similar = () => {
    const own = Object.values(state.rooms).filter((room) => room.room_type !== "dm" && room.state === "open");
    const others = (listed.error ? undefined : listed.latest)?.filter((room) => !(room.id in state.rooms)) ?? [];
    return similarRooms([...own, ...others], name());
  };
  let pause: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(pause));
  function rename(value: string): void {
    setName(value);
    clearTimeout(pause);
    pause = setTimeout(() => setAsked(value.trim().slice(0, 80)), pauseMs);
  }

  function check(): Promise<unknown> | undefined {
    const wrongSlugs = isRestricted() && !(slugsOf(slugs()).length > 0 && slugsOf(slugs()).every(isSlug));
    setNameless(!name().trim());
    setSlugsWrong(wrongSlugs);
    return isNameless() || wrongSlugs ? undefined : create();
  }

  async function create() {
    const room = await roomVerbs.create({
      event_uuid: eventUuid,
      name: name().trim(),
      room_type: access(),
      ...(isRestricted() ? { visibility: "restricted" as const, read_role_slugs: slugsOf(slugs()) } : {}),
      ...(access() === "incognito" && endsWithMe() ? { closes_with_creator: true } : {}),
      ...(topic().trim() ? { topic: topic().trim() } : {}),
      ...(workspaceId() ? { workspace_id: workspaceId() } : {}),
    });
    props.onClose();
    navigate(roomHref(room, state, props.workspace?.slug));
  }

  return (
    <DeedDialog
      title={say("New room")}
      verb={say("Create room")}
      busyLabel={say("Creating")}
      onDo={check}
      onClose={props.onClose}
    >
      <TextField
        label={say("Name")}
        placeholder="launch"
        error={isNameless() ? say("Give the room a name.") : undefined}
        maxLength={80}
        autocomplete="off"
        autofocus
        value={name()}
        onInput={rename}
      />
      <div aria-live="polite">
        <Show when={similar().length > 0}>
          <p class={css.choiceHelp}>
            {say("There is already:")}{" "}
            <For each={similar()}>
              {(room, at) => (
                <>
                  {at() > 0 ? ", " : ""}
                  <A href={roomHref(room, state, props.workspace?.slug)} onClick={() => props.onClose()}>
                    {room.name}
                  </A>
                </>
              )}
            </For>
          </p>
        </Show>
      </div>
      <TextField
        label={say("What is it for?")}
        placeholder={say("Optional")}
        maxLength={500}
        autocomplete="off"
        value={topic()}
        onInput={setTopic}
      />
      <fieldset class={css.choices}>
        <legend>{say("Who can come in?")}</legend>
        <For each={choices}>
          {(choice) => (
            <ChoiceCard
              name="access"
              checked={access() === choice.access}
              onChoose={() => setAccess(choice.access)}
              mark={<RoomGlyph kind={choice.access} />}
              label={choice.name(state.tenant.name)}
              help={choice.help}
            />
          )}
        </For>
      </fieldset>
      <Show when={access() === "incognito"}>
        <Checkbox
          label={say("End it when I leave")}
          help={say("The room closes the moment you leave, and its messages are deleted at once.")}
          checked={endsWithMe()}
          onChange={setEndsWithMe}
        />
      </Show>
      <Checkbox
        label={say("Only for people with a role")}
        help={say("Others can't see the room, and can't be invited to it.")}
        checked={isRestricted()}
        onChange={setRestricted}
      />
      <Show when={isRestricted()}>
        <TextField
          label={say("Roles or groups")}
          placeholder={say("incident-response, finance")}
          help={say("Their short names, with commas between. This can't be changed later.")}
          error={areSlugsWrong() ? say("Give short names of small letters, digits and hyphens.") : undefined}
          maxLength={400}
          autocomplete="off"
          spellcheck={false}
          value={slugs()}
          onInput={setSlugs}
        />
      </Show>
      <Show when={places().length > 1}>
        <WorkspaceField workspaces={places()} value={workspaceId()} onChange={setWorkspaceId} />
      </Show>
    </DeedDialog>
  );
}
