import { expect, test } from "vitest";
import { outlineOf } from "#/client/notes/outline.ts";

test("headings are told with their level, their place and without marks", () => {
  const text =
    "---\ntags: [a]\n---\n# Launch *plan*\n\nwords\n\n### See [[Numbers|the numbers]] `now` ^h1\n## Last ##\n";
  expect(outlineOf(text)).toEqual([
    { level: 1, text: "Launch plan", at: text.indexOf("# Launch") },
    { level: 3, text: "See the numbers now", at: text.indexOf("### See") },
    { level: 2, text: "Last", at: text.indexOf("## Last") },
  ]);
});

test("what looks like a heading in a fence, or lacks its space, is none", () => {
  expect(outlineOf("```\n# no\n~~~\n# no\n```\n#no\n# yes\n~~~~\n# no\n~~~\n# no")).toEqual([
    { level: 1, text: "yes", at: 26 },
  ]);
});
