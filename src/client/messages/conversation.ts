import { type Accessor, createMemo } from "solid-js";
import { say } from "#/client/language/say.ts";
import { personOf } from "#/client/shell/people.ts";
import type { Session } from "#/client/shell/session.tsx";
import type { Person } from "#/client/ui/people/person.ts";
import type { Handles } from "#/domain/markdown/mentions.ts";
import type { Message } from "#/domain/messages/message.ts";
import { find } from "#/domain/messages/reduce.ts";
import type { Participant } from "#/domain/participants/participant.ts";
import { can, type RoomAction, type Standing } from "#/domain/rooms/permissions.ts";
import type { Room } from "#/domain/rooms/room.ts";
import type { RoomEntry, RoomView } from "#/domain/views/state.ts";

/** One room as its messages need it: who is in it, what one may do, and what is known of its words. */
export type Conversation = {
  readonly session: Session;
  readonly roomId: Accessor<string>;
  readonly me: string;
  readonly view: Accessor<RoomView | undefined>;
  readonly entry: Accessor<RoomEntry | undefined>;
  readonly room: Accessor<Room | undefined>;
  readonly participant: (id: string) => Participant | undefined;
  readonly person: (id: string) => Person;
  readonly nameOf: (id: string) => string | undefined;
  readonly isMember: (id: string) => boolean;
  /** Handles that can be mentioned, as they are typed, to ids. */
  readonly handles: Accessor<Handles>;
  readonly standing: Accessor<Standing | undefined>;
  readonly may: (action: RoomAction) => boolean;
  /** A message of the room or of an opened thread of it, if it is loaded. */
  readonly message: (id: string) => Message | undefined;
};

export function createConversation(session: Session, roomId: Accessor<string>): Conversation {
  const { state } = session;
  const view = () => state.views[roomId()];
  const entry = () => state.rooms[roomId()];
  const participant = (id: string) => view()?.members[id]?.participant ?? state.participants[id];
  const standing = (): Standing | undefined => {
    const place = view();
    if (place) return { room: place.room, membership: place.membership, power_level: place.power_level };
    const listed = entry();
    return listed && { room: listed, membership: listed.membership, power_level: listed.power_level };
  };
  const handles = createMemo<Handles>(() => {
    const found = new Map<string, string>();
    const everyone = [...Object.values(state.participants), ...membersOf(view())];
    for (const each of everyone) found.set(handleOf(each, state.tenant.server_name), each.id);
    return found;
  });
  return {
    session,
    roomId,
    me: state.me.id,
    view,
    entry,
    room: () => view()?.room ?? entry(),
    participant,
    person: (id) => {
      const known = participant(id);
      return known ? personOf(known) : { id, name: say("Somebody"), kind: "person" };
    },
    nameOf: (id) => participant(id)?.display_name,
    isMember: (id) => view()?.members[id]?.membership === "join",
    handles,
    standing,
    may: (action) => {
      const place = standing();
      return place !== undefined && can(place, action) === null;
    },
    message: (id) => {
      const threads = Object.values(state.threads).filter((thread) => thread.room_id === roomId());
      return (
        find(view()?.messages ?? [], id) ??
        threads.map((thread) => (thread.root.id === id ? thread.root : find(thread.replies, id))).find(Boolean)
      );
    },
  };
}

function membersOf(view: RoomView | undefined): Participant[] {
  return Object.values(view?.members ?? {}).map((member) => member.participant);
}

/** As typed after `@`: people of other servers carry theirs. */
export function handleOf(participant: Pick<Participant, "local_id" | "server_name">, home: string): string {
  return (
    participant.server_name === home ? participant.local_id : `${participant.local_id}:${participant.server_name}`
  ).toLowerCase();
}
