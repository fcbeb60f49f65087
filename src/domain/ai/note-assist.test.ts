import { expect, test } from "vitest";
import { findPassage, linksIn, rewritten, titlesNear, todosIn } from "#/domain/ai/note-assist.ts";

test("a rewritten passage keeps the space around it, and loses a fence around all of it", () => {
  expect(rewritten("\n\nOld words.\n", "New words.")).toBe("\n\nNew words.\n");
  expect(rewritten("Old", "```markdown\nNew\n```")).toBe("New");
  expect(rewritten("Old", "```ts\nconst a = 1;\n```\nmore")).toBe("```ts\nconst a = 1;\n```\nmore");
});

test("of an answer only todos are todos, each once and without a name of its own", () => {
  const answer =
    "Here you go:\n- [ ] Call Ana !high ^todo-aaaaa\n* [x] Pay\n- [ ] Pay\n- [ ]  \n- not one\n![x](https://evil)";
  expect(todosIn(answer)).toBe("- [ ] Call Ana !high\n- [ ] Pay");
});

test("of an answer only links to notes that one was told are links", () => {
  const answer =
    "- [[launch Plan]] — names the date\n- [[Secret]]: no\n[[Launch plan]] again\n- [[Team]]: see [[Secret]]";
  expect(linksIn(answer, ["Launch plan", "Team"])).toBe("- [[Launch plan]]: names the date\n- [[Team]]: see Secret");
});

test("titles are near a text by their words, unless it links them", () => {
  const titles = ["Launch plan", "Budget", "Team", "Odd [x] launch"];
  expect(titlesNear("The launch, see [[budget|money]] of the team.", titles)).toEqual(["Launch plan", "Team"]);
});

test("a passage is where it was named, else where its words stand once", () => {
  const text = "one two one";
  expect(findPassage(text, { from: 4, to: 7 })).toEqual({ from: 4, to: 7 });
  expect(findPassage(text, { passage: "one", from: 8, to: 11 })).toEqual({ from: 8, to: 11 });
  expect(findPassage(text, { passage: "two", from: 0, to: 3 })).toEqual({ from: 4, to: 7 });
  for (const wrong of [
    { passage: "one" },
    { passage: "three" },
    { from: 4 },
    { from: 7, to: 4 },
    { from: 0, to: 99 },
    {},
  ])
    expect(findPassage(text, wrong)).toBeNull();
});
