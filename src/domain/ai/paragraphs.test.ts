import { describe, expect, test } from "vitest";
import { wholeParagraphs } from "#/domain/ai/paragraphs.ts";
import { splitBody } from "#/domain/ai/split-body.ts";

/** The pieces that a stream is said in, a letter at a time. */
function said(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 1; at <= text.length; at += 1) {
    const end = wholeParagraphs(text.slice(from, at));
    if (end > 0) {
      parts.push(text.slice(from, from + end));
      from += end;
    }
  }
  return [...parts, text.slice(from)];
}

describe("Paragraphs of an answer", () => {
  test("are said one by one, and together are the stream", () => {
    const text = "One.\n\nTwo,\nstill two.\n\n\nThree.";
    expect(said(text)).toEqual(["One.\n\n", "Two,\nstill two.\n\n\n", "Three."]);
  });

  test("are never cut inside code or math, though blank lines are in them", () => {
    const code = "Look:\n\n```ts\nconst a = 1;\n\n~~~\n\nconst b = 2;\n```\n\nDone.";
    expect(said(code)).toEqual(["Look:\n\n```ts\nconst a = 1;\n\n~~~\n\nconst b = 2;\n```\n\n", "Done."]);
    expect(said("Sum.\n\n$$\na\n\nb\n$$\n\nSo.")).toEqual(["Sum.\n\n", "$$\na\n\nb\n$$\n\n", "So."]);
    expect(said("```\nopen\n\nfor ever\n\nand on")).toHaveLength(1);
    expect(said("````\n```\n\nx\n````\n\nend")).toEqual(["````\n```\n\nx\n````\n\n", "end"]);
  });

  test("stay with their heading, their list and what leads to them", () => {
    expect(said("## Plan\n\nFirst.\n\nThen.")).toEqual(["## Plan\n\nFirst.\n\n", "Then."]);
    expect(said("- a\n\n- b\n\n  more\n\nOut.")).toEqual(["- a\n\n- b\n\n  more\n\n", "Out."]);
    expect(said("1. a\n\n2. b\n\nOut.")).toEqual(["1. a\n\n2. b\n\n", "Out."]);
  });

  test("of one line that never ends are one", () => {
    expect(said("word ".repeat(500))).toHaveLength(1);
    expect(wholeParagraphs("")).toBe(0);
  });
});

describe("A text too large for one message", () => {
  test("is split where it hurts least, and joined it is the same", () => {
    const text = Array.from({ length: 400 }, (_, index) => `Paragraph ${index} “quoted” 🚀.\n\n`).join("");
    const parts = splitBody(text, 1_000);
    expect(parts.join("")).toBe(text);
    for (const part of parts) {
      expect(new TextEncoder().encode(JSON.stringify(part)).length).toBeLessThanOrEqual(1_000);
      expect(part.endsWith("\n\n")).toBe(true);
    }
  });

  test("is never cut inside a letter, whatever it is made of", () => {
    for (const unit of ["🚀", "\u0001", "é", "a"]) {
      const parts = splitBody(unit.repeat(3_000), 500);
      expect(parts.join("")).toBe(unit.repeat(3_000));
      for (const part of parts) expect(part.isWellFormed()).toBe(true);
    }
    expect(splitBody("short")).toEqual(["short"]);
  });
});
