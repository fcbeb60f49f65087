import { expect, test } from "vitest";
import { readFrontmatter, splitText, withFrontmatter } from "#/domain/notes/frontmatter.ts";

const note = "---\n# kept\ncategory: Plans   # where\ntags: [launch, '2026']\nowner: ana\n---\n# Launch\n";

test("frontmatter says the category, the tags and anything else", () => {
  expect(readFrontmatter(note)).toEqual({
    frontmatter: { category: "Plans", tags: ["launch", "2026"], owner: "ana" },
    category: "Plans",
    tags: ["launch", "2026"],
  });
  expect(splitText(note).body).toBe("# Launch\n");
});

test("another frontmatter leaves alone what stays the same, comments included", () => {
  expect(withFrontmatter(note, { category: "Plans", tags: ["launch"], owner: "ana" })).toBe(
    "---\n# kept\ncategory: Plans   # where\ntags: [launch, '2026']\nowner: ana\n---\n# Launch\n"
      .replace("[launch, '2026']", "\n  - launch")
      .replace("tags: \n", "tags:\n")
      .replace("Plans   # where", "Plans # where"),
  );
  expect(withFrontmatter("text", { category: "A: b" })).toBe('---\ncategory: "A: b"\n---\ntext');
  expect(withFrontmatter(note, {})).toBe("# Launch\n");
});

test("what is no frontmatter is text", () => {
  for (const text of ["", "---", "--- \nno end", "text\n---\na: b\n---\n", `---\n${"a: b\n".repeat(9_000)}---\n`]) {
    expect(splitText(text)).toEqual({ block: null, body: text });
  }
  expect(readFrontmatter("---\n- a list\n---\n").frontmatter).toEqual({});
  expect(readFrontmatter("---\na: [1\n---\n").frontmatter).toEqual({});
});

test("a bomb of YAML aliases says nothing", () => {
  const bomb = `---\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n---\n`;
  expect(readFrontmatter(bomb)).toEqual({ frontmatter: {}, category: null, tags: [] });
});
