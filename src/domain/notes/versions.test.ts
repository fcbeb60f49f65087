import { expect, test } from "vitest";
import { type KeptVersion, type TextChange, versionReason, versionsToDrop } from "#/domain/notes/versions.ts";

const now = new Date("2026-11-21T12:00:00Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const kept = (of: Partial<KeptVersion> = {}): KeptVersion => ({
  id: `v${of.version ?? 1}`,
  version: 1,
  createdAt: ago(2),
  authorIds: ["ana"],
  reason: "pause",
  name: null,
  ...of,
});
const typing: TextChange = { version: 9, updatedAt: ago(0.02), updatedBy: "ana", now, authorIds: ["ana"] };

test.each<[string, Partial<TextChange>, KeptVersion[], string | null]>([
  ["going on writing keeps nothing", {}, [kept()], null],
  ["a pause of five minutes", { updatedAt: ago(5) }, [kept({ createdAt: ago(30) })], "pause"],
  ["a pause just shorter", { updatedAt: ago(4.9) }, [kept({ createdAt: ago(4.95) })], null],
  ["five minutes of writing without pause", {}, [kept({ createdAt: ago(5) })], "pause"],
  ["somebody else begins", { authorIds: ["ben"] }, [kept()], "author"],
  ["somebody else begins beside the one who writes", { authorIds: ["ben", "ana"] }, [kept()], "author"],
  ["two who write by turns", { updatedBy: "ben", authorIds: ["ana"] }, [kept({ authorIds: ["ana"] })], null],
  [
    "one who was away for more than five minutes is new again",
    { updatedBy: "ben", authorIds: ["ana"] },
    [kept({ version: 5, authorIds: ["ben"] }), kept({ authorIds: ["ana"], createdAt: ago(6) })],
    "author",
  ],
  ["a program writes", { by: "api" }, [kept()], "api"],
  ["a program writes again at once", { by: "api" }, [kept({ reason: "api", createdAt: ago(0.5) })], null],
  ["a program writes again a minute later", { by: "api" }, [kept({ reason: "api", createdAt: ago(1) })], "api"],
  ["a restore always", { by: "restore" }, [kept({ reason: "restore", createdAt: now })], "restore"],
  ["an import always", { by: "import" }, [kept({ reason: "import", createdAt: now })], "import"],
  ["what is kept already", { by: "restore", version: 3, updatedAt: ago(99) }, [kept({ version: 3 })], null],
  ["a note without any version", {}, [], "pause"],
])("%s", (_, change, recent, reason) => {
  expect(versionReason({ ...typing, ...change }, recent)).toBe(reason);
});

const hours = (count: number) => count * 60;
function history(minutesAgo: number[], of: (index: number) => Partial<KeptVersion> = () => ({})): KeptVersion[] {
  return minutesAgo
    .toSorted((a, b) => b - a)
    .map((minutes, index) => kept({ version: index + 1, createdAt: ago(minutes), ...of(index) }));
}
const left = (versions: KeptVersion[], most?: number) => {
  const dropped = new Set(versionsToDrop(versions, now, most));
  return versions.filter(({ id }) => !dropped.has(id)).map(({ version }) => version);
};

test("all of a day stay, the last of each hour of the week, the last of each day before, and the first", () => {
  const today = [5, 6, 7, 8];
  const thisWeek = [hours(48) + 1, hours(48) + 2, hours(48) + 59, hours(50) + 30];
  const before = [hours(24 * 10) + 1, hours(24 * 10) + 120, hours(24 * 10) + 180, hours(24 * 20)];
  // Oldest is 1: 20 days; 2, 3, 4: the same day, last is 4; 5: an hour alone; 6, 7, 8: the same hour, last is 8.
  expect(left(history([...today, ...thisWeek, ...before]))).toEqual([1, 4, 5, 8, 9, 10, 11, 12]);
});

test("a named version stays whatever its age", () => {
  const versions = history([hours(24 * 10) + 3, hours(24 * 10) + 2, hours(24 * 10) + 1, 1], (index) => ({
    name: index === 1 ? "Sent" : null,
  }));
  expect(left(versions)).toEqual([1, 2, 3, 4]);
  expect(left(versions.map((version) => ({ ...version, name: null })))).toEqual([1, 3, 4]);
});

test("over the bound the last day is thinned, then the oldest go, and never a named one", () => {
  const busy = history(Array.from({ length: 60 }, (_, index) => index + 1));
  expect(left(busy, 100)).toHaveLength(60);
  expect(left(busy, 20).length).toBeLessThanOrEqual(6);
  const days = history(
    Array.from({ length: 30 }, (_, index) => hours(24 * (8 + index))),
    (index) => ({ name: index === 3 ? "Sent" : null }),
  );
  expect(left(days, 10)).toEqual([1, 4, 23, 24, 25, 26, 27, 28, 29, 30]);
});
