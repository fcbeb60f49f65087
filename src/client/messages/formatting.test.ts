import { describe, expect, test } from "vitest";
import { fence, toggleBlock } from "#/client/messages/formatting.ts";
import { type Change, linkTo } from "#/client/messages/marks.ts";

/** A text with its selection between `[` and `]`, or its caret at `|`. */
function at(marked: string): [text: string, start: number, end: number] {
  const caret = marked.indexOf("|");
  if (caret >= 0) return [marked.replace("|", ""), caret, caret];
  const start = marked.indexOf("⟨");
  return [marked.replace(/[⟨⟩]/g, ""), start, marked.indexOf("⟩") - 1];
}

function after([text]: readonly [string, number, number], { from, to, insert, select: [start, end] }: Change): string {
  const next = text.slice(0, from) + insert + text.slice(to);
  if (start === end) return `${next.slice(0, start)}|${next.slice(start)}`;
  return `${next.slice(0, start)}⟨${next.slice(start, end)}⟩${next.slice(end)}`;
}

describe("blocks", () => {
  test.each([
    ["bullets", "one|", "- one|"],
    ["bullets", "- one|", "one|"],
    ["numbers", "⟨one\ntwo⟩", "⟨1. one\n2. two⟩"],
    ["numbers", "⟨1. one\n2. two⟩", "⟨one\ntwo⟩"],
    ["numbers", "⟨- one\n- two⟩", "⟨1. one\n2. two⟩"],
    ["bullets", "⟨- one\ntwo⟩", "⟨- one\n- two⟩"],
    ["quote", "above\nwords| here\nbelow", "above\n> words here|\nbelow"],
    ["quote", "> words|", "words|"],
    ["bullets", "|", "- |"],
  ] as const)("%s: %j becomes %j", (block, before, expected) => {
    const place = at(before);
    expect(after(place, toggleBlock(...place, block))).toBe(expected);
  });
});

describe("a fence", () => {
  test.each([
    ["|", "```\n|\n```"],
    ["above ⟨a = 1⟩ below", "above \n```\n⟨a = 1⟩\n```\n below"],
    ["⟨has ``` inside⟩", "````\n⟨has ``` inside⟩\n````"],
  ])("of %j is %j", (before, expected) => {
    const place = at(before);
    expect(after(place, fence(...place))).toBe(expected);
  });
});

test.each([
  ["see ⟨this⟩ now", "see [this](|) now"],
  ["see |", "see [|]()"],
])("a link of %j is %j", (before, expected) => {
  const place = at(before);
  expect(after(place, linkTo(...place))).toBe(expected);
});
