import { createEffect, createSignal, on, Show } from "solid-js";
import { inSentence, say } from "#/client/language/say.ts";
import { whyNot } from "#/client/rooms/rights.ts";
import css from "#/client/rooms/room-settings.module.css";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { isSlug } from "#/client/rooms/slugs.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { railOrder } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { createSaved, Setting, SettingGroup } from "#/client/shell/setting.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Select } from "#/client/ui/overlays/select.tsx";
import type { RoomView } from "#/domain/views/state.ts";
import { workspaceAllows } from "#/domain/workspaces/workspace.ts";

/** What a room is called, what it is for, and where it is found. */
export function GeneralSettings(props: { readonly view: RoomView }) {
  const { state } = useSession();
  const room = () => props.view.room;
  const room_id = () => room().id;
  const isIncognito = () => room().room_type === "incognito";
  return (
    <SettingGroup title={say("The room")} help={kindWords(props.view)}>
      <TextSetting
        label={say("Name")}
        value={room().name ?? ""}
        maxLength={80}
        isRequired
        disabledReason={whyNot(props.view, "name")}
        save={(name) => roomVerbs.rename(room_id(), name)}
      />
      <TextSetting
        label={say("Topic")}
        value={room().topic ?? ""}
        maxLength={500}
        disabledReason={whyNot(props.view, "topic")}
        save={(topic) => roomVerbs.setTopic(room_id(), topic || null)}
      />
      <TextSetting
        label={say("Icon")}
        help={say("An emoji, or a letter or two.")}
        value={room().icon ?? ""}
        maxLength={8}
        disabledReason={whyNot(props.view, "name")}
        save={(icon) => roomVerbs.setIcon({ room_id: room_id(), icon: icon || null })}
      />
      <Show when={!isIncognito()}>
        <TextSetting
          label={say("Address")}
          help={
            room().room_alias
              ? say("{origin}/r/{room_alias}. Whoever knows it can ask to come in.", {
                  origin: origin(),
                  room_alias: room().room_alias,
                })
              : say("Small letters, digits and hyphens, such as launch-2027. Whoever knows it can ask to come in.")
          }
          value={room().room_alias ?? ""}
          maxLength={48}
          check={(alias) =>
            isSlug(alias) ? undefined : say("Use small letters, digits and hyphens, beginning and ending without one.")
          }
          disabledReason={whyNot(props.view, "name")}
          save={(alias) => roomVerbs.setAlias({ room_id: room_id(), room_alias: alias || null })}
        />
      </Show>
      <MoveSetting view={props.view} />
      <Show when={room().read_role_slugs}>
        {(slugs) => (
          <Setting
            label={say("Restricted")}
            help={say("Chosen when the room was made. Only people with one of these roles see it.")}
          >
            <span class={css.slugs}>{slugs().join(", ")}</span>
          </Setting>
        )}
      </Show>
    </SettingGroup>
  );

  function origin(): string {
    return typeof location === "undefined" ? state.tenant.server_name : location.host;
  }
}

function kindWords(view: RoomView): string {
  if (view.room.room_type === "incognito")
    return say(
      "An incognito room: not searchable, not remembered by AI, never exported, and deleted when everyone has left.",
    );
  if (view.room.room_type === "public")
    return say("A public room: everyone on this server can find, read and join it.");
  return say("A private room: only people who were asked see it.");
}

function MoveSetting(props: { readonly view: RoomView }) {
  const { state } = useSession();
  const saved = createSaved();
  const deed = createDeed();
  const places = () =>
    railOrder(state).filter(
      (workspace) => workspace.id === props.view.room.workspace_id || workspaceAllows(workspace.role, "create_room"),
    );
  const options = () => {
    const all = places().map((workspace) => ({ value: workspace.id, label: workspace.name }));
    const here = props.view.room.workspace_id;
    return all.some(({ value }) => value === here) ? all : [{ value: here, label: say("Another workspace") }, ...all];
  };

  async function move(workspace_id: string) {
    if (workspace_id === props.view.room.workspace_id) return;
    if (await deed.run(() => roomVerbs.move({ room_id: props.view.room.id, workspace_id }))) saved.say("move");
  }

  return (
    <Setting
      label={say("Workspace")}
      help={say("Moving it changes where it is listed. Its members stay.")}
      saved={saved.is("move")}
      problem={deed.problem()}
    >
      <Select
        label={say("Workspace")}
        value={props.view.room.workspace_id}
        options={options()}
        onChange={(next) => void move(next)}
        disabledReason={whyNot(props.view, "move")}
      />
    </Setting>
  );
}

type TextSettingProps = {
  readonly label: string;
  readonly help?: string | undefined;
  readonly value: string;
  readonly maxLength: number;
  readonly isRequired?: boolean | undefined;
  readonly disabledReason: string | undefined;
  /** Why a text can't be saved; nothing of an empty one. */
  readonly check?: ((text: string) => string | undefined) | undefined;
  readonly save: (text: string) => Promise<unknown>;
};

/** A line of text with its own button, which stands there only while something was changed. */
function TextSetting(props: TextSettingProps) {
  const [text, setText] = createSignal(props.value);
  const [wrong, setWrong] = createSignal<string>();
  const saved = createSaved();
  const deed = createDeed();
  createEffect(
    on(
      () => props.value,
      (value) => setText(value),
      { defer: true },
    ),
  );
  const isChanged = () => text().trim() !== props.value && !(props.isRequired && !text().trim());

  async function save(event: SubmitEvent) {
    event.preventDefault();
    const wrong = text().trim() && props.check?.(text().trim());
    setWrong(wrong || undefined);
    if (!wrong && isChanged() && (await deed.run(() => props.save(text().trim())))) saved.say("text");
  }

  return (
    <Setting
      label={props.label}
      help={props.disabledReason ?? props.help}
      saved={saved.is("text")}
      problem={wrong() ?? deed.problem()}
    >
      <form class={css.text} onSubmit={(event) => void save(event)}>
        <TextField
          label={props.label}
          hideLabel
          maxLength={props.maxLength}
          autocomplete="off"
          readOnly={props.disabledReason !== undefined}
          value={text()}
          onInput={setText}
        />
        <Show when={isChanged()}>
          <Button
            type="submit"
            busy={deed.busy()}
            busyLabel={say("Saving")}
            aria-label={say("Save {what}", { what: inSentence(props.label) })}
          >
            {say("Save")}
          </Button>
        </Show>
      </form>
    </Setting>
  );
}
