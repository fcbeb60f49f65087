import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noteSlices } from "#/domain/markdown/note-slices.ts";

const paragraph = `${"words ".repeat(200)}\n\n`;

describe("The slices of a note", () => {
  it("are one for a note that is short", () => {
    expect(noteSlices("a\n\nb")).toEqual([{ text: "a\n\nb", firstLine: 0, lines: 3 }]);
  });

  it("begin at blank lines before text, never inside a fence", () => {
    const text = `${paragraph.repeat(12)}\`\`\`\n${"code\n\n".repeat(4_000)}\`\`\`\n\n${paragraph.repeat(20)}`;
    const slices = noteSlices(text);
    expect(slices.length).toBeGreaterThan(2);
    for (const { text: part } of slices.slice(1)) expect(part).toMatch(/^(words|```)/);
    for (const { text: part } of slices) expect((part.match(/```/g)?.length ?? 0) % 2).toBe(0);
  });

  it("know links and footnotes that are defined elsewhere", () => {
    const text = `[a][k] b[^n]\n\n${paragraph.repeat(30)}[k]: /to\n\n[^n]: words`;
    const [first] = noteSlices(text);
    expect(first?.text).toContain("[k]: /to");
    expect(first?.text).toContain("[^n]: .");
    expect(first?.text.split("\n").slice(0, first.lines).join("\n")).not.toContain("[k]:");
  });

  it("cut a line that is longer than any", () => {
    const slices = noteSlices("x".repeat(300_000));
    expect(slices.length).toBeGreaterThan(4);
    expect(slices.map(({ text }) => text).join("")).toBe("x".repeat(300_000));
  });

  it("together are the note, each line in its place", () => {
    const line = fc.constantFrom(
      "",
      "text",
      "# head",
      "- item",
      "  deeper",
      "```",
      "~~~~",
      "$$",
      "> quote",
      "w ".repeat(9_000),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const text = lines.join("\n");
        const all = text.split("\n");
        let next = 0;
        for (const slice of noteSlices(text)) {
          const own = slice.text.split("\n").slice(0, slice.lines);
          // A fence that goes on begins with its opening line again.
          const again = next - slice.firstLine;
          expect([0, 1]).toContain(again);
          expect(own.slice(again)).toEqual(all.slice(next, next + own.length - again));
          next += own.length - again;
        }
        expect(next).toBe(all.length);
      }),
      { numRuns: 200 },
    );
  });
});
