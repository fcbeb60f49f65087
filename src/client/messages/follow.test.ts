import { describe, expect, test } from "vitest";
import { bottomPill, follows, look, readIn, type Seen, topPill, wantsOlder } from "#/client/messages/follow.ts";

const nothing: Seen = { focused: false, atBottom: false, since: null };

describe("following", () => {
  test("new messages are followed within 100 pixels of the bottom, and not beyond", () => {
    expect(follows({ top: 900, height: 1500, viewport: 500 })).toBe(true);
    expect(follows({ top: 899, height: 1500, viewport: 500 })).toBe(false);
    expect(follows({ top: 0, height: 300, viewport: 500 })).toBe(true);
  });

  test("older messages are asked for near the top, while there are any", () => {
    expect(wantsOlder({ top: 100, height: 5000, viewport: 500 }, true)).toBe(true);
    expect(wantsOlder({ top: 100, height: 5000, viewport: 500 }, false)).toBe(false);
    expect(wantsOlder({ top: 2000, height: 5000, viewport: 500 }, true)).toBe(false);
  });
});

describe("reading", () => {
  const both = { focused: true, atBottom: true };

  test("the end counts as read after it was on screen, with focus, for a second", () => {
    const seen = look(nothing, both, 5_000);
    expect(readIn(seen, 5_000)).toBe(1_000);
    expect(readIn(look(seen, both, 5_400), 5_400)).toBe(600);
    expect(readIn(seen, 6_000)).toBe(0);
  });

  test("looking away, or scrolling up, begins the second anew", () => {
    const away = look(look(nothing, both, 0), { focused: false, atBottom: true }, 900);
    expect(readIn(away, 2_000)).toBeNull();
    expect(readIn(look(away, both, 2_000), 2_000)).toBe(1_000);
    expect(readIn(look(nothing, { focused: true, atBottom: false }, 0), 5_000)).toBeNull();
  });
});

describe("pills", () => {
  test("the lower pill says how many came, in amber when one names me, and nothing at the bottom", () => {
    expect(bottomPill({ count: 0, mentionsMe: false }, true)).toBeNull();
    expect(bottomPill({ count: 0, mentionsMe: false }, false)).toEqual({ text: "↓ Newest", mention: false });
    expect(bottomPill({ count: 4, mentionsMe: true }, false)).toEqual({ text: "↓ 4 new", mention: true });
    expect(bottomPill({ count: 120, mentionsMe: false }, false)?.text).toBe("↓ 99+ new");
    expect(bottomPill({ count: 1, mentionsMe: false }, false, true)?.text).toBe("↓ More below");
    expect(bottomPill({ count: 1, mentionsMe: false }, true, true)).toBeNull();
  });

  test("the upper pill says how many are new and since when, as far as it is known", () => {
    expect(topPill({ count: 23, more: false, since: "09:41" }, true)).toBe("↑ 23 new since 09:41");
    expect(topPill({ count: 100, more: true, since: null }, true)).toBe("↑ 99+ new");
    expect(topPill({ count: 2, more: false, since: "09:41" }, false)).toBe("2 new since 09:41");
    expect(topPill({ count: 0, more: false, since: null }, true)).toBeNull();
  });
});
