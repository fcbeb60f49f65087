import { defaultOwn } from "#/domain/participants/own.ts";
import type { Participant } from "#/domain/participants/participant.ts";
import type { Member } from "#/domain/rooms/room.ts";
import type { Overview, RoomEntry, WorkspaceEntry } from "#/domain/views/state.ts";

/** Makers of what the server tells, for tests of what screens make of it. Ids are names, so that failures read well. */
export function participant(id: string, more: Partial<Participant> = {}): Participant {
  return {
    id,
    local_id: id,
    server_name: "localhost",
    display_name: id.charAt(0).toUpperCase() + id.slice(1),
    participant_type: "human",
    avatar_url: null,
    model: null,
    ...more,
  };
}

export function member(id: string, more: Partial<Member> = {}): Member {
  return {
    participant_id: id,
    membership: "join",
    power_level: 0,
    joined_at: null,
    participant: participant(id),
    ...more,
  };
}

export function roomEntry(id: string, more: Partial<RoomEntry> = {}): RoomEntry {
  return {
    id,
    workspace_id: "team",
    name: id,
    topic: null,
    room_type: "group",
    state: "open",
    creator_id: "ana",
    created_at: "2026-03-02T09:00:00.000Z",
    dm_participant_ids: null,
    membership: "join",
    power_level: 0,
    read_position: 0,
    unread: [],
    threads: {},
    last_position: 1,
    last_ts: 1,
    ...more,
  };
}

export function dm(other: string, more: Partial<RoomEntry> = {}): RoomEntry {
  const about = {
    name: null,
    room_type: "dm",
    workspace_id: `${other}-home`,
    dm_participant_ids: ["ana", other],
  } as const;
  return roomEntry(`dm-${other}`, { ...about, dm_participant_ids: ["ana", other], ...more });
}

export function unread(count: number, mentions = 0): RoomEntry["unread"] {
  return Array.from({ length: count }, (_, index) => ({
    event_id: `event-${index}`,
    stream_position: index + 1,
    mentions_me: index < mentions,
  }));
}

export function workspace(id: string, more: Partial<WorkspaceEntry> = {}): WorkspaceEntry {
  return {
    id,
    slug: id,
    name: id,
    description: null,
    icon: null,
    kind: "shared",
    created_at: "2026-03-02T09:00:00.000Z",
    role: "editor",
    ...more,
  };
}

/** Ana, with her own workspace and one shared with others. */
export function overview(rooms: RoomEntry[], people: Participant[] = []): Overview {
  const byId = <T extends { id: string }>(all: T[]) => Object.fromEntries(all.map((each) => [each.id, each]));
  const ana = participant("ana");
  return {
    stream_position: 1,
    tenant: { id: "tenant", slug: "linden", name: "Linden", server_name: "localhost" },
    me: { ...ana, email: null, roles: [], personal_workspace_id: "ana-home", sticky_presence: null },
    participants: byId([ana, participant("bram"), participant("chloé"), ...people]),
    statuses: {},
    own: defaultOwn(),
    workspaces: byId([workspace("team"), workspace("ana-home", { kind: "personal", role: "owner", name: "Ana" })]),
    rooms: byId(rooms),
    drafts: {},
  };
}
