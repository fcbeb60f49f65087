import { expect, test } from "vitest";
import { isDone, toggleOrMakeTodo, toggleTodo } from "#/client/notes/editor/todo-toggle.ts";

function made(line: string, change: { from: number; to: number; insert: string } | null): string | null {
  return change && line.slice(0, change.from) + change.insert + line.slice(change.to);
}

test("a todo is ticked, and its tick taken away", () => {
  expect(made("- [ ] call", toggleTodo("- [ ] call", 0))).toBe("- [x] call");
  expect(made("  1. [X] call", toggleTodo("  1. [X] call", 0))).toBe("  1. [ ] call");
  expect(made("> - [ ] call", toggleTodo("> - [ ] call", 0))).toBe("> - [x] call");
});

test("a todo that two people ticked at once is one tick", () => {
  expect(made("- [xx] call", toggleTodo("- [xx] call", 0))).toBe("- [ ] call");
  expect(isDone("- [xx] call")).toBe(true);
});

test("other lines are no todos", () => {
  for (const line of ["call", "- call", "[ ] call", "- [y] call", "- [ ]call"]) {
    expect(toggleTodo(line, 0)).toBeNull();
    expect(isDone(line)).toBeNull();
  }
});

test("the key makes a todo of a line that is none", () => {
  expect(made("call", toggleOrMakeTodo("call", 0))).toBe("- [ ] call");
  expect(made("  - call", toggleOrMakeTodo("  - call", 0))).toBe("  - [ ] call");
  expect(made("> call", toggleOrMakeTodo("> call", 0))).toBe("> - [ ] call");
});
