import { expect, test } from "vitest";
import { isNight, isZone, minutesAhead } from "#/domain/participants/zones.ts";

const at = (time: string) => new Date(`2026-11-21T${time}:00Z`);

test.each([
  ["UTC", 0],
  ["Europe/Amsterdam", 60],
  ["America/New_York", -300],
  ["Asia/Kathmandu", 345],
  ["Pacific/Kiritimati", 840],
])("clocks in %s are %i minutes ahead", (zone, minutes) => {
  expect(minutesAhead(zone, at("12:00"))).toBe(minutes);
});

test("summer time counts", () => {
  expect(minutesAhead("Europe/Amsterdam", new Date("2026-07-01T12:00:00Z"))).toBe(120);
});

test.each([
  ["UTC", "21:59", false],
  ["UTC", "22:00", true],
  ["UTC", "06:59", true],
  ["UTC", "07:00", false],
  ["Europe/Amsterdam", "21:00", true],
  ["Europe/Amsterdam", "06:00", false],
  ["America/New_York", "04:00", true],
  ["Asia/Kathmandu", "16:15", true],
])("in %s at %s UTC it is night: %s", (zone, time, night) => {
  expect(isNight(zone, at(time))).toBe(night);
});

test("what is no zone is told", () => {
  expect(["Europe/Amsterdam", "Mars/Olympus", "", "+02:00x"].map(isZone)).toEqual([true, false, false, false]);
});
