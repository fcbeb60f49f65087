import DoorOpen from "lucide-solid/icons/door-open";
import Ellipsis from "lucide-solid/icons/ellipsis";
import PanelRight from "lucide-solid/icons/panel-right";
import { type JSX, lazy, Show, Suspense } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import css from "#/client/rooms/room-header.module.css";
import { markOfRoom, otherOf, roomKind, roomName } from "#/client/rooms/room-names.ts";
import { shortcut } from "#/client/shell/device.ts";
import { engagementOf, markOf, personOf, presenceOf, presenceWords } from "#/client/shell/people.ts";
import { useSession } from "#/client/shell/session.tsx";
import { createStatuses, statusWords } from "#/client/shell/status-words.ts";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { VisuallyHidden } from "#/client/ui/controls/visually-hidden.tsx";
import { BackLink } from "#/client/ui/layout/back-link.tsx";
import { HeaderBar } from "#/client/ui/layout/header-bar.tsx";
import { createTriggeredMenu } from "#/client/ui/overlays/menu-trigger.ts";
import { AiTag, RoleTag } from "#/client/ui/people/ai-tag.tsx";
import { Avatar } from "#/client/ui/people/avatar.tsx";
import { AvatarStack } from "#/client/ui/people/avatar-stack.tsx";
import { engagementWords } from "#/client/ui/people/person.ts";
import { RoomGlyph } from "#/client/ui/rooms/room-glyph.tsx";
import { isAi } from "#/domain/participants/participant.ts";
import { can } from "#/domain/rooms/permissions.ts";
import type { RoomView } from "#/domain/views/state.ts";

const RoomMenu = lazy(() => import("#/client/rooms/room-menu.tsx"));

export type RoomHeaderProps = {
  readonly view: RoomView;
  /** The list of rooms, for a phone's way back. */
  readonly backHref: string;
  readonly panelOpen: boolean;
  readonly onTogglePanel: () => void;
};

/** What room this is, who is in it, and what one can do with it. */
export function RoomHeader(props: RoomHeaderProps) {
  const { state } = useSession();
  const other = () => otherOf(props.view.room, state);
  const members = () =>
    Object.values(props.view.members)
      .filter((member) => member.membership === "join")
      .map((member) => personOf(member.participant));
  const asking = () => (can(props.view, "invite") === null ? props.view.knocking?.length : undefined);
  const count = () => sayCount(members().length, "{count} member", "{count} members");
  return (
    <HeaderBar
      level={1}
      title={roomName(props.view.room, state)}
      start={
        <>
          <BackLink href={props.backHref} label={say("Back to your rooms")} />
          <Show when={other()} fallback={<Glyph view={props.view} />}>
            {(person) => <Avatar person={personOf(person())} size={24} presence={markOf(person(), state)} />}
          </Show>
        </>
      }
      detail={<Detail view={props.view} />}
      end={
        <>
          <Show when={asking()}>
            {(asks) => (
              <button
                type="button"
                class={css.asking}
                aria-expanded={props.panelOpen}
                onClick={() => {
                  if (!props.panelOpen) props.onTogglePanel();
                }}
              >
                <DoorOpen />
                <span aria-hidden="true">{asks()}</span>
                <VisuallyHidden>
                  {sayCount(asks(), "1 person asks to come in, show who", "{count} people ask to come in, show who")}
                </VisuallyHidden>
              </button>
            )}
          </Show>
          <Show when={!other()}>
            <button
              type="button"
              class={css.people}
              aria-expanded={props.panelOpen}
              onClick={() => props.onTogglePanel()}
            >
              <VisuallyHidden>{say("{count}, show who is here", { count: count() })}</VisuallyHidden>
              <AvatarStack people={members()} size={20} />
            </button>
          </Show>
          <IconButton
            label={say("Show who is here")}
            shortcut={shortcut(".")}
            pressed={props.panelOpen}
            onClick={() => props.onTogglePanel()}
          >
            <PanelRight />
          </IconButton>
          <More view={props.view} />
        </>
      }
    />
  );
}

/** The room's own icon, but never in the place of the mask: what leaves no trace is always marked. */
function Glyph(props: { readonly view: RoomView }): JSX.Element {
  const icon = () => (props.view.room.room_type === "incognito" ? null : props.view.room.icon);
  return (
    <Show when={icon()} fallback={<RoomGlyph kind={roomKind(props.view.room)} />}>
      {(shown) => (
        <span class={css.icon} aria-hidden="true">
          {shown()}
        </span>
      )}
    </Show>
  );
}

function Detail(props: { readonly view: RoomView }): JSX.Element {
  const { state } = useSession();
  const statuses = createStatuses(state);
  /** “Online · 🌴 On holiday” */
  const ofPerson = (id: string) => {
    const status = statuses(id);
    return [presenceWords(presenceOf(id, state)), status && statusWords(status)].filter(Boolean).join(" · ");
  };
  const other = () => otherOf(props.view.room, state);
  const engaged = (id: string) => {
    const engagement = engagementOf(id, props.view);
    return engagement && engagementWords(engagement);
  };
  return (
    <>
      <Show when={markOfRoom(props.view.room)}>
        {(mark) => (
          <span class={css.mark}>
            <RoleTag>{mark()}</RoleTag>
          </span>
        )}
      </Show>
      <Show when={other()} fallback={props.view.room.topic}>
        {(person) => (
          <Show when={isAi(person())} fallback={ofPerson(person().id)}>
            <AiTag demo={state.ai?.demo} /> {engaged(person().id) ?? (state.ai?.demo ? null : person().model)}
          </Show>
        )}
      </Show>
    </>
  );
}

/** The menu's code comes when it is first opened. */
function More(props: { readonly view: RoomView }) {
  const menu = createTriggeredMenu();
  return (
    <>
      <IconButton label={say("More about this room")} {...menu.trigger}>
        <Ellipsis />
      </IconButton>
      <Suspense>
        <Show when={menu.from()}>
          {(from) => (
            <RoomMenu id={menu.id} view={props.view} anchor={menu.anchor} from={from()} onClose={menu.close} />
          )}
        </Show>
      </Suspense>
    </>
  );
}
