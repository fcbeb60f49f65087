/** A place in a note: under a heading, or the block with an id such as `todo-r9k4f`. */
export type LinkAnchor = { kind: "heading" | "block"; value: string };

/**
 * `Name#Heading` and `Name#^block` in two. A `#` that is followed by a space or nothing belongs to the name, as in "C# for
 * beginners". Of headings in headings the last counts.
 */
export function splitTarget(target: string): { name: string; anchor: LinkAnchor | null } {
  const at = /#(?=\S)/.exec(target)?.index ?? -1;
  if (at === -1) return { name: target.trim(), anchor: null };
  const name = target.slice(0, at).trim();
  const rest = target.slice(at + 1);
  if (rest.startsWith("^")) return { name, anchor: { kind: "block", value: rest.slice(1).trim() } };
  const value = rest.slice(rest.lastIndexOf("#") + 1).trim();
  return { name, anchor: value === "" ? null : { kind: "heading", value } };
}

/** What names are compared by: the same for "Launch  Plan" and "launch plan". */
export function linkKey(name: string): string {
  return name.normalize("NFC").replace(/\s+/gu, " ").trim().toLowerCase();
}

/** Different names of a text that are looked up. */
const maxNames = 2_000;

/**
 * The names in what looks like a link in a text, each once as it is typed, in their order. Quicker than `readLinks`, because
 * it does not ask whether a link stands in code; for whom a name too many does no harm.
 */
export function linkNames(text: string): string[] {
  const names = new Set<string>();
  for (const found of text.matchAll(/\[\[([^[\]\r\n]{1,600})\]\]/g)) {
    const { name } = splitTarget(found[1]!.split(/\\?\|/)[0]!);
    if (name !== "" && name.length <= 510) names.add(name);
    if (names.size === maxNames) break;
  }
  return [...names];
}
