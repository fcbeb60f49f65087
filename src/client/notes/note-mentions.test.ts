import { expect, test } from "vitest";
import { noteMentionsOf } from "#/client/notes/note-mentions.ts";

test("a message shows the first three notes that it names on this server", () => {
  const text =
    "https://wave.test:5173/w/team/n/plan-8f0c2a9b4d1e https://evil.test/w/x/n/plan-000000000000 [[a]] [[b]]";
  const shown = noteMentionsOf(`${text} [[c]]`, "wave.test:5173");
  expect(shown).toEqual([{ name: "a" }, { name: "b" }, { name: "c" }]);
  expect(noteMentionsOf(text, "wave.test:5173")).toEqual([{ name: "a" }, { name: "b" }, { part: "plan-8f0c2a9b4d1e" }]);
});
