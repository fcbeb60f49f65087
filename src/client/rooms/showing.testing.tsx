import { createMemoryHistory, MemoryRouter, Route } from "@solidjs/router";
import { render } from "@solidjs/testing-library";
import { createSignal, type JSX, Show } from "solid-js";
import { member, overview, participant, roomEntry } from "#/client/rooms/overview.testing.ts";
import { type Layer, LayersProvider, useLayers } from "#/client/shell/layers.tsx";
import { type Session, SessionContext } from "#/client/shell/session.tsx";
import { server } from "#/client/sync/server.ts";
import { createSync } from "#/client/sync/sync.ts";
import { installTopLayer } from "#/client/ui/overlays/jsdom-top-layer.ts";
import { createToaster } from "#/client/ui/overlays/toaster.ts";
import type { Member, Room } from "#/domain/rooms/room.ts";
import type { RoomView } from "#/domain/views/state.ts";

export type Scene = {
  readonly room?: Partial<Room>;
  readonly members?: readonly Member[];
  /** Ana's own power; she is who looks. */
  readonly power?: number;
};

/** The room “design” as Ana has it open, with whoever is in it. */
export function roomView({ room = {}, members = [], power = 0 }: Scene): RoomView {
  const entry = roomEntry("design", { ...room, power_level: power });
  const ana = member("ana", { power_level: power, participant: participant("ana") });
  return {
    ...entry,
    stream_position: 1,
    room: entry,
    members: Object.fromEntries([ana, ...members].map((each) => [each.participant_id, each])),
    messages: [],
    has_more: false,
    pins: [],
  } as RoomView;
}

/** Shows a part of the open room over a real store that never connects, and tells what it opened and said. */
export function showInRoom(scene: Scene, part: (view: () => RoomView) => JSX.Element) {
  installTopLayer();
  const view = roomView(scene);
  const session: Session = {
    ...createSync(
      { overview: overview([roomEntry("design", { ...scene.room, power_level: scene.power ?? 0 })]), rooms: [view] },
      { server },
    ),
    toaster: createToaster(),
  };
  const [opened, setOpened] = createSignal<Layer | null>(null);
  const history = createMemoryHistory();
  history.set({ value: "/w/team/r/design" });
  function Hears(): JSX.Element {
    const layers = useLayers();
    return <Show when={layers.layer()}>{(layer) => <>{setOpened(layer())}</>}</Show>;
  }
  const shown = render(() => (
    <SessionContext.Provider value={session}>
      <LayersProvider>
        <Hears />
        <MemoryRouter history={history}>
          <Route path="*" component={() => <Show when={session.state.views.design}>{(now) => part(now)}</Show>} />
        </MemoryRouter>
      </LayersProvider>
    </SessionContext.Provider>
  ));
  return {
    ...shown,
    session,
    history,
    opened,
    toasts: () => session.toaster.toasts().map(({ text }) => text),
  };
}
