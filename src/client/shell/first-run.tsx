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
import { personOf } from "#/client/shell/people.ts";
import { roomHref } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { workspacesToMakeIn } from "#/client/shell/workspace-field.tsx";
import { api } from "#/client/sync/api.ts";
import { newId } from "#/client/sync/sync.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Checkbox, Switch as Toggle } from "#/client/ui/controls/checkbox.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import { Avatar } from "#/client/ui/people/avatar.tsx";
import { RoomGlyph } from "#/client/ui/rooms/room-glyph.tsx";
import { isAi } from "#/domain/participants/participant.ts";
import type { Room } from "#/domain/rooms/room.ts";
import type { WorkspaceEntry } from "#/domain/views/state.ts";
import type { Workspace } from "#/domain/workspaces/workspace.ts";

/** How many of one's rooms are offered to begin in. */
const offered = 5;
const steps = 3;

/** What a newcomer is asked once, and may skip: a name, where their team works, and the first room. */
export default function FirstRun(props: { readonly workspace: WorkspaceEntry | undefined }) {
  const session = useSession();
  const { state } = session;
  const layers = useLayers();
  const navigate = useNavigate();
  const deed = createDeed();
  // One key for each thing that is made: who goes back and on again makes it once.
  const [roomUuid, workspaceUuid] = [newId(), newId()];
  const [step, setStep] = createSignal(1);
  const [isOver, setOver] = createSignal(false);
  const [name, setName] = createSignal(state.me.display_name);
  const [room, setRoom] = createSignal("");
  const places = workspacesToMakeIn(state).filter((each) => each.kind !== "personal");
  const [placeId, setPlaceId] = createSignal((places.find(({ id }) => id === props.workspace?.id) ?? places[0])?.id);
  const [place, setPlace] = createSignal("");
  const [made, setMade] = createSignal<Workspace>();
  const ai = Object.values(state.participants).find((each) => isAi(each) && !state.ai?.hidden);
  const [withAi, setWithAi] = createSignal(true);
  const [inviting, setInviting] = createSignal(false);
  const titles = () => [
    say("What should people call you?"),
    say("Where does your team work?"),
    say("Start your first room"),
  ];
  const rooms = () =>
    Object.values(state.rooms)
      .filter((each) => each.membership === "join" && each.room_type !== "dm" && each.state === "open")
      .filter((each) => !placeId() || each.workspace_id === placeId())
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
    if (step() === 2 && place().trim() && !(await deed.run(makePlace))) return;
    setStep(step() + 1);
  }

  async function makePlace(): Promise<void> {
    const workspace = await api.workspaces.create.mutate({ event_uuid: workspaceUuid, name: place().trim() });
    setMade(workspace);
    setPlaceId(workspace.id);
  }

  function begin(room: Pick<Room, "id" | "workspace_id" | "room_type">): void {
    leave();
    navigate(roomHref(room, state, made()?.slug ?? props.workspace?.slug));
    if (inviting()) layers.open({ is: "invite", roomId: room.id });
    else queueMicrotask(focusWriting);
  }

  async function start(): Promise<void> {
    const asked = room().trim();
    if (asked === "") return leave();
    await deed.run(async () => {
      const where = placeId() ? { workspace_id: placeId() } : {};
      const made = await roomVerbs.create({ event_uuid: roomUuid, name: asked, ...where });
      if (ai && withAi()) await api.rooms.invite.mutate({ room_id: made.id, participant_id: ai.id });
      begin(made);
    });
  }

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
            <Show when={places.length > 0}>
              <fieldset class={css.places} aria-label={say("Workspace")}>
                <For each={places}>
                  {(each) => (
                    <label class={css.place}>
                      <input
                        type="radio"
                        name="workspace"
                        checked={placeId() === each.id && place().trim() === ""}
                        onChange={() => {
                          setPlaceId(each.id);
                          setPlace("");
                        }}
                      />
                      <span>{each.name}</span>
                    </label>
                  )}
                </For>
              </fieldset>
            </Show>
            <TextField
              label={places.length > 0 ? say("Or make a new workspace") : say("Name of the workspace")}
              help={say("A workspace holds the rooms of a team or a project. You can rename it later.")}
              placeholder={say("Studio North")}
              maxLength={80}
              autocomplete="organization"
              value={place()}
              onInput={setPlace}
            />
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
              label={rooms().length > 0 ? say("Or start a room of your own") : say("Name of the room")}
              placeholder={say("launch")}
              maxLength={80}
              autocomplete="off"
              value={room()}
              onInput={setRoom}
            />
            <Show when={room().trim() !== ""}>
              <Show when={ai}>
                {(each) => (
                  <Toggle
                    label={say("{name} (AI) takes part", { name: each().display_name })}
                    checked={withAi()}
                    onChange={setWithAi}
                  />
                )}
              </Show>
              <Checkbox label={say("Invite people next")} checked={inviting()} onChange={setInviting} />
            </Show>
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
        <Problem text={deed.problem()} />
      </form>
    </Dialog>
  );
}
