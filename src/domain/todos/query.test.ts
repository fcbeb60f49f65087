import { expect, test } from "vitest";
import type { SwError } from "#/domain/errors.ts";
import { dayIn, daysAfter, endOfWeek } from "#/domain/todos/days.ts";
import { readTodoQuery } from "#/domain/todos/query.ts";

test("a query is one flat mapping; an empty one asks for all that is open", () => {
  expect(readTodoQuery("")).toEqual({
    status: "open",
    priority: null,
    due: null,
    assignee: null,
    tag: null,
    workspace: null,
    sort: "due",
    descending: false,
    limit: 50,
  });
  const query =
    "# mine\nstatus: all\npriority: high\ndue: 2026-03-02\nassignee: '@Ana'\ntag: '#home/garden'\nworkspace: this\nsort: -created\nlimit: 200\n";
  expect(readTodoQuery(query)).toEqual({
    status: "all",
    priority: "high",
    due: { date: "2026-03-02" },
    assignee: "ana",
    tag: "home/garden",
    workspace: "this",
    sort: "created",
    descending: true,
    limit: 200,
  });
});

test.each([
  ["status: open\nowner: me", "Line 2: owner is no key."],
  ["status: maybe", "Line 1: status takes"],
  ["\n\ndue: tomorrow", "Line 3: due takes"],
  ["due: 2026-02-30", "Line 1: due takes"],
  ["due: [today, overdue]", "Line 1: due takes"],
  ["limit: 201", "Line 1: limit takes"],
  ["limit: 0", "Line 1: limit takes"],
  ["limit: 1e2", "Line 1: limit takes"],
  ["assignee: '* or 1=1'", "Line 1: assignee takes"],
  ["workspace: ../other", "Line 1: workspace takes"],
  ["tag: 'a b'", "Line 1: tag takes"],
  ["sort: due; drop", "Line 1: sort takes"],
  ["status: open\nstatus: done", "Line 2: A key stands twice."],
  ["- status", "Line 1: Write one key"],
  ["status open", "Line 1: Write one key"],
  ["status: {", "Line "],
  ["a: &a b\nstatus: *a", "Line 1: a is no key."],
  ["__proto__: x", "Line 1: __proto__ is no key."],
  ["constructor: x", "Line 1: constructor is no key."],
  ["? [a]\n: b", "Line 1: This is no key."],
  ["status:", "Line 1: status takes"],
])("%j is refused by %j", (source, reason) => {
  try {
    readTodoQuery(source);
    expect.unreachable("it was understood");
  } catch (error) {
    expect(error).toMatchObject({ code: "SW_QUERY_INVALID" });
    expect((error as SwError).message).toContain(reason);
  }
});

test("days are counted by the calendar, and weeks end on Sunday", () => {
  const moment = new Date("2026-12-31T10:00:00Z");
  expect(dayIn("Pacific/Kiritimati", moment)).toBe("2027-01-01");
  expect(dayIn("Pacific/Pago_Pago", moment)).toBe("2026-12-30");
  expect(daysAfter("2028-02-28", 1)).toBe("2028-02-29");
  expect(daysAfter("2026-01-01", -1)).toBe("2025-12-31");
  expect(["2026-11-16", "2026-11-21", "2026-11-22"].map(endOfWeek)).toEqual(["2026-11-22", "2026-11-22", "2026-11-22"]);
});
