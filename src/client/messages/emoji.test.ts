import { describe, expect, test } from "vitest";
import { emojiByGroup, emojiName, findEmoji, inTone } from "#/client/messages/emoji-set.ts";
import { emojiBefore, withEmoji } from "#/client/messages/shortcodes.ts";

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

describe("codes of emoji", () => {
  test("become what they name, wherever they stand as words", () => {
    expect(withEmoji("Ship it :rocket:")).toBe("Ship it 🚀");
    expect(withEmoji(":thumbs_up: (:+1:)\n:ROCKET:")).toBe("👍 (👍)\n🚀");
    expect(withEmoji(":rocket: :rocket:")).toBe("🚀 🚀");
  });

  test.each([
    "10:30:45",
    "std::vector::size",
    "https://a.example/:rocket:",
    ":no_such_thing:",
    "::",
    ": rocket :",
    "`:rocket:`",
    "```\n:rocket:\n```",
  ])("%j stays as it was typed", (text) => {
    expect(withEmoji(text)).toBe(text);
  });

  test("are replaced when their last colon is typed, with the caret behind", () => {
    expect(emojiBefore("Go :rocket: now", 11)).toEqual({ from: 3, to: 11, insert: "🚀", select: [5, 5] });
    expect(emojiBefore("Go :rocket", 10)).toBeNull();
    expect(emojiBefore("at 10:30:", 9)).toBeNull();
    expect(emojiBefore("`:rocket:", 9)).toBeNull();
  });
});
