/** What a message says of notes: `[[names]]`, and addresses of notes on this server. */
export type NoteMention = { readonly name: string } | { readonly part: string };

const mostShown = 3;

/** The first three notes that a text names or links to, without those in code. `host` is this server's, with its port. */
export function noteMentionsOf(text: string, host: string): NoteMention[] {
  if (!/\[\[|\/n\//.test(text)) return [];
  const plain = text.replace(/(^|\n) {0,3}(`{3,}|~{3,})[\s\S]*?(\n {0,3}\2|$)/g, "\n").replace(/`[^`\n]*`/g, "");
  const found = new Map<string, NoteMention>();
  for (const [, name] of plain.matchAll(/\[\[([^[\]|\n#]{1,255})(?:[#|][^[\]\n]*)?\]\]/g)) {
    const title = name!.trim();
    if (title) found.set(`name ${title.toLowerCase()}`, { name: title });
  }
  for (const [, at, part] of plain.matchAll(/(https?:\/\/[^\s/()<>]+)?\/w\/[\w-]+\/n\/([\w-]+)/g)) {
    if (at === undefined || at.replace(/^https?:\/\//, "") === host) found.set(`part ${part}`, { part: part! });
  }
  return [...found.values()].slice(0, mostShown);
}
