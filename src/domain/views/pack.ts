import type { UnreadRef } from "#/domain/messages/unread.ts";
import type { Participant } from "#/domain/participants/participant.ts";
import type { Overview, RoomEntry } from "#/domain/views/state.ts";

/** What most rooms of a list say: a row leaves it out, and says only what is otherwise. */
const usualRoom: Record<string, unknown> = {
  topic: null, room_type: "group", state: "open", dm_participant_ids: null, room_alias: null, icon: null,
  visibility: "normal", read_role_slugs: null, scope_kind: null, closes_with_creator: false, required_power: {},
  deleted_at: null, membership: "join", power_level: 0, notification_mode: null, muted_until: null, hidden_until: null,
  threads: {},
}; // biome-ignore format: one table
const usualPerson: Record<string, unknown> = { participant_type: "human", avatar_url: null, model: null };

type Rest = Record<string, unknown>;
/** `[event_id, stream_position, mentions_me, …]`, three values for each reference. */
type PackedRefs = (string | number)[];
type PackedRoom = [
  id: string,
  workspace: number,
  name: string | null,
  creator: number,
  createdAtMs: number,
  read: number,
  last: number,
  lastTs: number,
  unread?: PackedRefs | 0,
  rest?: Rest,
];
type PackedPerson = [id: string, server: number, localId: string, displayName: string, rest?: Rest];

/** An `Overview` in a quarter of its bytes: rows without names of what every row has, and without what is usual. */
export type PackedOverview = Omit<Overview, "rooms" | "participants"> & {
  /** Ids and server names that many rows say; these say their place here. */
  shared: string[];
  packed_rooms: PackedRoom[];
  packed_people: PackedPerson[];
};

/** For the page that one begins with, which carries it beside what it shows. */
export function packOverview({ rooms, participants, ...others }: Overview): PackedOverview {
  const shared = new Map<string, number>();
  const placeOf = (value: string) => {
    if (!shared.has(value)) shared.set(value, shared.size);
    return shared.get(value)!;
  };
  const packed = {
    packed_rooms: Object.values(rooms).map((room) => packRoom(room, placeOf)),
    packed_people: Object.values(participants).map((person) => packPerson(person, placeOf)),
  };
  return { ...others, ...packed, shared: [...shared.keys()] };
}

/** The overview as it was; one that was never packed is handed on. */
export function unpackOverview(given: PackedOverview | Overview): Overview {
  if (!("packed_rooms" in given)) return given;
  const { shared, packed_rooms, packed_people, ...others } = given;
  const rooms = packed_rooms.map((row) => unpackRoom(row, shared));
  const people = packed_people.map(([id, server, local_id, display_name, rest]) => ({
    ...usualPerson, id, server_name: shared[server], local_id, display_name, ...rest,
  })) as Participant[]; // biome-ignore format: one row
  return { ...others, rooms: byId(rooms), participants: byId(people) };
}

function packRoom(entry: RoomEntry, placeOf: (value: string) => number): PackedRoom {
  const { id, workspace_id, name, creator_id, created_at, read_position, last_position, last_ts, unread, ...more } =
    entry;
  const rest = unusual(more, usualRoom);
  const refs = unread.flatMap((ref) => [ref.event_id, ref.stream_position, ref.mentions_me ? 1 : 0]);
  const row: PackedRoom = [
    id, placeOf(workspace_id), name, placeOf(creator_id), Date.parse(created_at), read_position, last_position, last_ts,
  ]; // biome-ignore format: one row
  if (refs.length > 0 || rest) row.push(refs.length > 0 ? refs : 0);
  if (rest) row.push(rest);
  return row;
}

function unpackRoom(row: PackedRoom, shared: readonly string[]): RoomEntry {
  const [id, workspace, name, creator, createdAtMs, read_position, last_position, last_ts, refs, rest] = row;
  return {
    // Each room its own: the state is changed in place.
    ...structuredClone(usualRoom),
    id, workspace_id: shared[workspace], name, creator_id: shared[creator],
    created_at: new Date(createdAtMs).toISOString(), read_position, last_position, last_ts,
    unread: refs ? unpackRefs(refs) : [],
    ...rest,
  } as RoomEntry; // biome-ignore format: one row
}

function unpackRefs(refs: PackedRefs): UnreadRef[] {
  return Array.from({ length: refs.length / 3 }, (_, at) => ({
    event_id: refs[at * 3] as string,
    stream_position: refs[at * 3 + 1] as number,
    mentions_me: refs[at * 3 + 2] === 1,
  }));
}

function packPerson(
  { id, server_name, local_id, display_name, ...more }: Participant,
  placeOf: (value: string) => number,
): PackedPerson {
  const rest = unusual(more, usualPerson);
  const row: PackedPerson = [id, placeOf(server_name), local_id, display_name];
  if (rest) row.push(rest);
  return row;
}

/** What is otherwise than usual, or said by this one alone; nothing where all is as usual. */
function unusual(values: Rest, usual: Rest): Rest | undefined {
  const told = Object.entries(values).filter(
    ([key, value]) => !(key in usual) || JSON.stringify(value) !== JSON.stringify(usual[key]),
  );
  return told.length > 0 ? Object.fromEntries(told) : undefined;
}

function byId<T extends { id: string }>(rows: T[]): Record<string, T> {
  return Object.fromEntries(rows.map((row) => [row.id, row]));
}
