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
