import { blockElementId, headingId, slugOf } from "#/domain/markdown/note-marks.ts";
import type { WikiResolution } from "#/domain/notes/schema.ts";

/** `[[name#anchor]]`: the name, and the id of the element in that note that the rest leads to. */
export function readTarget(target: string): { name: string; fragment: string | undefined } {
  const at = target.indexOf("#");
  if (at === -1) return { name: target.trim(), fragment: undefined };
  const anchor = target.slice(at + 1).trim();
  const fragment = anchor.startsWith("^") ? blockElementId(anchor.slice(1)) : headingId(slugOf(anchor));
  return { name: target.slice(0, at).trim(), fragment: anchor === "" ? undefined : fragment };
}

export type WikiTarget = { readonly href: string; readonly title: string; readonly participantId: string | null };

/** Where names lead for this reader. Something that they may not see is not among `resolutions`, or without an id. */
export function wikiTargets(resolutions: readonly WikiResolution[]): (target: string) => WikiTarget | undefined {
  const known = new Map<string, WikiResolution>();
  for (const each of resolutions) {
    if (each.path === null || each.title === null) continue;
    known.set(each.name, each);
    const loose = loosely(each.name);
    if (!known.has(loose)) known.set(loose, each);
  }
  return (target) => {
    const { name, fragment } = readTarget(target);
    const hash = fragment ? `#${encodeURIComponent(fragment)}` : "";
    if (name === "") return hash === "" ? undefined : { href: hash, title: target.slice(1), participantId: null };
    const found = known.get(name) ?? known.get(loosely(name));
    if (!found?.path) return undefined;
    return { href: `${found.path}${hash}`, title: found.title ?? name, participantId: found.participant_id };
  };
}

const loosely = (name: string): string => name.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
