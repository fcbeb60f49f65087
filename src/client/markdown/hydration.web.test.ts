// @vitest-environment node
import { describe, expect, it, vi } from "vitest";
import { servePage } from "#/client/markdown/take-over.testing.ts";

const TEXT = `# Title & *words*

first @ana
second 😀 $x<y$ [[Note|alias]] <b>

- [x] done
- [ ] open \`code\`

> quote **deep _er_**

| a | b |
|:-:|--:|
| 1 | [link](https://a.example) |

\`\`\`ts
const a = "</script>";
\`\`\`

$$
e = mc^2
$$
`;

const COMPONENT = `
import { createComponent } from "solid-js";
import { Markdown } from "#/client/markdown/Markdown.tsx";
const handles = new Map([["ana", "p-ana"]]);
export const app = () => createComponent(Markdown, { text: ${JSON.stringify(TEXT)}, handles, me: "p-ana" });
`;

/** The elements in order, but for the colours of code and what formulas are made of. */
function structure(root: Element): string[] {
  return [...root.querySelectorAll(":not(pre span, [role=math] *)")].map(
    (each) => `${each.tagName} ${each.className.trim()}`,
  );
}

/** The words, with the sources of formulas for these. */
function wordsOf(root: Element): string {
  const copy = root.cloneNode(true) as Element;
  for (const formula of copy.querySelectorAll("[role=math]"))
    formula.textContent = formula.querySelector("annotation")?.textContent ?? "";
  return copy.textContent ?? "";
}

describe("A page of Markdown", () => {
  it("is rendered on the server and taken over in the browser without a changed node", {
    timeout: 60_000,
  }, async () => {
    const { html, root, window, takeOver } = await servePage(COMPONENT);
    expect(html).toContain('const a = "&lt;/script>"');
    const text = wordsOf(root);
    expect(text).toContain("x<y");
    expect(root.querySelectorAll("math mo").length).toBeGreaterThan(1);
    takeOver();

    expect(wordsOf(root)).toBe(text);
    const written = structure(root);

    // Blocks of code do something once what reads Markdown is there; they look as they did, and colours come last.
    await vi.waitFor(() => expect(root.querySelectorAll("pre span").length).toBeGreaterThan(0), { timeout: 15_000 });
    expect(wordsOf(root)).toBe(text);
    expect(root.querySelectorAll(".katex-html").length).toBe(2);
    expect(structure(root)).toEqual(written);
    const wrap = [...root.querySelectorAll("button")].find((button) => button.textContent === "Wrap");
    wrap?.click();
    expect(wrap?.getAttribute("aria-pressed")).toBe("true");
    window.close();
  });
});
