import { expect, test } from "vitest";
import { endOf, statusOf, statusWords, untilWords } from "#/client/shell/status-words.ts";

const noon = Date.parse("2026-11-20T12:00:00Z") / 1000;
const lunch = { emoji: "🍲", text: "Lunch", until: "2026-11-20T13:00:00.000Z" };

test("a status is told until its end, and not after", () => {
  const statuses = { ana: lunch, ben: { ...lunch, until: null } };
  expect(statusOf("ana", { statuses }, noon)).toEqual(lunch);
  expect(statusOf("ana", { statuses }, noon + 3600)).toBeUndefined();
  expect(statusOf("ben", { statuses }, noon + 1e9)).toBeDefined();
  expect(statusOf("eve", { statuses }, noon)).toBeUndefined();
});

test("its words leave out what it lacks, and its end names a day only when it is another", () => {
  expect(statusWords(lunch)).toBe("🍲 Lunch");
  expect(statusWords({ ...lunch, emoji: null })).toBe("Lunch");
  expect(statusWords({ ...lunch, text: "" })).toBe("🍲");
  expect(untilWords(lunch, "UTC", noon)).toBe("until 13:00");
  expect(untilWords(lunch, "UTC", noon - 86_400)).toBe("until Friday 20 November 13:00");
  expect(untilWords({ ...lunch, until: null }, "UTC", noon)).toBe("");
});

test("it lasts as long as one chose", () => {
  const [now, midnight] = [new Date(noon * 1000), new Date("2026-11-20T23:59:59.000Z")];
  expect(endOf("30", now, midnight)).toBe("2026-11-20T12:30:00.000Z");
  expect(endOf("day", now, midnight)).toBe("2026-11-20T23:59:59.000Z");
  expect(endOf("week", now, midnight)).toBe("2026-11-27T12:00:00.000Z");
  expect(endOf("ever", now, midnight)).toBeNull();
});
