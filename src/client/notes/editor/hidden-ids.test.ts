import { expect, test } from "vitest";
import { caretHome, hiddenIdIn, joinBeforeId, spaceBeforeId, splitBeforeId } from "#/client/notes/editor/hidden-ids.ts";
import { backspaceIn, enterIn, type LineEdit } from "#/client/notes/editor/line-keys.ts";

const line = "- [ ] call ^todo-ab12c";

/** The text after the changes, with `|` for the caret. */
function after(text: string, edit: LineEdit | null): string {
  if (!edit) return text;
  let made = text;
  for (const change of [...edit.changes].sort((a, b) => b.from - a.from))
    made = made.slice(0, change.from) + change.insert + made.slice(change.to);
  return `${made.slice(0, edit.caret)}|${made.slice(edit.caret)}`;
}

test("an id is found at the end of a line and nowhere else", () => {
  expect(hiddenIdIn(line, 100)).toEqual({ home: 110, start: 111, end: 122 });
  expect(hiddenIdIn("^todo-ab12c", 0)).toEqual({ home: 0, start: 0, end: 11 });
  for (const other of ["see ^todo-ab12c there", "x^todo-ab12c", "- [ ] call ^todo-ab12", "- [ ] call ^other-ab12c"])
    expect(hiddenIdIn(other, 0)).toBeNull();
});

test("a caret behind or inside an id goes to the visible end", () => {
  expect(caretHome(line, 0, line.length)).toBe(10);
  expect(caretHome(line, 0, 13)).toBe(10);
  expect(caretHome(line, 0, 4)).toBe(4);
});

test("Enter at the visible end begins the next todo and leaves the id", () => {
  expect(after(line, enterIn(line, 0, 10))).toBe(`${line}\n- [ ] |`);
});

test("Enter in the middle moves the words behind the caret and leaves the id", () => {
  const longer = "- [ ] call Ana now ^todo-ab12c";
  expect(after(longer, enterIn(longer, 0, 10))).toBe("- [ ] call ^todo-ab12c\n- [ ] |Ana now");
});

test("Enter on a todo without words ends the list, its id with it", () => {
  const empty = "- [ ] ^todo-ab12c";
  expect(after(empty, enterIn(empty, 0, 5))).toBe("|");
  const nested = "  - [ ] ^todo-ab12c";
  expect(after(nested, enterIn(nested, 0, 7))).toBe("- [ ]| ^todo-ab12c");
});

test("Enter on a plain line with an id splits it without a mark", () => {
  const plain = "words ^todo-ab12c";
  expect(after(plain, enterIn(plain, 0, 5))).toBe("words ^todo-ab12c\n|");
  expect(splitBeforeId("words", 0, 3, "")).toBeNull();
});

test("joining lines puts the words of the second before the id of the first", () => {
  const joined = joinBeforeId(line, 0, "- [ ] more ^todo-zz999")!;
  const text = `${line}\n- [ ] more ^todo-zz999`;
  const made = text.slice(0, joined.from) + joined.insert + text.slice(joined.to);
  expect(made).toBe("- [ ] callmore ^todo-ab12c");
  expect(joined.caret).toBe(10);
});

test("words typed right before an id stay apart from it", () => {
  expect(spaceBeforeId(line, 0, 11, "x")).toBe("x ");
  expect(spaceBeforeId(line, 0, 11, "x ")).toBe("x ");
  expect(spaceBeforeId(line, 0, 10, "x")).toBe("x");
});

test("Backspace behind the mark of an item takes it away, after its indent", () => {
  expect(after("- [ ] call", backspaceIn("- [ ] call", 0, 6))).toBe("|call");
  expect(after("  - call", backspaceIn("  - call", 0, 4))).toBe("- |call");
  expect(backspaceIn("- call", 0, 4)).toBeNull();
});

test("Enter goes on with lists and quotes, and ends them on empty items", () => {
  const cases: readonly (readonly [line: string, caret: number, result: string])[] = [
    ["- one", 5, "- one\n- |"],
    ["3. one", 6, "3. one\n4. |"],
    ["- [x] done", 10, "- [x] done\n- [ ] |"],
    ["> words", 7, "> words\n> |"],
    ["- ", 2, "|"],
    ["  - ", 4, "- |"],
  ];
  for (const [text, caret, result] of cases) expect(after(text, enterIn(text, 0, caret))).toBe(result);
  expect(enterIn("plain", 0, 5)).toBeNull();
});
