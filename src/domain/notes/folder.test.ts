import { expect, test } from "vitest";
import { fileNames, fromFolder, titleOf, toFolder } from "#/domain/notes/folder.ts";

const id = "0199c6e2-8a00-7000-8000-000000000014";
const file = `assets/${"ab".repeat(32)}.png`;

test("every title has a file of its own that any file system takes", () => {
  expect(fileNames(["Plan", "plan", "a/b: c?", "..", "CON", "Plan (2)", "Plan"])).toEqual([
    "Plan.md",
    "plan (2).md",
    "a-b- c-.md",
    "note.md",
    "note CON.md",
    "Plan (2) (2).md",
    "Plan (3).md",
  ]);
  expect(titleOf("Deep/er/Ünï\u202e plan.md")).toBe("Ünï plan");
  expect(titleOf("x/.md")).toBe("Untitled");
});

test("pictures go into the folder and come out of it, and nothing else of a text changes", () => {
  const text = `---\na: b\n---\n\r\n![x](/v1/media/download/${id} "t") \\[ $a_b$ [l](assets/x.png)\n`;
  const inFolder = toFolder(text, (each) => (each === id ? file : undefined));
  expect(inFolder).toBe(text.replace(`/v1/media/download/${id}`, file));
  expect(fromFolder(inFolder, "x.md", (path) => (path === file ? `/v1/media/download/${id}` : undefined))).toBe(text);
  expect(toFolder(text, () => undefined)).toBe(text);
});

test("pictures of other programs' folders are found where their notes say", () => {
  const known: Record<string, string> = { "deep/img/a b.png": "/1", "c.jpg": "/2" };
  const read = (text: string) => fromFolder(text, "deep/note.md", (path) => known[path]);
  expect(read("![a](img/a%20b.png) ![](./img/a%20b.png) ![[c.jpg|cat]] ![z](none.png) ![w](https://e.x/c.jpg)")).toBe(
    "![a](/1) ![](/1) ![cat](/2) ![z](none.png) ![w](https://e.x/c.jpg)",
  );
});
