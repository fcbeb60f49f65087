import { expect, test } from "vitest";
import { wordsOf } from "#/client/messages/copy-words.ts";

test.each([
  ["**bold** and *it* and `code`", "bold and it and code"],
  ["# Title\n\ntext\nnext", "Title\n\ntext\nnext"],
  ["- a\n- b\n  - c", "- a\n- b\n  - c"],
  ["3. x\n4. y", "3. x\n4. y"],
  ["- [x] done", "- [x] done"],
  ["> said\n> more", "> said\n> more"],
  ["```ts\na  = 1\n```", "a  = 1"],
  ["[here](https://a.example)", "here (https://a.example)"],
  ["| a | b |\n|---|---|\n| 1 | 2 |", "a\tb\n1\t2"],
])("%j is copied as %j", (markdown, words) => {
  expect(wordsOf(markdown)).toBe(words);
});
