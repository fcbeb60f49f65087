import fc from "fast-check";
import type { Element, Root } from "hast";
import { describe, expect, it } from "vitest";
import { markNote, newNoteCounts, slugOf } from "#/domain/markdown/note-marks.ts";
import { parseMarkdown } from "#/domain/markdown/parse.ts";
import { elements } from "#/domain/markdown/safe-tree.testing.ts";
import { noteSchema } from "#/domain/markdown/schema.ts";
import { toHast } from "#/domain/markdown/to-hast.ts";

function read(text: string): { tree: Root; counts: ReturnType<typeof newNoteCounts> } {
  const root = parseMarkdown(text);
  const counts = newNoteCounts();
  const todoAt = (line: number) => ({ ordinal: line, blockId: null, words: ["!high", "#tag", "📅 2026-01-02"] });
  const marks = markNote(root, counts, { firstLine: 0, todoAt });
  return { tree: toHast(root, { marks, wikiHref: (target) => `/n/${encodeURIComponent(target)}` }), counts };
}

describe("The anchors of a note", () => {
  it.each([
    ["Goals", "goals"],
    ["A & b!", "a--b"],
    ["  Über *uns* ", "über-uns"],
    ["C# for_you - 2", "c-for_you---2"],
    ["日本語", "日本語"],
    ["🎉", "section"],
  ])("are of %j what GitHub makes of it", (heading, anchor) => {
    expect(read(`# ${heading}`).counts.headings[0]?.anchor).toBe(anchor);
  });

  it("are never the same twice, also where a heading is called what another became", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "a-1", "a-2", "A", "a-1-1", "!"), { maxLength: 30 }), (headings) => {
        const { counts } = read(headings.map((heading) => `# ${heading}`).join("\n\n"));
        const anchors = counts.headings.map(({ anchor }) => anchor);
        expect(new Set(anchors).size).toBe(headings.length);
      }),
    );
  });

  it("are of a bounded length", () => {
    expect(slugOf("word ".repeat(1_000)).length).toBeLessThanOrEqual(200);
  });
});

describe("The words of a todo", () => {
  const words = (text: string) => {
    const item = elements(read(text).tree).find(({ tagName }) => tagName === "li") as Element;
    return item.children
      .map((child) => (child.type === "text" ? child.value : `<${(child as Element).tagName}>`))
      .join("");
  };

  it.each([
    ["- [ ] call !high Ana #tag", "<input>call Ana "],
    ["- [ ] call!high #tagged", "<input>call!high #tagged"],
    ["- [x] **now** 📅 2026-01-02 then ^id", "<input><strong> then"],
    ["- [ ] `!high` stays", "<input><code> stays"],
  ])("are taken out of %j where they stand by themselves", (text, expected) => {
    expect(words(text)).toBe(expected);
  });
});

describe("Any note", () => {
  const parts = [
    ..."*_`[]()<>!#|-+$\\^\n ",
    "- [ ] ",
    "\n\n# ",
    " ^id",
    "[^1]",
    "\n\n[^1]: ",
    "![[a#b]]",
    "![a](/v1/media/download/1)",
    "![a](/v1/auth/sign-out)",
    "![a](/v1/media/../auth)",
    "![a](//evil.example/v1/media/x)",
    "![a](https://evil.example)",
    "![a](/v1/media/x?y=<script>)",
    "[x](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "\\(a\\)",
    "!high",
    "a",
  ];

  it("becomes only what a note may have, and fetches only files of this site", () => {
    const texts = fc.array(fc.constantFrom(...parts), { maxLength: 50 }).map((found) => found.join(""));
    fc.assert(
      fc.property(texts, (text) => {
        for (const { tagName, properties } of elements(read(text).tree)) {
          expect(noteSchema.tagNames).toContain(tagName);
          for (const name of Object.keys(properties)) expect(name).not.toMatch(/^(id|name|style|on\w+)$/i);
          if (tagName === "img") expect(properties.src).toMatch(/^\/v1\/media\/(?!.*\.\.)[\w./-]+$/);
          if (properties.href !== undefined) expect(properties.href).toMatch(/^(https?:\/\/[^/]|mailto:|\/(?!\/)|#)/);
        }
      }),
      { numRuns: 600 },
    );
  });
});
