// @vitest-environment node
// @ts-expect-error it comes without types
import { JSDOM } from "jsdom";
import { build, type Rollup } from "vite";
import solid from "vite-plugin-solid";
import { describe, expect, it, vi } from "vitest";
import { HereWorker } from "#/client/markdown/here-worker.testing.ts";
import { leaveOut } from "#/server/node/browser-bundle.ts";

const ENTRY = "virtual:entry";
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

/** The component compiled for one side, as the application's build does. */
async function compile(side: "server" | "browser", source: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "error",
    plugins: [
      solid({ ssr: true }),
      ...(side === "browser" ? [leaveOut()] : []),
      {
        name: "entry",
        resolveId: (id) => (id === ENTRY ? `\0${ENTRY}` : null),
        load: (id) => (id === `\0${ENTRY}` ? source : null),
      },
    ],
    ssr: { noExternal: true },
    build: {
      write: false,
      minify: false,
      ssr: side === "server",
      rollupOptions: {
        input: ENTRY,
        preserveEntrySignatures: "strict",
        output: { inlineDynamicImports: true, format: side === "server" ? "es" : "iife", name: "page" },
      },
    },
  });
  const output = (result as Rollup.RollupOutput).output;
  return output[0].code;
}

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
    const server = await compile(
      "server",
      `${COMPONENT}
      import { generateHydrationScript, renderToString } from "solid-js/web";
      export const script = generateHydrationScript();
      export const html = renderToString(app);`,
    );
    const browser = await compile(
      "browser",
      `${COMPONENT}
      import { hydrate } from "solid-js/web";
      export const start = (root) => hydrate(app, root);`,
    );
    const page = (await import(`data:text/javascript;base64,${Buffer.from(server).toString("base64")}`)) as {
      html: string;
      script: string;
    };
    expect(page.html).toContain('const a = "&lt;/script>"');

    const dom = new JSDOM(`<html><head>${page.script}</head><body><div id="app">${page.html}</div></body></html>`, {
      runScripts: "dangerously",
      url: "http://localhost/",
    });
    dom.window.Worker = HereWorker;
    const root = dom.window.document.querySelector("#app") as Element;
    const before = [...root.querySelectorAll("*")];
    const text = wordsOf(root);
    expect(text).toContain("x<y");
    expect(root.querySelectorAll("math mo").length).toBeGreaterThan(1);
    const failures: unknown[] = [];
    dom.window.addEventListener("error", (event: ErrorEvent) => failures.push(event.error));
    dom.window.eval(`${browser}; page.start(document.querySelector("#app"));`);

    expect(failures).toEqual([]);
    expect([...root.querySelectorAll("*")]).toEqual(before);
    expect([...root.querySelectorAll("*")].every((element, index) => element === before[index])).toBe(true);
    expect(wordsOf(root)).toBe(text);
    const written = structure(root);

    // Blocks of code do something once what reads Markdown is there; they look as they did, and colours come last.
    await vi.waitFor(() => expect(root.querySelectorAll("pre span").length).toBeGreaterThan(0), { timeout: 5_000 });
    expect(wordsOf(root)).toBe(text);
    expect(root.querySelectorAll(".katex-html").length).toBe(2);
    expect(structure(root)).toEqual(written);
    const wrap = [...root.querySelectorAll("button")].find((button) => button.textContent === "Wrap");
    wrap?.click();
    expect(wrap?.getAttribute("aria-pressed")).toBe("true");
    dom.window.close();
  });
});
