import { describe, expect, test } from "vitest";
import { emojiByGroup, emojiName, findEmoji, inTone } from "#/client/messages/emoji-set.ts";

const all = emojiByGroup.flatMap((group) => group.emoji);

describe("emoji", () => {
  test("each is one that a reaction may be, stands once, and has a name", () => {
    for (const [emoji, name] of all) {
      expect(emoji, name).toMatch(/^\p{RGI_Emoji}$|^[\d#*]\ufe0f\u20e3$/v);
      expect(name).toMatch(/^\p{Ll}[\p{Ll} &.'’,-]*$/u);
    }
    expect(new Set(all.map(([emoji]) => emoji)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(400);
  });

  test("are found by the beginnings of their words, names first", () => {
    expect(findEmoji("rock")[0]?.[0]).toBe("🚀");
    expect(findEmoji("thumbs_up").map(([emoji]) => emoji)).toEqual(["👍"]);
    expect(findEmoji("nether")[0]?.[0]).toBe("🇳🇱");
    expect(findEmoji("zzzz")).toEqual([]);
  });

  test("take a tone of skin where they have one, and only there", () => {
    expect(inTone("👍", "\u{1f3fd}")).toBe("👍🏽");
    expect(inTone("☝️", "\u{1f3ff}")).toBe("☝🏿");
    expect(inTone("🧑‍💻", "\u{1f3fb}")).toBe("🧑🏻‍💻");
    expect(inTone("🚀", "\u{1f3fd}")).toBe("🚀");
    expect(inTone("👍", "")).toBe("👍");
    expect(emojiName("👍🏽")).toBe("thumbs up yes agree like");
  });
});
