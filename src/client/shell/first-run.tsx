import { useNavigate } from "@solidjs/router";
import { createSignal, For, Match, Show, Switch } from "solid-js";
import { say } from "#/client/language/say.ts";
import { roomKind, roomName } from "#/client/rooms/room-names.ts";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { choose } from "#/client/shell/choose.ts";
import { createDeed } from "#/client/shell/deed.ts";
import css from "#/client/shell/first-run.module.css";
import { focusWriting } from "#/client/shell/focus.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import { look } from "#/client/shell/look.ts";
import { personOf } from "#/client/shell/people.ts";
import { roomHref } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import { newId } from "#/client/sync/sync.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import { Avatar } from "#/client/ui/people/avatar.tsx";
import { RoomGlyph } from "#/client/ui/rooms/room-glyph.tsx";
import type { Room } from "#/domain/rooms/room.ts";
import type { WorkspaceEntry } from "#/domain/views/state.ts";

const themes = () =>
  [
    { value: "system", label: say("As each device") },
    { value: "light", label: say("Light") },
    { value: "dark", label: say("Dark") },
  ] as const;

/** How many of one's rooms are offered to begin in. */
const offered = 5;
const steps = 3;

/** What a newcomer is asked once, and may skip: a name, a look, and where to begin. */
export default function FirstRun(props: { readonly workspace: WorkspaceEntry | undefined }) {
  const session = useSession();
  const { state } = session;
  const layers = useLayers();
  const navigate = useNavigate();
  const deed = createDeed();
  // A look that is on its way holds up nothing.
  const looking = createDeed();
  const roomUuid = newId();
  const [step, setStep] = createSignal(1);
  const [isOver, setOver] = createSignal(false);
  const [name, setName] = createSignal(state.me.display_name);
  const [room, setRoom] = createSignal("");
  const titles = () => [say("What should people call you?"), say("How should it look?"), say("Where do you begin?")];
  const rooms = () =>
    Object.values(state.rooms)
      .filter((each) => each.membership === "join" && each.room_type !== "dm" && each.state === "open")
      .toSorted((a, b) => b.last_position - a.last_position)
      .slice(0, offered);

  /** Asked once: where that could not be kept, it is asked again at the next visit. */
  function leave(): void {
    setOver(true);
    void choose(session, { welcomed: true }).catch(() => undefined);
  }

  async function next(): Promise<void> {
    const display_name = name().trim();
    const isRenamed = step() === 1 && display_name !== "" && display_name !== state.me.display_name;
    const rename = () => api.participants.updateProfile.mutate({ display_name });
    if (isRenamed && !(await deed.run(rename))) return;
    setStep(step() + 1);
  }

  function begin(place: Pick<Room, "id" | "workspace_id" | "room_type">): void {
    leave();
    navigate(roomHref(place, state, props.workspace?.slug));
    queueMicrotask(focusWriting);
  }

  async function start(): Promise<void> {
    const asked = room().trim();
    if (asked === "") return leave();
    await deed.run(async () => begin(await roomVerbs.create({ event_uuid: roomUuid, name: asked, ...inWorkspace() })));
  }
  const inWorkspace = () =>
    props.workspace && props.workspace.kind !== "personal" ? { workspace_id: props.workspace.id } : {};

  return (
    <Dialog
      open={!isOver()}
      title={titles()[step() - 1] ?? ""}
      onClose={leave}
      actions={
        <>
          <span class={css.dots} role="img" aria-label={say("Step {step} of {steps}", { step: step(), steps })}>
            <For each={[1, 2, 3]}>{(each) => <i data-now={each === step() ? "" : undefined} />}</For>
          </span>
          <Button onClick={leave}>{say("Skip")}</Button>
          <Button kind="primary" busy={deed.busy()} onClick={() => void (step() < steps ? next() : start())}>
            {step() < steps ? say("Next") : room().trim() === "" ? say("Done") : say("Start the room")}
          </Button>
        </>
      }
    >
      <form
        class={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void (step() < steps ? next() : start());
        }}
      >
        <Switch>
          <Match when={step() === 1}>
            <div class={css.me}>
              <Avatar person={{ ...personOf(state.me), name: name().trim() || state.me.display_name }} size={64} />
              <TextField
                label={say("Name")}
                help={say("Shown beside everything you write.")}
                maxLength={80}
                autofocus
                autocomplete="name"
                value={name()}
                onInput={setName}
              />
            </div>
          </Match>
          <Match when={step() === 2}>
            <fieldset class={css.looks} aria-label={say("Theme")}>
              <For each={themes()}>
                {(theme) => (
                  <label class={css.look} data-theme={theme.value}>
                    <input
                      type="radio"
                      name="theme"
                      checked={look().theme === theme.value}
                      onChange={() => void looking.run(() => choose(session, { theme: theme.value }))}
                    />
                    <span>{theme.label}</span>
                  </label>
                )}
              </For>
            </fieldset>
          </Match>
          <Match when={step() === 3}>
            <Show when={rooms().length > 0}>
              <ul class={css.rooms}>
                <For each={rooms()}>
                  {(each) => (
                    <li>
                      <button type="button" onClick={() => begin(each)}>
                        <RoomGlyph kind={roomKind(each)} />
                        <span>{roomName(each, state)}</span>
                        <small>{each.topic}</small>
                      </button>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
            <TextField
              label={rooms().length > 0 ? say("Or start a room of your own") : say("Start your first room")}
              placeholder={say("launch")}
              maxLength={80}
              autocomplete="off"
              value={room()}
              onInput={setRoom}
            />
            <p>
              <Button
                kind="quiet"
                size="small"
                onClick={() => {
                  leave();
                  layers.open({ is: "directory" });
                }}
              >
                {say("Browse public rooms")}
              </Button>
            </p>
          </Match>
        </Switch>
        <Problem text={deed.problem() ?? looking.problem()} />
      </form>
    </Dialog>
  );
}
