import { Title } from "@solidjs/meta";
import { Navigate, useLocation, useNavigate, useParams } from "@solidjs/router";
import { createEffect, createMemo, createSignal, lazy, on, onCleanup, Show, Suspense } from "solid-js";
import { say } from "#/client/language/say.ts";
import { Composer } from "#/client/messages/composer.tsx";
import { KeptTimelines } from "#/client/messages/kept-timelines.tsx";
import { Timeline } from "#/client/messages/timeline.tsx";
import { RoomHeader } from "#/client/rooms/room-header.tsx";
import { roomName, roomTitle } from "#/client/rooms/room-names.ts";
import { panelBounds, remember, rememberedWidth } from "#/client/shell/device.ts";
import { focusWriting } from "#/client/shell/focus.ts";
import { isMisplaced, panelOf, roomPath, workspaceOfRoom, workspacePath } from "#/client/shell/places.ts";
import { Invitation, RoomFoot } from "#/client/shell/room-foot.tsx";
import css from "#/client/shell/room-page.module.css";
import { RoomPanel } from "#/client/shell/room-panel.tsx";
import { RoomRefused } from "#/client/shell/room-refused.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { totalMentions } from "#/client/shell/workspace-marks.ts";
import { asSwError } from "#/client/sync/server.ts";
import { HeaderBar } from "#/client/ui/layout/header-bar.tsx";
import type { ErrorCode } from "#/domain/errors.ts";
import type { RoomView } from "#/domain/views/state.ts";

/** A room read while the page was rendered, or the code of the refusal. */
export type FirstRoom = { ok: true; value: RoomView } | { ok: false; code: ErrorCode };

/** `lost`: what the room was called while one still was in it. */
type Refusal = { readonly roomId: string; readonly code: ErrorCode; readonly lost?: string };

const PersonCard = lazy(() => import("#/client/shell/person-card.tsx"));

/**
 * A room with its panel. What the store holds is shown at once; what it does not hold is read, and until then the page
 * keeps its frame.
 */
export function RoomPage(props: { readonly first: FirstRoom | undefined }) {
  const { store, state } = useSession();
  const params = useParams<{ slug: string; room: string }>();
  const [refusal, setRefusal] = createSignal<Refusal>();
  takeFirst(props.first);
  const view = () => state.views[params.room];
  const refused = () => (refusal()?.roomId === params.room && !view() ? refusal() : undefined);

  function takeFirst(first: FirstRoom | undefined) {
    if (first?.ok) void store.putRoom(first.value).catch(() => undefined);
    else if (first) setRefusal({ roomId: params.room, code: first.code });
  }

  function read(roomId: string, lost?: string) {
    store.loadRoom(roomId).catch((error: unknown) => {
      setRefusal({ roomId, code: asSwError(error).code, ...(lost === undefined ? {} : { lost }) });
    });
  }

  createEffect(
    on(
      () => params.room,
      (roomId) => {
        onCleanup(store.holdRoom(roomId));
        remember("room", roomId);
        if (!refused()) read(roomId);
      },
    ),
  );
  // The first page of a visit leaves the focus where the browser put it.
  let focused = params.room;
  createEffect(() => {
    if (!view() || focused === params.room) return;
    focused = params.room;
    queueMicrotask(focusWriting);
  });
  // Who is removed while reading loses the view; whether anything of the room is left to see, the server says.
  createEffect(
    on(
      () => ({ roomId: params.room, title: view() && roomTitle(view()!.room, state) }),
      (now, before) => {
        if (before?.title !== undefined && now.title === undefined && before.roomId === now.roomId)
          read(now.roomId, before.title);
      },
    ),
  );

  // What is on screen while it is taken down still has the view that it was made for.
  const shown = createMemo<RoomView | undefined>((before) => view() ?? before);

  return (
    <Show when={refused()} keyed fallback={<RoomFrame view={shown()} isOpen={view() !== undefined} />}>
      {(told) => <RoomRefused code={told.code} lost={told.lost} />}
    </Show>
  );
}

/**
 * One frame for all rooms, so that the latest of them can stay in it. Of a room that is on its way, what the list knows stands
 * already; until `isOpen`, the view is still that of the room before.
 */
function RoomFrame(props: { readonly view: RoomView | undefined; readonly isOpen: boolean }) {
  const { state } = useSession();
  const params = useParams<{ slug: string; room: string }>();
  const [person, setPerson] = createSignal<{ id: string; anchor: Element }>();
  const openPerson = (id: string, anchor: Element) => setPerson({ id, anchor });
  const navigate = useNavigate();
  const location = useLocation();
  const [width, setWidth] = createSignal(rememberedWidth("panel", panelBounds));
  const view = () => props.view!;
  const room = () => view().room;
  const coming = () => state.rooms[params.room];
  // From the address itself: the router's view of the query can lag when a page goes away while one leaves it.
  const panel = createMemo(() => panelOf(location.search));
  const show = (search: string) => navigate(`${location.pathname}${search}`, { scroll: false });
  const slug = () => workspaceOfRoom(room(), state)?.slug ?? params.slug;
  const title = () => {
    const waiting = totalMentions(state);
    return `${waiting > 0 ? `(${waiting}) ` : ""}${roomName(room(), state)} · ScaiWave`;
  };
  const close = () => {
    show("");
    focusWriting();
  };
  const isMember = () => view().membership === "join";
  const isInvited = () => view().membership === "invite";

  return (
    <div class={css.room} data-panel={props.isOpen ? panel()?.is : undefined} style={{ "--panel": `${width()}px` }}>
      <Show when={props.isOpen}>
        <Title>{title()}</Title>
        <Show when={isMisplaced(room(), params.slug, state)}>
          <Navigate href={`${roomPath(slug(), room().id)}${location.search}`} />
        </Show>
      </Show>
      <main
        class={css.centre}
        id="main"
        tabIndex={-1}
        aria-busy={props.isOpen ? undefined : "true"}
        aria-label={props.isOpen ? roomTitle(room(), state) : say("Opening the room")}
      >
        <Show
          when={props.isOpen}
          fallback={
            <HeaderBar
              level={1}
              title={coming() ? roomName(coming()!, state) : ""}
              detail={coming()?.topic ?? undefined}
            />
          }
        >
          <RoomHeader
            view={view()}
            backHref={workspacePath(params.slug)}
            panelOpen={panel()?.is === "members"}
            onTogglePanel={() => show(panel()?.is === "members" ? "" : "?panel=members")}
          />
        </Show>
        <KeptTimelines roomId={props.isOpen && !isInvited() ? room().id : undefined}>
          {(roomId) => <Timeline roomId={roomId} onOpenPerson={openPerson} />}
        </KeptTimelines>
        <Show when={props.isOpen && room().id} keyed>
          {(roomId) => (
            <Show when={!isInvited()} fallback={<Invitation view={view()} />}>
              <Show when={isMember() && room().state === "open"} fallback={<RoomFoot view={view()} />}>
                <Composer roomId={roomId} />
              </Show>
            </Show>
          )}
        </Show>
      </main>
      <Show when={props.isOpen}>
        <RoomPanel
          view={view()}
          panel={panel()}
          width={width()}
          onWidth={setWidth}
          onOpenPerson={openPerson}
          onClose={close}
        />
      </Show>
      <Suspense>
        <Show when={person()} keyed>
          {(shown) => (
            <PersonCard
              participantId={shown.id}
              anchor={shown.anchor}
              roomId={room().id}
              slug={params.slug}
              onClose={() => setPerson(undefined)}
            />
          )}
        </Show>
      </Suspense>
    </div>
  );
}
