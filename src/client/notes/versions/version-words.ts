import { say } from "#/client/language/say.ts";
import { dayKey, dayLabel } from "#/client/language/times.ts";
import type { NoteVersion } from "#/domain/notes/versions-schema.ts";

export type VersionDay = { readonly key: string; readonly label: string; readonly versions: readonly NoteVersion[] };

export const secondsOf = (version: NoteVersion): number => Date.parse(version.created_at) / 1000;

/** Versions by the day until which they stood, in the order given. */
export function daysOf(versions: readonly NoteVersion[], zone: string, now: number): VersionDay[] {
  const days = Map.groupBy(versions, (version) => dayKey(secondsOf(version), zone));
  return [...days].map(([key, of]) => ({ key, label: dayLabel(secondsOf(of[0]!), zone, now), versions: of }));
}

/** Why a version was kept, in a few words. */
export function reasonWords({ reason }: NoteVersion): string {
  const words: Record<NoteVersion["reason"], string> = {
    created: say("First version"),
    pause: say("Kept while writing"),
    author: say("Before someone else wrote"),
    named: say("Kept by hand"),
    restore: say("Before a version was restored"),
    import: say("Before an import"),
    api: say("Before a program wrote"),
  };
  return words[reason];
}

/** “Ana, Bram and 2 more” */
export function authorWords({ authors }: NoteVersion): string {
  const names = authors.map(({ display_name }) => display_name);
  if (names.length === 0) return say("Someone");
  if (names.length <= 3) return names.join(", ");
  return say("{names} and {count} more", { names: names.slice(0, 2).join(", "), count: names.length - 2 });
}
