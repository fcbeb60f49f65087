import { describe, expect, test } from "vitest";
import {
  ago,
  clockTime,
  dayKey,
  dayKeys,
  dayLabel,
  knownZone,
  shortTime,
  sinceWords,
  wholeTime,
} from "#/client/language/times.ts";

const at = (text: string) => Date.parse(text) / 1000;

describe("times where the viewer is", () => {
  test("one moment reads differently in Amsterdam, Kathmandu and New York", () => {
    const ts = at("2026-11-20T23:30:09Z");
    expect(clockTime(ts, "UTC")).toBe("23:30");
    expect(clockTime(ts, "Europe/Amsterdam")).toBe("00:30");
    expect(dayKey(ts, "Europe/Amsterdam")).toBe("2026-11-21");
    expect(clockTime(ts, "Asia/Kathmandu")).toBe("05:15");
    expect(wholeTime(ts, "America/New_York")).toBe("Friday 20 November 2026, 18:30:09");
  });

  test("midnight is 00, not 24", () => {
    expect(clockTime(at("2026-11-20T00:00:00Z"), "UTC")).toBe("00:00");
  });

  test("days are Today, Yesterday, then named, with the year of another year", () => {
    const now = at("2026-01-01T08:00:00Z");
    expect(dayLabel(now - 60, "UTC", now)).toBe("Today");
    expect(dayLabel(at("2025-12-31T23:59:00Z"), "UTC", now)).toBe("Yesterday");
    expect(dayLabel(at("2025-12-30T12:00:00Z"), "UTC", now)).toBe("Tuesday 30 December 2025");
    expect(dayLabel(at("2026-11-20T12:00:00Z"), "UTC", at("2026-11-25T12:00:00Z"))).toBe("Friday 20 November");
  });

  test("what waits since another day says which", () => {
    const now = at("2026-11-20T12:00:00Z");
    const words = ["2026-11-20T09:41:00Z", "2026-11-19T09:41:00Z", "2026-11-17T09:41:00Z"].map((ts) =>
      sinceWords(at(ts), "UTC", now),
    );
    expect(words).toEqual(["09:41", "yesterday 09:41", "Tuesday 17 November"]);
  });

  test("yesterday holds over the night on which the clock changes", () => {
    const now = at("2026-10-26T00:30:00Z");
    expect(dayLabel(at("2026-10-24T22:30:00Z"), "Europe/Amsterdam", now)).toBe("Yesterday");
  });

  test("a while ago is told in the largest unit that is still exact enough", () => {
    const now = at("2026-11-20T12:00:00Z");
    const words = [0, 59, 300, 3 * 3600, 13 * 3600, 3 * 86_400, 60 * 86_400].map((s) => ago(now - s, "UTC", now));
    expect(words).toEqual(["now", "now", "5 min ago", "3 h ago", "yesterday", "3 days ago", "21 Sep"]);
    expect(ago(now + 30, "UTC", now)).toBe("now");
  });

  test.each([null, "", "Mars/Olympus", "'; drop", "x".repeat(100)])("a zone such as %j is UTC", (zone) => {
    expect(knownZone(zone)).toBe("UTC");
  });

  test("days of many moments are those of each, also where offsets are odd", () => {
    for (const zone of ["Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]) {
      const dayOf = dayKeys(zone);
      for (let ts = at("2026-04-03T00:00:00Z"); ts < at("2026-04-06T00:00:00Z"); ts += 449) {
        expect(dayOf(ts)).toBe(dayKey(ts, zone));
      }
    }
  });
});

test("in a narrow list a moment is told as short as it can be", () => {
  const now = at("2026-11-20T12:00:00Z");
  const told = (text: string) => shortTime(at(text), "UTC", now);
  expect(told("2026-11-20T09:05:00Z")).toBe("09:05");
  expect(told("2026-11-19T23:59:00Z")).toBe("Yesterday");
  expect(told("2026-11-15T12:00:00Z")).toBe("Sunday");
  expect(told("2026-11-13T12:00:00Z")).toBe("13 Nov");
  expect(told("2025-11-20T12:00:00Z")).toBe("20 Nov 2025");
});
