import { expect, test } from "vitest";
import { isGood, linkWords } from "#/client/rooms/invite-link-words.ts";

const link = { expires_at: null, max_uses: null, revoked_at: null, uses: 0 };
const now = Date.parse("2026-11-21T12:00:00Z");

test("a link is good until it is revoked, has expired or was used up", () => {
  expect(isGood(link, now)).toBe(true);
  expect(isGood({ ...link, revoked_at: "2026-11-21T11:00:00Z" }, now)).toBe(false);
  expect(isGood({ ...link, expires_at: "2026-11-21T12:00:00Z" }, now)).toBe(false);
  expect(isGood({ ...link, expires_at: "2026-11-21T12:00:01Z" }, now)).toBe(true);
  expect(isGood({ ...link, max_uses: 2, uses: 1 }, now)).toBe(true);
  expect(isGood({ ...link, max_uses: 2, uses: 2 }, now)).toBe(false);
});

test("a link says how often it was used, of how often, and until when it works", () => {
  expect(linkWords(link)).toBe("Not used yet · until revoked");
  expect(linkWords({ ...link, uses: 1 })).toBe("Used once · until revoked");
  expect(linkWords({ ...link, max_uses: 1 })).toBe("Not used yet, for 1 person · until revoked");
  expect(linkWords({ ...link, max_uses: 10, uses: 3 })).toBe("Used 3 of 10 · until revoked");
  expect(linkWords({ ...link, expires_at: new Date(2026, 10, 28, 14, 2).toISOString() })).toMatch(
    /^Not used yet · until Sat,? 28 Nov, 14:02$/,
  );
});
