import { say } from "#/client/language/say.ts";
import { otherOf, roomName } from "#/client/rooms/room-names.ts";
import { railOrder, workspaceOfRoom } from "#/client/shell/places.ts";
import { unreadOf } from "#/domain/messages/unread.ts";
import { isAi, type Participant } from "#/domain/participants/participant.ts";
import type { Overview, RoomEntry, WorkspaceEntry } from "#/domain/views/state.ts";

/** Something one can jump to. */
export type Target = {
  readonly id: string;
  readonly label: string;
  readonly place: string;
  /** What else it is found by, such as a handle. */
  readonly also: string;
  readonly unread: number;
  readonly mentions: number;
  /** Position of the newest word: later is more recent. */
  readonly recent: number;
} & (
  | { readonly is: "room"; readonly room: RoomEntry }
  | { readonly is: "person"; readonly participant: Participant; readonly room: RoomEntry | undefined }
  | { readonly is: "workspace"; readonly workspace: WorkspaceEntry }
  | { readonly is: "note"; readonly path: string }
  | { readonly is: "command"; readonly command: Command }
);

export type Command =
  | "create-room"
  | "new-note"
  | "start-dm"
  | "directory"
  | "create-workspace"
  | "shortcuts"
  | "mentions"
  | "drafts"
  | "mark-read"
  | "you";

export type Match = { readonly target: Target; readonly matches: readonly (readonly [number, number])[] };

type Known = Pick<Overview, "me" | "participants" | "workspaces" | "rooms">;

const commands = (): readonly (readonly [Command, string, string])[] => [
  ["create-room", say("New room"), say("create")],
  ["new-note", say("New note"), say("write document")],
  ["start-dm", say("New direct message"), say("write chat")],
  ["directory", say("Browse public rooms"), say("directory join find")],
  ["create-workspace", say("New workspace"), say("create team")],
  ["you", say("Preferences"), say("settings theme dark density presence")],
  ["mentions", say("Recent mentions"), say("named me at")],
  ["drafts", say("Drafts"), say("begun unsent")],
  ["mark-read", say("Mark as read"), say("clear unread everything")],
  ["shortcuts", say("Keyboard shortcuts"), say("keys help")],
];

/** What a sign at the beginning keeps to, and what is asked behind it. */
export function askedOf(typed: string): { kind: Target["is"] | undefined; query: string } {
  const kind = ofPrefix[typed.trimStart().charAt(0)];
  return { kind, query: (kind ? typed.trimStart().slice(1) : typed).trim() };
}

/** Notes that the server found for what was typed: also those that bear it as another name. */
export function noteTargets(
  found: readonly { readonly id: string; readonly title: string; readonly place: string; readonly path: string }[],
  query: string,
): Target[] {
  return found.map(({ id, title, place, path }) => ({
    is: "note",
    id,
    label: title,
    place: place || say("Note"),
    also: query,
    unread: 0,
    mentions: 0,
    recent: 0,
    path,
  }));
}

/** Everything there is to jump to: rooms, everyone known, workspaces, commands. Someone one talks to is one target, not two. */
export function targetsOf(known: Known): Target[] {
  const still = { unread: 0, mentions: 0, recent: 0 };
  const direct = new Map<string, RoomEntry>();
  const rooms: Target[] = [];
  for (const room of Object.values(known.rooms)) {
    const other = otherOf(room, known);
    if (other) direct.set(other.id, room);
    else
      rooms.push({
        is: "room",
        id: room.id,
        label: roomName(room, known),
        place: placeOf(room, known),
        also: room.topic ?? "",
        ...marks(room),
        room,
      });
  }
  const people = Object.values(known.participants)
    .filter((participant) => participant.id !== known.me.id)
    .map((participant): Target => {
      const room = direct.get(participant.id);
      return {
        is: "person",
        id: participant.id,
        label: participant.display_name,
        place: isAi(participant) ? say("AI assistant") : `@${participant.local_id}`,
        also: participant.local_id,
        ...(room ? marks(room) : still),
        participant,
        room,
      };
    });
  const workspaces = railOrder(known).map(
    (workspace): Target => ({
      is: "workspace",
      id: workspace.id,
      label: workspace.name,
      place: say("Workspace"),
      also: workspace.slug,
      ...still,
      workspace,
    }),
  );
  const verbs = commands().map(
    ([command, label, also]): Target => ({
      is: "command",
      id: command,
      label,
      place: say("Command"),
      also,
      ...still,
      command,
    }),
  );
  return [...rooms, ...people, ...workspaces, ...verbs];
}

function marks(room: RoomEntry): Pick<Target, "unread" | "mentions" | "recent"> {
  if (room.membership === "invite") return { unread: 0, mentions: 1, recent: room.last_position };
  const { count, mentions } = unreadOf(room);
  return { unread: count, mentions, recent: room.last_position };
}

function placeOf(room: RoomEntry, known: Known): string {
  if (room.membership === "invite") return say("Invitation");
  const own = known.workspaces[room.workspace_id];
  return own ? say("in {name}", { name: own.name }) : workspaceOfRoom(room, known) ? say("Shared with me") : "";
}

export const prefixes = [
  {
    prefix: "@",
    get label() {
      return say("people");
    },
  },
  {
    prefix: "#",
    get label() {
      return say("rooms");
    },
  },
  {
    prefix: "/",
    get label() {
      return say("notes");
    },
  },
  {
    prefix: ">",
    get label() {
      return say("commands");
    },
  },
] as const;

const ofPrefix: Record<string, Target["is"]> = { "@": "person", "#": "room", "~": "room", "/": "note", ">": "command" };

/** Enough for a glance; who wants another one types on. */
const mostShown = 50;

/**
 * What to show for what was typed. Nothing typed: what is unread, mentions first, then what was lately said; people one
 * never wrote with only when asked for. Something typed: the better the match the higher, and among equals unread before
 * recent. A prefix keeps to one kind.
 */
export function rank(targets: readonly Target[], typed: string, currentId: string | undefined): Match[] {
  const { kind, query } = askedOf(typed);
  const candidates = targets.filter((target) => (kind ? target.is === kind : true));
  if (query === "") {
    return candidates
      .filter((target) => kind !== undefined || (target.recent > 0 && idOf(target) !== currentId))
      .toSorted(byNeed)
      .slice(0, kind ? mostShown : 9)
      .map((target) => ({ target, matches: [] }));
  }
  return candidates
    .flatMap((target) => {
      const score = scoreOf(target, query);
      return score ? [{ target, ...score }] : [];
    })
    .toSorted((a, b) => b.score - a.score || byNeed(a.target, b.target))
    .slice(0, mostShown)
    .map(({ target, matches }) => ({ target, matches }));
}

function idOf(target: Target): string {
  return target.is === "person" ? (target.room?.id ?? target.id) : target.id;
}

function byNeed(a: Target, b: Target): number {
  return (
    Number(b.mentions > 0) - Number(a.mentions > 0) ||
    Number(b.unread > 0) - Number(a.unread > 0) ||
    b.recent - a.recent ||
    a.label.localeCompare(b.label, "en")
  );
}

type Score = { readonly score: number; readonly matches: readonly (readonly [number, number])[] };

/** How well a label fits: it begins so, a word begins so, it is inside, its letters occur in order, or with one slip. */
export function scoreOf(target: Pick<Target, "label" | "also">, query: string): Score | undefined {
  const label = fold(target.label);
  const wanted = fold(query);
  const at = label.indexOf(wanted);
  if (at === 0) return { score: 100, matches: [[0, wanted.length]] };
  const word = wordStart(label, wanted);
  if (word >= 0) return { score: 80, matches: [[word, word + wanted.length]] };
  if (fold(target.also).startsWith(wanted) || wordStart(fold(target.also), wanted) >= 0)
    return { score: 70, matches: [] };
  if (at > 0) return { score: 60, matches: [[at, at + wanted.length]] };
  const scattered = inOrder(label, wanted);
  if (scattered) return { score: 40 - Math.min(20, scattered.length), matches: scattered };
  return wanted.length >= 4 && hasSlip(label, wanted) ? { score: 10, matches: [] } : undefined;
}

/** Lower case, without accents, of the same length: positions still fit the label. */
function fold(text: string): string {
  return [...text]
    .map((letter) => {
      const plain = letter.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
      return plain.length === letter.length ? plain : letter;
    })
    .join("");
}

function wordStart(label: string, wanted: string): number {
  for (let at = label.indexOf(wanted); at >= 0; at = label.indexOf(wanted, at + 1)) {
    if (at === 0 || /[\s\-_.,/(]/.test(label[at - 1]!)) return at;
  }
  return -1;
}

function inOrder(label: string, wanted: string): [number, number][] | undefined {
  const ranges: [number, number][] = [];
  let from = 0;
  for (const letter of wanted.replace(/\s+/g, "")) {
    const at = label.indexOf(letter, from);
    if (at < 0) return undefined;
    const last = ranges.at(-1);
    if (last && last[1] === at) last[1] = at + letter.length;
    else ranges.push([at, at + letter.length]);
    from = at + letter.length;
  }
  // Letters scattered all over a long name are chance, not a match.
  return ranges.length <= Math.max(2, Math.ceil(wanted.length / 2)) ? ranges : undefined;
}

/** Whether some word is what was typed but for one letter: left out, added, wrong, or swapped with its neighbour. */
function hasSlip(label: string, wanted: string): boolean {
  return label.split(/[\s\-_.,/()]+/).some((word) => isOneSlipAway(word.slice(0, wanted.length + 1), wanted));
}

function isOneSlipAway(word: string, typed: string): boolean {
  let start = 0;
  while (start < word.length && word[start] === typed[start]) start += 1;
  const [w, t] = [word.slice(start), typed.slice(start)];
  const begins = (long: string, short: string) => long.startsWith(short);
  return (
    begins(w.slice(1), t.slice(1)) ||
    begins(w, t.slice(1)) ||
    begins(w.slice(1), t) ||
    (w[0] === t[1] && w[1] === t[0] && begins(w.slice(2), t.slice(2)))
  );
}
