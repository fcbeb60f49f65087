import { useNavigate } from "@solidjs/router";
import { Match, Show, Switch } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import { whyNot } from "#/client/rooms/rights.ts";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { createDeed } from "#/client/shell/deed.ts";
import css from "#/client/shell/room-foot.module.css";
import { useSession } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import type { RoomView } from "#/domain/views/state.ts";

/** In the composer's place for those who can't write here: one sentence, and what to do. */
export function RoomFoot(props: { readonly view: RoomView }) {
  const state = () => props.view.room.state;
  const isDm = () => props.view.room.room_type === "dm";
  return (
    <div class={css.foot}>
      <Switch fallback={<p class={css.words}>{whyNot(props.view, "send") ?? say("You can't write here.")}</p>}>
        <Match when={state() === "closed"}>
          <p class={css.words}>{say("This room is closed for good. What was said here can still be read.")}</p>
        </Match>
        <Match when={state() === "archived"}>
          <p class={css.words}>
            {isDm()
              ? say("This conversation is closed. Open it again to write.")
              : say("This room is archived. Nothing new can be written here.")}
          </p>
          <Show when={props.view.membership === "join"}>
            <Restore view={props.view} />
          </Show>
        </Match>
        <Match when={props.view.membership !== "join"}>
          <p class={css.words}>{say("You are reading a public room.")}</p>
          <Join view={props.view} label={say("Join to write")} />
        </Match>
      </Switch>
    </div>
  );
}

function Restore(props: { readonly view: RoomView }) {
  const session = useSession();
  const deed = createDeed();
  return (
    <Button
      busy={deed.busy()}
      busyLabel={say("Restoring")}
      disabledReason={whyNot(props.view, "archive")}
      onClick={() =>
        void deed.run(async () => {
          const { restore } = await import("#/client/rooms/restore.ts");
          await restore(session, props.view.room);
        })
      }
    >
      {props.view.room.room_type === "dm" ? say("Open again") : say("Restore room")}
    </Button>
  );
}

/** Someone asked to come sees the room's name and people, and decides. */
export function Invitation(props: { readonly view: RoomView }) {
  const { state } = useSession();
  const navigate = useNavigate();
  const declining = createDeed();
  const joined = () => Object.values(props.view.members).filter((member) => member.membership === "join").length;

  async function decline() {
    if (await declining.run(() => api.rooms.leave.mutate({ room_id: props.view.room.id })))
      navigate("/", { replace: true });
  }

  return (
    <section class={css.invitation} aria-labelledby="invitation">
      <h2 class={css.title} id="invitation">
        {say("You are invited to {title}", { title: roomTitle(props.view.room, state) })}
      </h2>
      <p class={css.words}>
        {sayCount(
          joined(),
          "{count} member. What was said before stays hidden until you join.",
          "{count} members. What was said before stays hidden until you join.",
        )}
      </p>
      <div class={css.actions}>
        <Button busy={declining.busy()} busyLabel={say("Declining")} onClick={() => void decline()}>
          {say("Decline")}
        </Button>
        <Join view={props.view} label={say("Join the room")} />
      </div>
      <Problem text={declining.problem()} />
    </section>
  );
}

function Join(props: { readonly view: RoomView; readonly label: string }) {
  const { store } = useSession();
  const joining = createDeed();

  async function join() {
    await api.rooms.join.mutate({ room_id: props.view.room.id });
    // What was hidden from a guest is read now; from here on events keep it.
    await store.loadRoom(props.view.room.id);
  }

  return (
    <>
      <Button kind="primary" busy={joining.busy()} busyLabel={say("Joining")} onClick={() => void joining.run(join)}>
        {props.label}
      </Button>
      <Problem text={joining.problem()} />
    </>
  );
}
