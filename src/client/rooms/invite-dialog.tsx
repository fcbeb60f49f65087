import { createSignal, createUniqueId, For, Match, Switch } from "solid-js";
import { say } from "#/client/language/say.ts";
import css from "#/client/rooms/dialogs.module.css";
import { InviteByLink } from "#/client/rooms/invite-by-link.tsx";
import { InviteByMail } from "#/client/rooms/invite-by-mail.tsx";
import { PersonPicker } from "#/client/rooms/person-picker.tsx";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { createDeed } from "#/client/shell/deed.ts";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import { isAi, type Participant } from "#/domain/participants/participant.ts";

const ways = ["People", "Mail", "Link"] as const;
type Way = (typeof ways)[number];
const wayLabels: Readonly<Record<Way, string>> = {
  get People() {
    return say("People");
  },
  get Mail() {
    return say("Mail");
  },
  get Link() {
    return say("Link");
  },
};

/** Three ways to bring someone into a room: those who are here, a mail to someone who is not, a link to hand out. */
export default function InviteDialog(props: LayerProps<"invite">) {
  const { state } = useSession();
  const id = createUniqueId();
  const [way, setWay] = createSignal<Way>("People");
  const view = () => state.views[props.layer.roomId];
  const title = () => (view() ? roomTitle(view()!.room, state) : say("this room"));

  function walk(event: KeyboardEvent) {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = ways[(ways.indexOf(way()) + step + ways.length) % ways.length]!;
    setWay(next);
    document.getElementById(`${id}-${next}`)?.focus();
  }

  return (
    <Dialog
      open
      size={560}
      title={say("Invite to {title}", { title: title() })}
      onClose={props.onClose}
      actions={
        <Button kind="primary" onClick={() => props.onClose()}>
          {say("Done")}
        </Button>
      }
    >
      <div class={css.tabs} role="tablist" aria-label={say("How to invite")}>
        <For each={ways}>
          {(each) => (
            <button
              type="button"
              class={css.tab}
              role="tab"
              id={`${id}-${each}`}
              aria-selected={way() === each}
              aria-controls={`${id}-panel`}
              tabIndex={way() === each ? 0 : -1}
              onClick={() => setWay(each)}
              onKeyDown={walk}
            >
              {wayLabels[each]}
            </button>
          )}
        </For>
      </div>
      <div class={css.tabPanel} role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${way()}`}>
        <Switch>
          <Match when={way() === "People"}>
            <InvitePeople roomId={props.layer.roomId} title={title()} />
          </Match>
          <Match when={way() === "Mail"}>
            <InviteByMail roomId={props.layer.roomId} title={title()} />
          </Match>
          <Match when={way() === "Link"}>
            <InviteByLink roomId={props.layer.roomId} />
          </Match>
        </Switch>
      </div>
    </Dialog>
  );
}

/** Asks people in, one after the other; an AI comes at once. */
function InvitePeople(props: { readonly roomId: string; readonly title: string }) {
  const { state, toaster } = useSession();
  const deed = createDeed();

  function noteOf(participant: Participant): string | undefined {
    const membership = state.views[props.roomId]?.members[participant.id]?.membership;
    if (membership === "join") return say("in this room");
    return membership === "invite" ? say("invited") : undefined;
  }

  async function invite(participant: Participant) {
    const asked = { room_id: props.roomId, participant_id: participant.id };
    if (!(await deed.run(() => api.rooms.invite.mutate(asked), participant.id))) return;
    const told = { name: participant.display_name, room: props.title };
    toaster.show(isAi(participant) ? say("{name} joined {room}", told) : say("{name} was invited to {room}", told));
  }

  return (
    <>
      <PersonPicker
        label={say("People and AI assistants")}
        noteOf={noteOf}
        busy={deed.busy}
        onChoose={(person) => void invite(person)}
      />
      <Problem text={deed.problem()} />
    </>
  );
}
