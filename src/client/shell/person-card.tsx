import { useNavigate } from "@solidjs/router";
import { createSignal, type JSX, lazy, onMount, Show, Suspense } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import { clockTime } from "#/client/language/times.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { aheadWords } from "#/client/shell/ahead-words.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import { engagementOf, markOf, personOf, presenceOf, presenceWords } from "#/client/shell/people.ts";
import { useSession } from "#/client/shell/session.tsx";
import { startDm } from "#/client/shell/start-dm.ts";
import { statusOf, statusWords, untilWords } from "#/client/shell/status-words.ts";
import { api } from "#/client/sync/api.ts";
import { asSwError } from "#/client/sync/server.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Popover } from "#/client/ui/overlays/popover.tsx";
import { ProfileFrame } from "#/client/ui/people/profile-frame.tsx";
import { isAi } from "#/domain/participants/participant.ts";
import { can, outranks } from "#/domain/rooms/permissions.ts";
import type { PersonCard as Card } from "#/domain/views/schema.ts";

const AiFacts = lazy(() => import("#/client/ai/ai-facts.tsx"));

export type PersonCardProps = {
  readonly participantId: string;
  readonly anchor: Element;
  readonly roomId: string;
  /** The workspace one is in. */
  readonly slug: string;
  readonly onClose: () => void;
};

/** Who someone is, beside where their name was pressed. */
export default function PersonCard(props: PersonCardProps) {
  const session = useSession();
  const layers = useLayers();
  const navigate = useNavigate();
  const { state } = session;
  const clock = createViewerClock();
  const [problem, setProblem] = createSignal<string>();
  const participant = () =>
    state.participants[props.participantId] ?? state.views[props.roomId]?.members[props.participantId]?.participant;
  const isMe = () => props.participantId === state.me.id;
  const mayRemove = () => {
    const view = state.views[props.roomId];
    const member = view?.members[props.participantId];
    return (
      !isMe() && view !== undefined && member !== undefined && can(view, "kick") === null && outranks(view, member)
    );
  };

  const isBlocked = () => state.own.blocked.includes(props.participantId);

  /** Nobody is told but one's own devices; their messages fold to one line each. */
  async function setBlocked(blocked: boolean) {
    const asked = { participant_id: props.participantId };
    try {
      await (blocked ? api.own.block.mutate(asked) : api.own.unblock.mutate(asked));
      session.store.change((draft) => {
        const rest = draft.own.blocked.filter((id) => id !== asked.participant_id);
        draft.own.blocked = blocked ? [...rest, asked.participant_id] : rest;
      });
    } catch (error) {
      setProblem(asSwError(error).message);
    }
  }

  async function message() {
    setProblem(await startDm(session, props.participantId, props.slug, navigate));
    if (!problem()) props.onClose();
  }

  // What only the server knows comes when it comes; without it the card tells the rest.
  const [card, setCard] = createSignal<Card>();
  onMount(() => {
    void api.views.person.query({ participant_id: props.participantId }).then(setCard, () => undefined);
  });

  /** “14:05 there, 1 h ahead”; nothing for oneself and where both clocks show the same. */
  function timeThere(): string[] {
    const zone = card()?.timezone;
    const ahead = zone && !isMe() ? aheadWords(zone, clock.zone(), clock.now()) : null;
    return zone && ahead ? [say("{time} there, {ahead}", { time: clockTime(clock.now(), zone), ahead })] : [];
  }

  function roomsInCommon(): string[] {
    const count = isMe() ? 0 : (card()?.shared_rooms ?? 0);
    return count > 0 ? [sayCount(count, "One room in common", "{count} rooms in common")] : [];
  }

  function facts(): JSX.Element[] {
    const person = participant();
    if (!person) return [];
    if (isAi(person)) {
      return [
        <Suspense>
          <AiFacts participantId={person.id} roomId={props.roomId} />
        </Suspense>,
      ];
    }
    const status = statusOf(person.id, state, clock.now());
    const said = status
      ? [[statusWords(status), untilWords(status, clock.zone(), clock.now())].filter(Boolean).join(", ")]
      : [];
    return [...said, presenceWords(presenceOf(person.id, state)), ...timeThere(), ...roomsInCommon()];
  }

  return (
    <Show when={participant()}>
      {(person) => (
        <Popover label={person().display_name} anchor={() => props.anchor} onClose={() => props.onClose()}>
          <ProfileFrame
            person={personOf(person())}
            presence={markOf(person(), state)}
            engagement={engagementOf(person().id, state.views[props.roomId])}
            demo={state.ai?.demo}
            title={card()?.bio ?? undefined}
            handle={`@${person().local_id}:${person().server_name}`}
            facts={problem() ? [...facts(), <span role="alert">{problem()}</span>] : facts()}
            actions={
              <>
                <Button kind="primary" onClick={() => void message()}>
                  {isMe() ? say("Preferences") : say("Message")}
                </Button>
                <Show when={!isMe() && !isAi(person())}>
                  <Button kind="quiet" onClick={() => void setBlocked(!isBlocked())}>
                    {isBlocked() ? say("Unblock") : say("Block")}
                  </Button>
                </Show>
                <Show when={mayRemove()}>
                  <Button
                    kind="quiet"
                    onClick={() => {
                      props.onClose();
                      layers.open({ is: "kick", roomId: props.roomId, participantId: props.participantId });
                    }}
                  >
                    {say("Remove from room")}
                  </Button>
                </Show>
              </>
            }
          />
        </Popover>
      )}
    </Show>
  );
}
