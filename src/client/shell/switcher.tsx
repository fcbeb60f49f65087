import { useNavigate, useParams } from "@solidjs/router";
import ChevronRight from "lucide-solid/icons/chevron-right";
import FileText from "lucide-solid/icons/file-text";
import Layers from "lucide-solid/icons/layers";
import { createEffect, createMemo, createSignal, type JSX, on, onCleanup } from "solid-js";
import { say } from "#/client/language/say.ts";
import { suggestNotes } from "#/client/notes/note-suggest.ts";
import { roomKind } from "#/client/rooms/room-names.ts";
import { shortcut } from "#/client/shell/device.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { markOf, personOf } from "#/client/shell/people.ts";
import { roomHref } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { startDm } from "#/client/shell/start-dm.ts";
import css from "#/client/shell/switcher.module.css";
import {
  askedOf,
  type Match,
  noteTargets,
  prefixes,
  rank,
  type Target,
  targetsOf,
} from "#/client/shell/switcher-rank.ts";
import { workspaceHref } from "#/client/shell/workspace-marks.ts";
import { SwitcherFrame, type SwitcherOption } from "#/client/ui/overlays/switcher-frame.tsx";
import { Avatar } from "#/client/ui/people/avatar.tsx";
import { RoomGlyph } from "#/client/ui/rooms/room-glyph.tsx";

/** How long one stops typing before notes are looked for. */
const pauseMs = 120;

/** Jump to a room, a person, a note, a workspace, or do something, from anywhere. */
export default function Switcher(props: LayerProps<"switcher">) {
  const session = useSession();
  const layers = useLayers();
  const navigate = useNavigate();
  const params = useParams<{ room?: string }>();
  const { state } = session;
  const [query, setQuery] = createSignal(props.layer.query ?? "");
  const [notes, setNotes] = createSignal<readonly Target[]>([]);
  const targets = createMemo(() => [...targetsOf(state), ...notes()]);
  const matches = createMemo(() => rank(targets(), query(), params.room));
  const options = createMemo(() => matches().map(optionOf));

  let pause: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(pause));
  createEffect(
    on(query, (typed) => {
      const { kind, query: wanted } = askedOf(typed);
      clearTimeout(pause);
      if (kind !== "note" && (kind !== undefined || wanted.length < 2)) return void setNotes([]);
      pause = setTimeout(() => {
        void suggestNotes(wanted, props.workspace?.id).then(
          (found) => {
            if (typed === query()) setNotes(noteTargets(found, wanted));
          },
          () => undefined,
        );
      }, pauseMs);
    }),
  );

  function optionOf({ target, matches: ranges }: Match): SwitcherOption {
    return {
      id: target.id,
      label: target.label,
      place: target.place,
      matches: ranges,
      unread: target.unread,
      // An invitation ranks with what names one, and says what it is by its place.
      mentions: target.is === "room" && target.room.membership === "invite" ? 0 : target.mentions,
      icon: () => <Icon target={target} />,
    };
  }

  function choose(option: SwitcherOption, { newTab }: { newTab: boolean }) {
    const target = targets().find((each) => each.id === option.id);
    if (!target) return;
    const href = hrefOf(target);
    if (href && newTab) {
      window.open(href, "_blank", "noopener");
      return;
    }
    if (target.is === "command" && target.command !== "you") {
      layers.open({ is: target.command });
      return;
    }
    props.onClose();
    if (href) navigate(href);
    else if (target.is === "person")
      void startDm(session, target.participant.id, props.workspace?.slug ?? "-", navigate);
  }

  function hrefOf(target: Target): string | undefined {
    const slug = props.workspace?.slug;
    if (target.is === "room") return roomHref(target.room, state, slug);
    if (target.is === "person") return target.room && roomHref(target.room, state, slug);
    if (target.is === "workspace") return workspaceHref(target.workspace, state);
    if (target.is === "note") return target.path;
    return target.command === "you" ? "/you" : undefined;
  }

  return (
    <SwitcherFrame
      open
      query={query()}
      onQuery={setQuery}
      options={options()}
      prefixes={prefixes}
      newTabKeys={shortcut("↵")}
      onChoose={choose}
      onClose={props.onClose}
      none={
        <>
          {say("Nothing called ‘{query}’.", { query: query() })}{" "}
          <button
            type="button"
            class={css.link}
            onClick={() => layers.open({ is: "create-room", name: query().replace(/^[@#~/>]/, "") })}
          >
            {say("Create a room")}
          </button>
        </>
      }
    />
  );
}

function Icon(props: { readonly target: Target }): JSX.Element {
  const { state } = useSession();
  const { target } = props;
  if (target.is === "room") return <RoomGlyph kind={roomKind(target.room)} />;
  if (target.is === "workspace") return <Layers />;
  if (target.is === "note") return <FileText />;
  if (target.is === "command") return <ChevronRight />;
  return <Avatar person={personOf(target.participant)} size={20} presence={markOf(target.participant, state)} />;
}
