/** Who an `@` may mean. `spoke`: position of their newest message here, 0 for none. */
export type Candidate = { id: string; name: string; handle: string; isMember: boolean; isAi: boolean; spoke: number };

/** What is being completed: from its sign up to the caret. `text` is without the sign. */
export type Query = { sign: "@" | "#" | ":" | "/" | "[["; from: number; to: number; text: string };

const shown = 8;
const longest = 40;
const longestTitle = 60;

/** A sign begins a word; rooms are asked for from the first letter and emoji from the second: `#` and `:` are plain signs too. */
const signs: readonly { sign: Query["sign"]; ends: RegExp }[] = [
  { sign: "[[", ends: /\[\[([^[\]|\n]{0,60})$/u },
  { sign: "@", ends: /(?:^|[^\p{L}\p{N}@/._+-])@([\p{L}\p{N}._:-]{0,40})$/u },
  { sign: "#", ends: /(?:^|[\s(])#([\p{L}\p{N}][\p{L}\p{N}._-]{0,39})$/u },
  { sign: ":", ends: /(?:^|[\s(])[:]([\p{L}][\p{L}\p{N}_+-]{1,30})$/u },
];

/** The `/…` that begins the text, or the `@…`, `#…`, `:…` or `[[…` that ends at the caret, unless it is in code or inside a word. */
export function queryAt(text: string, caret: number): Query | null {
  const command = /^\/([a-z0-9_-]{0,32})$/i.exec(text.slice(0, Math.min(caret, longest)))?.[1];
  if (command !== undefined && command.length === caret - 1)
    return { sign: "/", from: 0, to: caret, text: command.toLowerCase() };
  const before = text.slice(Math.max(0, caret - longestTitle - 2), caret);
  for (const { sign, ends } of signs) {
    const query = ends.exec(before)?.[1];
    if (query === undefined) continue;
    // Brackets that are closed already are not closed twice.
    const to = sign === "[[" && text.startsWith("]]", caret) ? caret + 2 : caret;
    return isInCode(text, caret) ? null : { sign, from: caret - query.length - sign.length, to, text: query };
  }
  return null;
}

/** Whether the caret stands in a fence or in backticks that its line opened. */
export function isInCode(text: string, caret: number): boolean {
  const before = text.slice(0, caret);
  if (isInFence(text, caret)) return true;
  const line = before.slice(before.lastIndexOf("\n") + 1);
  return (line.match(/`/g)?.length ?? 0) % 2 === 1;
}

export function isInFence(text: string, caret: number): boolean {
  return (text.slice(0, caret).match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;
}

/** Members before others, those who spoke last first, better matches before worse; at most eight. */
export function rank(people: readonly Candidate[], query: string): Candidate[] {
  const wanted = plain(query);
  return people
    .map((person) => ({ person, quality: quality(person, wanted) }))
    .filter(({ quality }) => quality > 0)
    .sort(
      (a, b) =>
        Number(b.person.isMember) - Number(a.person.isMember) ||
        b.quality - a.quality ||
        b.person.spoke - a.person.spoke ||
        a.person.name.localeCompare(b.person.name, "en") ||
        (a.person.id < b.person.id ? -1 : 1),
    )
    .slice(0, shown)
    .map(({ person }) => person);
}

function quality(person: Candidate, wanted: string): number {
  if (wanted === "") return 1;
  const [handle, name] = [plain(person.handle), plain(person.name)];
  if (handle === wanted) return 4;
  if (handle.startsWith(wanted) || name.startsWith(wanted)) return 3;
  if (name.split(/[\s.-]+/).some((word) => word.startsWith(wanted))) return 2;
  return wanted.length > 1 && (handle.includes(wanted) || name.includes(wanted)) ? 1 : 0;
}

/** Letters as they are typed on a plain keyboard: “josé” is found by “jose”. */
function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** A room as it is offered; `href` is its place on this server. */
export type RoomOffer = { id: string; name: string; href: string; lastPosition: number };

/** Rooms whose name, or a word of it, begins with what was typed; those with the newest words first. */
export function rankRooms(rooms: readonly RoomOffer[], query: string): RoomOffer[] {
  const wanted = plain(query);
  const starts = (name: string) => Number(plain(name).startsWith(wanted));
  return rooms
    .filter((room) => starts(room.name) || room.name.split(/[\s._-]+/).some((word) => starts(word)))
    .sort((a, b) => starts(b.name) - starts(a.name) || b.lastPosition - a.lastPosition)
    .slice(0, shown);
}

/** What takes the place of the query, and a space unless one follows. */
export function insertion(text: string, query: Pick<Query, "to">, words: string): string {
  return /^[\s,.;:!?)]/.test(text.slice(query.to)) ? words : `${words} `;
}

/** A link with the room's name: it stays right when the room is renamed, and leads only those there who may read it. */
export function roomLink(room: Pick<RoomOffer, "name" | "href">): string {
  return `[#${room.name.replace(/[\\[\]`*_<]/g, "\\$&")}](${room.href})`;
}
