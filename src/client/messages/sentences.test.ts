import { describe, expect, test } from "vitest";
import { isLong, lineCount } from "#/client/messages/folding.ts";
import { foldSentence, systemSentence } from "#/client/messages/system-sentence.ts";
import { typingSentence } from "#/client/messages/typing-sentence.ts";

const names: Record<string, string> = { a: "Ana", b: "Bram", c: "Chen" };
const nameOf = (id: string) => names[id];
const line = (kind: string, participant_id: string, by = participant_id, value?: string) => ({
  msgtype: "swp.system",
  kind,
  participant_id,
  by,
  value,
  body: "Old words.",
});

describe("sentences", () => {
  test("typing names one or two, and counts no further", () => {
    expect([[], ["Ana"], ["Ana", "Bram"], ["Ana", "Bram", "Chen"]].map(typingSentence)).toEqual([
      null,
      "Ana is typing",
      "Ana and Bram are typing",
      "Several people are typing",
    ]);
  });

  test.each([
    [line("created", "a"), "Ana created this room"],
    [line("join", "a"), "Ana joined"],
    [line("join", "b", "a"), "Ana added Bram"],
    [line("invite", "b", "a"), "Ana invited Bram"],
    [line("leave", "a"), "Ana left"],
    [line("kick", "b", "a"), "Ana removed Bram"],
    [line("admin", "b", "a"), "Bram is now an admin"],
    [line("name", "a", "a", "launch"), "Ana named the room “launch”"],
    [line("topic", "a", "a", "Thursday"), "Ana set the topic: Thursday"],
    [line("topic", "a"), "Ana removed the topic"],
    [line("join", "gone"), "Somebody joined"],
    [line("later-kind", "a"), "Old words"],
    [{ msgtype: "swp.system" }, "Something changed in this room"],
  ])("a system line tells what happened with current names", (content, text) => {
    expect(systemSentence(content, nameOf).text).toBe(text);
  });

  test("folded lines name two and count the others", () => {
    const joined = ["a", "b", "c", "d", "e", "f"].map((id) => line("join", id));
    expect(foldSentence(joined, nameOf)).toBe("Ana, Bram and 4 others joined");
    expect(foldSentence(joined.slice(0, 3), nameOf)).toBe("Ana, Bram and Chen joined");
    expect(foldSentence([line("join", "a"), line("leave", "a")], nameOf)).toBe("Ana came and went");
    expect(foldSentence([line("topic", "a"), line("leave", "a")], nameOf)).toBe("2 changes to this room");
  });

  test("a message is long from the line after the twenty-fourth, wrapped lines included", () => {
    expect(isLong("x\n".repeat(23))).toBe(false);
    expect(isLong("x\n".repeat(24))).toBe(true);
    expect(lineCount("x".repeat(900))).toBe(10);
  });

  test("long code alone does not fold a message: it scrolls inside itself", () => {
    expect(isLong(`\`\`\`ts\n${"x\n".repeat(200)}\`\`\``)).toBe(false);
    expect(isLong(`\`\`\`ts\n${"x\n".repeat(200)}\`\`\`\n${"y\n".repeat(5)}`)).toBe(true);
  });
});
