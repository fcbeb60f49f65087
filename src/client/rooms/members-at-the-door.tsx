import { createSignal, createUniqueId, For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { clockTime, dayLabel, viewerZone } from "#/client/language/times.ts";
import css from "#/client/rooms/members-panel.module.css";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { toldOfRoom } from "#/client/rooms/told-of-room.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { personOf } from "#/client/shell/people.ts";
import { useSession } from "#/client/shell/session.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { Avatar } from "#/client/ui/people/avatar.tsx";
import { SectionHeading } from "#/client/ui/rooms/section-heading.tsx";
import type { BannedMember } from "#/domain/rooms/schema.ts";

type AtTheDoor = { readonly roomId: string };

/** Those who ask to come in, with what they wrote; nothing while nobody does. */
export function Knocking(props: AtTheDoor) {
  const { toaster } = useSession();
  const told = toldOfRoom(() => props.roomId, roomVerbs.knocks);
  const deed = createDeed();

  async function answer(participantId: string, name: string, lets: boolean) {
    const asked = { room_id: props.roomId, participant_id: participantId };
    const work = () => (lets ? roomVerbs.approve(asked) : roomVerbs.refuse(asked));
    if (!(await deed.run(work, participantId))) return;
    toaster.show(lets ? say("{name} was let in", { name }) : say("{name} was not let in", { name }));
    told.again();
  }

  return (
    <Show when={told.items()?.length}>
      <section aria-label={say("Asking to come in")}>
        <SectionHeading label={say("Asking to come in")} count={told.items()?.length} />
        <ul>
          <For each={told.items()}>
            {(knock) => (
              <li class={css.knock}>
                <Avatar
                  person={{ id: knock.participant_id, name: knock.participant.display_name, kind: "person" }}
                  size={28}
                />
                <span class={css.knockWords}>
                  <span class={css.name}>{knock.participant.display_name}</span>
                  <Show when={knock.reason} fallback={<span class={css.handle}>@{knock.participant.local_id}</span>}>
                    <q class={css.reason}>{knock.reason}</q>
                  </Show>
                </span>
                <span class={css.answers}>
                  <Button
                    size="small"
                    kind="quiet"
                    aria-label={say("Refuse {name}", { name: knock.participant.display_name })}
                    onClick={() => void answer(knock.participant_id, knock.participant.display_name, false)}
                  >
                    {say("Refuse")}
                  </Button>
                  <Button
                    size="small"
                    aria-label={say("Let in {name}", { name: knock.participant.display_name })}
                    busy={deed.busy(knock.participant_id)}
                    busyLabel={say("Letting in")}
                    onClick={() => void answer(knock.participant_id, knock.participant.display_name, true)}
                  >
                    {say("Let in")}
                  </Button>
                </span>
              </li>
            )}
          </For>
        </ul>
        <Problem text={deed.problem()} />
      </section>
    </Show>
  );
}

/** Who was banned; folded, since it is rarely what one looks for. */
export function Banned(props: AtTheDoor) {
  const { toaster } = useSession();
  const told = toldOfRoom(() => props.roomId, roomVerbs.bans);
  const deed = createDeed();
  const listId = createUniqueId();
  const [folded, setFolded] = createSignal(true);
  const bannedBy = ({ banned_by, banned_at }: BannedMember) => {
    const at = Math.floor(Date.parse(banned_at) / 1000);
    const when = `${dayLabel(at, viewerZone(), Date.now() / 1000)} ${clockTime(at, viewerZone())}`;
    return banned_by ? say("By {name}, {when}", { name: banned_by.display_name, when }) : when;
  };

  async function unban(participantId: string, name: string) {
    const asked = { room_id: props.roomId, participant_id: participantId };
    if (!(await deed.run(() => roomVerbs.unban(asked), participantId))) return;
    toaster.show(say("{name} can be invited again", { name }));
    told.again();
  }

  return (
    <Show when={told.items()?.length}>
      <section aria-label={say("Banned")}>
        <SectionHeading
          label={say("Banned")}
          count={told.items()?.length}
          folded={folded()}
          controls={listId}
          onToggle={() => setFolded((now) => !now)}
        />
        <ul id={listId} hidden={folded()}>
          <For each={told.items()}>
            {(banned) => (
              <li class={css.knock}>
                <Avatar person={personOf(banned.participant)} size={28} />
                <span class={css.knockWords}>
                  <span class={css.name}>{banned.participant.display_name}</span>
                  <Show when={banned.reason} fallback={<span class={css.handle}>@{banned.participant.local_id}</span>}>
                    {(reason) => <q class={css.reason}>{reason()}</q>}
                  </Show>
                  <span class={css.handle}>{bannedBy(banned)}</span>
                </span>
                <Button
                  size="small"
                  kind="quiet"
                  aria-label={say("Unban {name}", { name: banned.participant.display_name })}
                  busy={deed.busy(banned.participant_id)}
                  busyLabel={say("Unbanning")}
                  onClick={() => void unban(banned.participant_id, banned.participant.display_name)}
                >
                  {say("Unban")}
                </Button>
              </li>
            )}
          </For>
        </ul>
        <Problem text={deed.problem()} />
      </section>
    </Show>
  );
}
