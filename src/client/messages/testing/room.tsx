import { createMemoryHistory, MemoryRouter, Route } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import { LayersProvider } from "#/client/shell/layers.tsx";
import { type Session, SessionProvider, useSession } from "#/client/shell/session.tsx";
import type { Message } from "#/domain/messages/message.ts";
import { defaultOwn } from "#/domain/participants/own.ts";
import type { Participant } from "#/domain/participants/participant.ts";
import type { Member, Room } from "#/domain/rooms/room.ts";
import type { Overview, RoomView } from "#/domain/views/state.ts";

/** A small room for tests of components: Ana is the reader, Bram and Mira (an AI) are in it, Chen is not. */
export const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
export const ids = {
  tenant: id(1),
  workspace: id(2),
  room: id(3),
  ana: id(11),
  bram: id(12),
  mira: id(13),
  chen: id(14),
};

const people: Participant[] = [
  person(ids.ana, "ana", "Ana de Vries"),
  person(ids.bram, "bram", "Bram Okafor"),
  { ...person(ids.mira, "mira", "Mira"), participant_type: "model", model: "scai-large" },
  person(ids.chen, "chen", "Chen Li"),
];

function person(personId: string, local_id: string, display_name: string): Participant {
  return {
    id: personId,
    local_id,
    server_name: "localhost",
    display_name,
    participant_type: "human",
    avatar_url: null,
    model: null,
  };
}

let position = 100;

/** Said now, so that it may be edited. */
export function said(sender_id: string, body: string, more: Partial<Message> = {}): Message {
  position += 1;
  const now = Math.floor(Date.now() / 1000);
  return {
    id: id(position),
    room_id: ids.room,
    sender_id,
    event_type: "swp.room.message",
    content: { body },
    stream_position: position,
    origin_ts: now,
    created_at: new Date(now * 1000).toISOString(),
    edited_at: null,
    original_content: null,
    redacted_at: null,
    redacted_by: null,
    redaction_reason: null,
    reactions: [],
    reply_to_event_id: null,
    thread_root_id: null,
    thread: null,
    event_uuid: null,
    ...more,
  };
}

export function roomView(messages: Message[], more: Partial<Room> = {}): RoomView {
  const room: Room = {
    id: ids.room,
    workspace_id: ids.workspace,
    name: "design",
    topic: null,
    room_type: "group",
    state: "open",
    creator_id: ids.ana,
    created_at: "2026-11-20T08:00:00.000Z",
    dm_participant_ids: null,
    ...more,
  };
  const members = people.slice(0, 3).map(
    (participant): Member => ({
      participant_id: participant.id,
      membership: "join",
      power_level: 0,
      joined_at: room.created_at,
      participant,
    }),
  );
  return {
    stream_position: position,
    room,
    membership: "join",
    power_level: 0,
    members: Object.fromEntries(members.map((member) => [member.participant_id, member])),
    messages,
    has_more: false,
    pins: [],
  };
}

export function overviewOf(view: RoomView): Overview {
  return {
    stream_position: view.stream_position,
    tenant: { id: ids.tenant, slug: "linden", name: "Linden", server_name: "localhost" },
    me: { ...people[0]!, email: null, roles: [], personal_workspace_id: null, sticky_presence: null },
    participants: Object.fromEntries(people.map((each) => [each.id, each])),
    statuses: {},
    own: defaultOwn(),
    workspaces: {},
    rooms: {
      [ids.room]: {
        ...view.room,
        membership: "join",
        power_level: 0,
        read_position: view.stream_position,
        unread: [],
        threads: {},
        last_position: view.stream_position,
        last_ts: 0,
      },
    },
    drafts: {},
  };
}

/** Components inside of a session that holds `view`. Nothing answers on the network, as for somebody offline. */
export function InRoom(props: {
  readonly view: RoomView;
  readonly onSession?: (session: Session) => void;
  readonly children: JSX.Element;
}) {
  const history = createMemoryHistory();
  history.set({ value: `/w/linden/r/${ids.room}` });
  const Page = () => (
    <SessionProvider overview={overviewOf(props.view)}>
      <LayersProvider>
        <Filled view={props.view} onSession={props.onSession}>
          {props.children}
        </Filled>
      </LayersProvider>
    </SessionProvider>
  );
  return (
    <MemoryRouter history={history}>
      <Route path="*" component={Page} />
    </MemoryRouter>
  );
}

function Filled(props: {
  readonly view: RoomView;
  readonly onSession: ((session: Session) => void) | undefined;
  readonly children: JSX.Element;
}) {
  const session = useSession();
  void session.store.putRoom(props.view);
  props.onSession?.(session);
  return <Show when={session.state.views[props.view.room.id]}>{props.children}</Show>;
}
