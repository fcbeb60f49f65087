import { readFileSync } from "node:fs";
import { cleanup, fireEvent, render, screen, waitFor } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { installTopLayer } from "#/client/ui/overlays/jsdom-top-layer.ts";
import { HereWorker } from "./here-worker.testing.ts";
import { highlighter } from "./highlight.ts";
import { isKnownLanguage } from "./languages.ts";
import { Markdown } from "./Markdown.tsx";

afterEach(cleanup);

beforeAll(() => void vi.stubGlobal("Worker", HereWorker));
afterAll(() => void vi.unstubAllGlobals());

const handles = new Map([
  ["ana", "p-ana"],
  ["bram", "p-bram"],
]);

/** The structure without classes, whose names the build makes up. */
function structure(root: Element): string {
  const copy = root.cloneNode(true) as Element;
  for (const element of [copy, ...copy.querySelectorAll("*")]) element.removeAttribute("class");
  return copy.innerHTML;
}

function show(text: string): Element {
  const { container } = render(() => <Markdown text={text} handles={handles} me="p-ana" headingBase={2} />);
  return container.firstElementChild as Element;
}

describe("Markdown", () => {
  it.each([
    ["# a *b* **c** ~~d~~ `e`", "<h3>a <em>b</em> <strong>c</strong> <del>d</del> <code>e</code></h3>"],
    ["a\nb", "<p>a<br>b</p>"],
    ["> a\n\n---", "<blockquote><p>a</p></blockquote><hr>"],
    ["2. a\n3. b", '<ol start="2"><li>a</li><li>b</li></ol>'],
    ["[a](/b)", '<p><a href="/b">a</a></p>'],
    [
      "[a](https://b.example)",
      '<p><a href="https://b.example" target="_blank" rel="noopener noreferrer nofollow">a</a></p>',
    ],
    ["@ana @nobody", '<p><span data-participant="p-ana">@ana</span> @nobody</p>'],
    ["[[x]]", '<p><span data-target="x">x</span></p>'],
    ["<b onclick=alert(1)>x</b>", "<p>&lt;b onclick=alert(1)&gt;x&lt;/b&gt;</p>"],
    ["[x](javascript:alert(1))", "<p>x</p>"],
    [
      "|a|\n|-:|\n|b|",
      '<section tabindex="0" aria-label="Table"><table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table></section>',
    ],
  ])("shows %j as the elements it means", (text, expected) => {
    expect(structure(show(text))).toBe(expected);
  });

  it("shows done and open tasks by name", () => {
    show("- [ ] a\n- [x] b");
    expect(screen.getByRole("checkbox", { name: "Done", checked: true })).toBeTruthy();
    expect(screen.getByRole("checkbox", { name: "Not done", checked: false })).toBeTruthy();
  });

  it("makes a mention of the reader look different", () => {
    const [mine, other] = show("@ana @bram").querySelectorAll("span");
    expect(mine?.className).not.toBe(other?.className);
  });

  it("makes mentions buttons where something happens on them", () => {
    const opened: string[] = [];
    render(() => <Markdown text="@bram" handles={handles} onMention={(id) => opened.push(id)} />);
    fireEvent.click(screen.getByRole("button", { name: "@bram" }));
    expect(opened).toEqual(["p-bram"]);
  });

  it("copies the code, and says so", async () => {
    const copied: string[] = [];
    render(() => <Markdown text={"```js\nlet a = 1;\n```"} onCopy={(text) => void copied.push(text)} />);
    fireEvent.click(screen.getByRole("button", { name: "Copy js" }));
    await waitFor(() => screen.getByRole("button", { name: "Copied" }));
    expect(copied).toEqual(["let a = 1;"]);
  });

  it("says when the code was not copied", async () => {
    render(() => <Markdown text={"```\na\n```"} onCopy={() => Promise.reject(new Error("refused"))} />);
    fireEvent.click(screen.getByRole("button", { name: "Copy code" }));
    await waitFor(() => screen.getByRole("button", { name: "Not copied" }));
  });

  it("wraps the lines of code on request", () => {
    const root = show("```\na\n```");
    const before = root.querySelector("pre")?.className;
    const wrap = screen.getByRole("button", { name: "Wrap", pressed: false });
    fireEvent.click(wrap);
    expect(wrap.getAttribute("aria-pressed")).toBe("true");
    expect(root.querySelector("pre")?.className).not.toBe(before);
  });

  it("colours code of a known language without changing its text", async () => {
    const root = show('```ts\nconst a = "<b>"; // c\n```\n\n```nosuch\nlet b\n```');
    await waitFor(() => expect(root.querySelectorAll("pre span").length).toBeGreaterThan(2));
    const [known, unknown] = root.querySelectorAll("pre");
    expect(known?.textContent).toBe('const a = "<b>"; // c');
    expect(unknown?.querySelector("span")).toBeNull();
  });

  it("leaves code plain that takes the highlighter too long, and colours what comes after it", async () => {
    const root = show("```js\nlet stuck = 1;\n```\n\n```js\nlet free = 1;\n```");
    const [stuck, free] = root.querySelectorAll("pre");
    await waitFor(() => expect(free?.querySelectorAll("span").length).toBeGreaterThan(1), { timeout: 5_000 });
    expect(stuck?.querySelector("span")).toBeNull();
    expect(stuck?.textContent).toBe("let stuck = 1;");
    expect(HereWorker.ended).toBe(1);
  });

  it("keeps the elements of blocks that do not change while a text streams in", () => {
    const [text, setText] = createSignal("first\n\nsec");
    const { container } = render(() => <Markdown text={text()} />);
    const [first, second] = container.querySelectorAll("p");
    setText("first\n\nsecond");
    const [firstAfter, secondAfter] = container.querySelectorAll("p");
    expect(firstAfter).toBe(first);
    expect(secondAfter).not.toBe(second);
    expect(secondAfter?.textContent).toBe("second");
  });

  it("shows emoji large only where asked, and only emoji", () => {
    const classOf = (text: string, large: boolean) =>
      render(() => <Markdown text={text} largeEmoji={large} />).container.firstElementChild?.className;
    expect(classOf("🎉", true)).not.toBe(classOf("🎉", false));
    expect(classOf("🎉 a", true)).toBe(classOf("🎉 a", false));
  });
});

/** Queries by role stumble over the elements of MathML. */
const formulas = () => [...document.querySelectorAll("[role=math]")];

describe("Formulas", () => {
  it("are drawn, with their source as their name", () => {
    const root = show("so $x^2$ and\n\n$$\n\\frac{a}{b}\n$$");
    const [inline, block] = formulas();
    expect(inline?.getAttribute("aria-label")).toBe("x^2");
    expect(block?.querySelector("mfrac")?.namespaceURI).toBe("http://www.w3.org/1998/Math/MathML");
    expect(root.querySelectorAll(".katex-html")).toHaveLength(2);
  });

  it("that can't be read stand as they were typed, and say why", () => {
    const root = show("$\\frac{a$");
    expect(formulas()).toEqual([]);
    const problem = root.querySelector("code");
    expect(problem?.textContent).toBe("\\frac{a");
    expect(problem?.title).toMatch(/^This formula can't be read: /);
  });

  it("are not drawn while they are still being written, so that nothing flickers", () => {
    const [text, setText] = createSignal("$x$\n\n$$\n\\frac{a");
    const { container } = render(() => <Markdown text={text()} />);
    const first = formulas()[0];
    expect(container.querySelector("code")?.textContent).toBe("\\frac{a");
    expect(container.querySelector("code")?.title).toBe("");
    setText("$x$\n\n$$\n\\frac{a}{b}\n$$");
    expect(formulas()).toHaveLength(2);
    expect(formulas()[0]).toBe(first);
  });

  it("are copied as their source, from their menu and by the button beside them", async () => {
    installTopLayer();
    const copied: string[] = [];
    const clipboard = { writeText: async (text: string) => void copied.push(text) };
    vi.stubGlobal("navigator", Object.assign(Object.create(navigator), { clipboard }));
    show("$x^2$\n\n$$\ny\n$$");
    fireEvent.contextMenu(formulas()[0]!);
    await waitFor(() => expect(document.querySelector("[role=menuitem]")?.textContent).toBe("Copy as source"));
    fireEvent.click(document.querySelector("[role=menuitem]")!);
    fireEvent.click(document.querySelector("button[aria-label='Copy the formula as source']")!);
    expect(copied).toEqual(["x^2", "y"]);
  });
});

describe("The renderer", () => {
  it("has no way to set HTML", () => {
    for (const file of ["Markdown.tsx", "HastNodes.tsx", "CodeBlock.tsx", "formula-view.tsx", "math-tree.ts"]) {
      const source = readFileSync(new URL(file, import.meta.url), "utf8");
      expect(source).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|DOMParser|dangerously|document\.write/);
    }
  });

  it("knows the languages that the highlighter knows", () => {
    for (const language of highlighter.listLanguages()) expect(isKnownLanguage(language)).toBe(true);
    expect(isKnownLanguage("nosuch")).toBe(false);
  });
});
