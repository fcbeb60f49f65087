import { maxVersions } from "#/domain/notes/bounds.ts";

export const versionReasons = ["created", "pause", "author", "named", "restore", "import", "api"] as const;
export type VersionReason = (typeof versionReasons)[number];

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** A pause as long as this ends a piece of work; and writing without pause is kept as often. */
export const versionPause = 5 * minute;
/** Writes of one program that follow each other faster count as one. */
const burst = minute;

/** A version that is kept. `createdAt` is until when the note said this. */
export type KeptVersion = {
  id: string;
  version: number;
  createdAt: Date;
  authorIds: readonly string[];
  reason: VersionReason;
  name: string | null;
};

/** A change that is about to be stored: the text as it is now was last written at `updatedAt` by `updatedBy`. */
export type TextChange = {
  version: number;
  updatedAt: Date;
  updatedBy: string;
  now: Date;
  /** Who writes. */
  authorIds: readonly string[];
  /** Set for what is no typing. */
  by?: "api" | "restore" | "import" | undefined;
};

/**
 * Whether the text as it is before a change is worth going back to, and why; null when it isn't. `recent`: the newest
 * versions, newest first, at least those of the last five minutes.
 *
 * People who write at the same time make no version at each turn: one who wrote in the last five minutes is nobody new.
 * So a note gets at most one version per person and five minutes, and at least one per five minutes of writing.
 */
export function versionReason(change: TextChange, recent: readonly KeptVersion[]): VersionReason | null {
  const [last] = recent;
  const now = change.now.getTime();
  if (last?.version === change.version) return null;
  const sinceLast = last ? now - last.createdAt.getTime() : Number.POSITIVE_INFINITY;
  if (change.by === "restore" || change.by === "import") return change.by;
  if (change.by === "api" && !(last?.reason === "api" && sinceLast < burst)) return "api";
  if (now - change.updatedAt.getTime() >= versionPause) return "pause";
  const known = new Set([change.updatedBy, ...recent.filter(within(now)).flatMap(({ authorIds }) => authorIds)]);
  if (change.authorIds.some((id) => !known.has(id))) return "author";
  return sinceLast >= versionPause ? "pause" : null;
}

const within = (now: number) => (version: KeptVersion) => now - version.createdAt.getTime() < versionPause;

/**
 * Which versions to let go: all of the last day stay, one an hour of the week, one a day of what is older, and always the
 * first and the named ones. When that is still more than `most`, the last day is thinned too, then the oldest go.
 */
export function versionsToDrop(versions: readonly KeptVersion[], now: Date, most: number = maxVersions): string[] {
  const newestFirst = versions.toSorted((a, b) => b.version - a.version);
  const first = newestFirst.at(-1);
  const stays = (version: KeptVersion) => version.name !== null || version === first;
  let kept = thinned(newestFirst, stays, now, 0);
  if (kept.length > most) kept = thinned(newestFirst, stays, now, 15 * minute);
  const excess = Math.max(kept.length - most, 0);
  const oldest = excess === 0 ? [] : kept.filter((version) => !stays(version)).slice(-excess);
  const left = new Set(kept.filter((version) => !oldest.includes(version)));
  return newestFirst.filter((version) => !left.has(version)).map(({ id }) => id);
}

/** The newest of each stretch of time, with those that stay. */
function thinned(
  newestFirst: readonly KeptVersion[],
  stays: (version: KeptVersion) => boolean,
  now: Date,
  ofDay: number,
): KeptVersion[] {
  const seen = new Set<string>();
  return newestFirst.filter((version) => {
    const at = version.createdAt.getTime();
    const age = now.getTime() - at;
    const step = age < day ? ofDay : age < 7 * day ? hour : day;
    if (stays(version) || step === 0) return true;
    const stretch = `${step}:${Math.floor(at / step)}`;
    return seen.has(stretch) ? false : Boolean(seen.add(stretch));
  });
}
