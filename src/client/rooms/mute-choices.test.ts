import { expect, test } from "vitest";
import { muteChoices, mutedForEver, muteWords } from "#/client/rooms/mute-choices.ts";

const now = new Date(2026, 10, 21, 14, 30);
const until = (value: string) => muteChoices.find((choice) => choice.value === value)!.until(now);

test("an hour, eight hours, and tomorrow at nine on this clock", () => {
  expect(new Date(until("hour"))).toEqual(new Date(2026, 10, 21, 15, 30));
  expect(new Date(until("hours"))).toEqual(new Date(2026, 10, 21, 22, 30));
  expect(new Date(until("tomorrow"))).toEqual(new Date(2026, 10, 22, 9, 0));
  expect(until("forever")).toBe(mutedForEver);
});

test("tomorrow of the last day of a month is the first of the next", () => {
  const late = new Date(2026, 10, 30, 23, 59);
  expect(new Date(muteChoices[2]!.until(late))).toEqual(new Date(2026, 11, 1, 9, 0));
});

test("a mute tells when it ends, and nothing once it has ended", () => {
  expect(muteWords(until("hour"), now)).toBe("Muted until 15:30");
  expect(muteWords(until("tomorrow"), now)).toMatch(/^Muted until Sun,? 22 Nov, 09:00$/);
  expect(muteWords(mutedForEver, now)).toBe("Muted until you turn it back on");
  expect(muteWords(new Date(2026, 10, 21, 14, 30).toISOString(), now)).toBeUndefined();
  expect(muteWords(null, now)).toBeUndefined();
});
