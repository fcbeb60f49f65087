import fc from "fast-check";
import { expect, test } from "vitest";
import { applySplices } from "#/domain/notes/text-diff.ts";
import { changeSplices, missingIdSplices, type TodoChange, toggleSplices } from "#/domain/todos/edit-todos.ts";
import { readTodos } from "#/domain/todos/read-todos.ts";

const changed = (line: string, change: TodoChange) => {
  const splices = changeSplices(line, readTodos(line)[0]!.blockId, change);
  return splices && applySplices(line, splices);
};

test.each([
  ["- [ ] a", { done: true }, "- [x] a"],
  ["- [X] a", { done: true }, "- [X] a"],
  ["- [X] a", { done: false }, "- [ ] a"],
  ["- [xx] a", { done: false }, "- [ ] a"],
  ["- [ ] a", { due: "2026-03-02" }, "- [ ] a 📅 2026-03-02"],
  ["- [ ] a  ^todo-aaaaa", { due: "2026-03-02", priority: "low" }, "- [ ] a  !low 📅 2026-03-02 ^todo-aaaaa"],
  ["- [ ] due: 2026-01-01 a", { due: "2026-03-02" }, "- [ ] due: 2026-03-02 a"],
  ["- [ ] a 📅 2026-01-01 !high @ana b", { due: null, priority: null, assignee: null }, "- [ ] a b"],
  ["- [ ] !high a", { priority: "low" }, "- [ ] !low a"],
  ["- [ ] a @ana", { assignee: "ben" }, "- [ ] a @ben"],
  ["- [ ] a @Ana", { assignee: "ana" }, "- [ ] a @Ana"],
  ["- [ ] a #tag", { done: true, due: "2026-03-02", assignee: "ben" }, "- [x] a #tag 📅 2026-03-02 @ben"],
] as const)("%j changed by %j", (line, change, after) => {
  expect(changed(line, change)).toBe(after);
  expect(changed(after, change)).toBe(after);
});

test("an id that no todo has changes nothing", () => {
  expect(toggleSplices("- [ ] a ^todo-aaaaa", "todo-bbbbb", true)).toBeNull();
});

test("ids are unique in the note, whatever stands there and whatever chance brings", () => {
  const text = "- [ ] a\r\n- [ ] b ^todo-aaaaa\r\n- [ ] c ^todo-aaaaa\r\n\r\nwords ^todo-bbbbb\r\n- [ ] d  ";
  const drawn = ["aaaaa", "bbbbb", "ccccc", "ccccc", "BAD", "ddddd", "eeeee"];
  const after = applySplices(
    text,
    missingIdSplices(text, () => drawn.shift() ?? "zzzzz"),
  );
  expect(after).toBe(
    "- [ ] a ^todo-ccccc\r\n- [ ] b ^todo-aaaaa\r\n- [ ] c ^todo-ddddd\r\n\r\nwords ^todo-bbbbb\r\n- [ ] d   ^todo-eeeee",
  );
  expect(missingIdSplices("- [ ] a", () => "never fits")).toEqual([]);
});

const words = fc.constantFrom(
  "a",
  "@ana",
  "!high",
  "📅 2026-03-02",
  "#x",
  "^todo-aaaaa",
  "`",
  "  ",
  "due: 2026-01-01",
  "^b",
);
const line = fc
  .tuple(fc.constantFrom("- [ ] ", "  * [x] ", "> 1. [X] ", "- ", "```"), fc.array(words, { maxLength: 5 }))
  .map(([head, tail]) => head + tail.join(" "));
const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join("\n"));

test("after the ids are written none is missing, nothing else has changed, and each change does what it says", () => {
  fc.assert(
    fc.property(text, fc.boolean(), fc.constantFrom(null, "2026-05-05"), (source, done, due) => {
      let count = 0;
      const makeId = () => String(count++).padStart(5, "z");
      const after = applySplices(source, missingIdSplices(source, makeId));
      expect(missingIdSplices(after, makeId)).toEqual([]);
      const plain = (todo: { text: string; done: boolean; due: string | null }) => [todo.text, todo.done, todo.due];
      expect(readTodos(after).map(plain)).toEqual(readTodos(source).map(plain));
      for (const { blockId, ordinal } of readTodos(after)) {
        const changes = changeSplices(after, blockId, { done, due, assignee: "ben", priority: "low" })!;
        const todo = readTodos(applySplices(after, changes))[ordinal];
        expect(todo).toMatchObject({ blockId, done, due, assignee: "ben", priority: "low" });
      }
    }),
    { numRuns: 500 },
  );
});
