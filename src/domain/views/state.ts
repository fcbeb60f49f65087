import type { RoomAiView } from "#/domain/ai/room-view.ts";
import type { DraftEntry } from "#/domain/messages/draft.ts";
import type { Message } from "#/domain/messages/message.ts";
import type { Pin } from "#/domain/messages/pins.ts";
import type { ThreadPlace, UnreadRef } from "#/domain/messages/unread.ts";
import type { Own } from "#/domain/participants/own.ts";
import type { Participant } from "#/domain/participants/participant.ts";
import type { CustomStatus } from "#/domain/participants/status-schema.ts";
import type { PresenceState, StickyPresence } from "#/domain/presence/events.ts";
import type { Member, Membership, OwnRoomSettings, Room } from "#/domain/rooms/room.ts";
import type { EngagementMode } from "#/domain/workspaces/schema.ts";
import type { Workspace, WorkspaceRole } from "#/domain/workspaces/workspace.ts";

/** A room in one's list: the room, one's membership, and what is unread in it. */
export type RoomEntry = Room &
  Partial<OwnRoomSettings> & {
    membership: Membership;
    power_level: number;
    /** Everything up to here is read; at least the position of one's own join. */
    read_position: number;
    /** Newest first is the end: in order of the log, at most `maxUnreadRefs`, the newest kept. */
    unread: UnreadRef[];
    /** The threads of it that one follows, by root, each with its own position; at most `maxThreadPlaces`. */
    threads: Record<string, ThreadPlace>;
    /**
     * Position and Unix seconds, for sorting, of the newest message or of one's own coming in (or being asked), whichever is
     * later: the event that brings one into a room cannot tell what was said there before.
     */
    last_position: number;
    last_ts: number;
    /** When each of its AIs answers, by participant; absent where there is none, and while one is only invited. */
    engagements?: Record<string, EngagementMode>;
  };

export type { UnreadRef } from "#/domain/messages/unread.ts";

export type WorkspaceEntry = Workspace & { role: WorkspaceRole };

export type Me = Participant & {
  email: string | null;
  roles: string[];
  personal_workspace_id: string | null;
  sticky_presence: StickyPresence;
};

/** What every page starts from: who one is, where one can go, and what waits there, as of `stream_position`. */
export type Overview = {
  stream_position: number;
  tenant: { id: string; slug: string; name: string; server_name: string };
  /** Whether the tenant wants no AI, and whether the demo model answers for its AIs. Absent: neither. */
  ai?: { hidden: boolean; demo: boolean };
  me: Me;
  /** Everyone of the tenant that one shares a room or workspace with, and the AIs; bounded. */
  participants: Record<string, Participant>;
  /** By participant id: what people say of themselves; one that is over may still be here. */
  statuses: Record<string, CustomStatus>;
  own: Own;
  workspaces: Record<string, WorkspaceEntry>;
  rooms: Record<string, RoomEntry>;
  /** What one began to write, by `draftKey`, at most `maxDrafts`. */
  drafts: Record<string, DraftEntry>;
};

/** One opened room: its people and the newest stretch of its timeline, as of `stream_position`. */
export type RoomView = {
  stream_position: number;
  room: Room;
  /** One's own place in it; null for a reader of a public room. */
  membership: Membership | null;
  power_level: number;
  members: Record<string, Member>;
  /** Oldest first, without thread replies. */
  messages: Message[];
  /** Whether older messages exist. */
  has_more: boolean;
  /** The pinned messages in their order, by id: what they say is read with `messages.pins`. */
  pins: Pin[];
  /** Who asks to be let in, the longest first; absent while nobody does. */
  knocking?: string[] | undefined;
  /** Its AIs and what they do; absent where there is none. */
  ai?: RoomAiView | undefined;
};

/** One opened thread: its root and replies, oldest first. */
export type ThreadView = { stream_position: number; room_id: string; root: Message; replies: Message[] };

/** Everything the browser holds of the server's truth. Events keep it current; see `apply.ts`. */
export type ClientState = Overview & {
  views: Record<string, RoomView>;
  /** By id of the root message. */
  threads: Record<string, ThreadView>;
  /** What the stream told; absent means offline. AIs are always online and are not listed. */
  presence: Record<string, PresenceState>;
};
