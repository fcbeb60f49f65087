import { Text } from "@codemirror/state";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { bodyStart } from "#/client/notes/editor/frontmatter-range.ts";
import { splitText } from "#/domain/notes/frontmatter.ts";

const lines = fc.array(
  fc.constantFrom("---", "--- ", "...", "a: b", "", "text", "- c", "----", `k: ${"x".repeat(9_000)}`),
  { maxLength: 8 },
);

test("the editor folds what the rest of the product takes for frontmatter", () => {
  fc.assert(
    fc.property(lines, (given) => {
      const text = given.join("\n");
      expect(text.slice(bodyStart(Text.of(text.split("\n"))))).toBe(splitText(text).body);
    }),
  );
});
