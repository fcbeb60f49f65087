/** What a message says of notes: `[[names]]`, and the last parts of addresses of notes on this server. */
export type NoteMention = { readonly name: string } | { readonly part: string };

/**
 * The notes that a message names or links to, each once and at most `most`, without those in code. Another server's
 * addresses name no notes: `isHere` is asked for the host of an address, with its port.
 */
export function noteMentionsIn(text: string, isHere: (host: string) => boolean, most: number): NoteMention[] {
  if (!/\[\[|\/n\//.test(text)) return [];
  const plain = withoutCode(text);
  const found = new Map<string, NoteMention>();
  for (const [, name] of plain.matchAll(/\[\[([^[\]|\n#]{1,255})(?:[#|][^[\]\n]*)?\]\]/g)) {
    const title = name!.trim();
    if (title) found.set(`name ${title.toLowerCase()}`, { name: title });
  }
  for (const [, at, part] of plain.matchAll(/(https?:\/\/[^\s/()<>]+)?\/w\/[\w-]+\/n\/([\w-]+)/g)) {
    if (at === undefined || isHere(at.replace(/^https?:\/\//, ""))) found.set(`part ${part}`, { part: part! });
  }
  return [...found.values()].slice(0, most);
}

function withoutCode(text: string): string {
  return text.replace(/(^|\n) {0,3}(`{3,}|~{3,})[\s\S]*?(\n {0,3}\2|$)/g, "\n").replace(/`[^`\n]*`/g, "");
}

/** Different rooms that one note links to. */
const maxRooms = 200;

/** The rooms that a note links to, without those in code: by their ids, or by their addresses, as links have them. */
export function roomsLinkedIn(text: string): string[] {
  if (!text.includes("/r/")) return [];
  const found = new Set<string>();
  for (const [, id, alias] of withoutCode(text).matchAll(
    /\/w\/[\w-]+\/r\/([\w-]{1,64})|(?:^|[\s(<])\/r\/([\w-]{1,64})/g,
  )) {
    if (found.size === maxRooms) break;
    found.add((id ?? alias!).toLowerCase());
  }
  return [...found];
}
