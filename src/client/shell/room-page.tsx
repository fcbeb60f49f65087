import { Title } from "@solidjs/meta";
import { Navigate, useLocation, useNavigate, useParams, useSearchParams } from "@solidjs/router";
import { createEffect, createSignal, on, onCleanup, Show } from "solid-js";
import { MembersPanel } from "#/client/rooms/members-panel.tsx";
import { RoomHeader } from "#/client/rooms/room-header.tsx";
import { roomName, roomTitle } from "#/client/rooms/room-names.ts";
import { panelBounds, remember, rememberedWidth } from "#/client/shell/device.ts";
import { isMisplaced, roomPath, workspaceOfRoom, workspacePath } from "#/client/shell/places.ts";
import { Composer, ThreadPanel, Timeline } from "#/client/shell/plain-parts.tsx";
import { RoomFoot } from "#/client/shell/room-foot.tsx";
import css from "#/client/shell/room-page.module.css";
import { RoomRefused } from "#/client/shell/room-refused.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { startDm } from "#/client/shell/start-dm.ts";
import { totalMentions } from "#/client/shell/workspace-marks.ts";
import { asSwError } from "#/client/sync/server.ts";
import { DividerHandle } from "#/client/ui/layout/divider-handle.tsx";
import type { ErrorCode } from "#/domain/errors.ts";
import type { RoomView } from "#/domain/views/state.ts";

/** A room read while the page was rendered, or the code of the refusal. */
export type FirstRoom = { ok: true; value: RoomView } | { ok: false; code: ErrorCode };

type Refusal = { readonly roomId: string; readonly code: ErrorCode };

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

  createEffect(
    on(
      () => params.room,
      (roomId) => {
        onCleanup(store.holdRoom(roomId));
        remember("room", roomId);
        if (refused()) return;
        store.loadRoom(roomId).catch((error: unknown) => setRefusal({ roomId, code: asSwError(error).code }));
      },
    ),
  );

  return (
    <Show
      when={view()}
      fallback={
        <Show when={refused()} fallback={<Opening />}>
          {(told) => <RoomRefused code={told().code} />}
        </Show>
      }
    >
      {(shown) => <OpenRoom view={shown()} />}
    </Show>
  );
}

/** The frame of a room that is on its way. */
function Opening() {
  return (
    <div class={css.room}>
      <main class={css.centre} id="main" tabIndex={-1} aria-busy="true" aria-label="Opening the room" />
    </div>
  );
}

function OpenRoom(props: { readonly view: RoomView }) {
  const session = useSession();
  const { state } = session;
  const params = useParams<{ slug: string; room: string }>();
  const [search, setSearch] = useSearchParams<{ panel?: string; thread?: string }>();
  const navigate = useNavigate();
  const location = useLocation();
  const [width, setWidth] = createSignal(rememberedWidth("panel", panelBounds));
  const room = () => props.view.room;
  const panel = () => (search.thread ? "thread" : search.panel === "members" ? "members" : undefined);
  const slug = () => workspaceOfRoom(room(), state)?.slug ?? params.slug;
  const title = () => {
    const waiting = totalMentions(state);
    return `${waiting > 0 ? `(${waiting}) ` : ""}${roomName(room(), state)} · ScaiWave`;
  };
  const show = (what: { panel?: string; thread?: string }) =>
    setSearch({ panel: what.panel ?? null, thread: what.thread ?? null }, { scroll: false });
  const close = () => {
    show({});
    focusWriting();
  };
  const isMember = () => props.view.membership === "join";

  let first = true;
  createEffect(
    on(
      () => room().id,
      () => {
        // The first page of a visit leaves the focus where the browser put it.
        if (!first) focusWriting();
        first = false;
      },
    ),
  );

  return (
    <div class={css.room} data-panel={panel()} style={{ "--panel": `${width()}px` }}>
      <Title>{title()}</Title>
      <Show when={isMisplaced(room(), params.slug, state)}>
        <Navigate href={`${roomPath(slug(), room().id)}${location.search}`} />
      </Show>
      <main class={css.centre} id="main" tabIndex={-1} aria-label={roomTitle(room(), state)}>
        <RoomHeader
          view={props.view}
          backHref={workspacePath(params.slug)}
          panelOpen={panel() === "members"}
          onTogglePanel={() => show(panel() === "members" ? {} : { panel: "members" })}
        />
        <Show when={room().id} keyed>
          {(roomId) => (
            <>
              <Timeline roomId={roomId} />
              <Show when={isMember() && room().state === "open"} fallback={<RoomFoot view={props.view} />}>
                <Composer roomId={roomId} />
              </Show>
            </>
          )}
        </Show>
      </main>
      <Show when={panel()}>
        {(kind) => (
          <aside class={css.panel} id="panel" aria-label={kind() === "thread" ? "Thread" : "Members"}>
            <DividerHandle
              label="Width of the panel"
              controls="panel"
              edge="start"
              value={width()}
              {...panelBounds}
              onChange={setWidth}
              onCommit={(value) => remember("panel", String(value))}
            />
            <Show
              when={kind() === "thread"}
              fallback={
                <MembersPanel
                  view={props.view}
                  onClose={close}
                  onOpen={(member) => void startDm(session, member.participant_id, params.slug, navigate)}
                />
              }
            >
              <Show when={search.thread} keyed>
                {(rootId) => <ThreadPanel roomId={room().id} rootId={rootId} onClose={close} />}
              </Show>
            </Show>
          </aside>
        )}
      </Show>
    </div>
  );
}

/** On a desk one goes on writing; on a touch screen that would raise the keyboard over what one came to read. */
function focusWriting(): void {
  const main = document.getElementById("main");
  const field = matchMedia("(pointer: coarse)").matches ? null : main?.querySelector<HTMLElement>("textarea");
  (field ?? main)?.focus({ preventScroll: true });
}
