// @vitest-environment node
// @ts-expect-error it comes without types
import { JSDOM } from "jsdom";
import { build, type Rollup } from "vite";
import solid from "vite-plugin-solid";
import { describe, expect, it, vi } from "vitest";
import { HereWorker } from "#/client/markdown/here-worker.testing.ts";
import { leaveOut } from "#/server/node/browser-bundle.ts";

const ENTRY = "virtual:entry";
const NOTE = `---
tags: [a]
---
# Goals *now* ^goals

text with [[Plan]] and [[None]], a note[^1] and $x<y$

- [x] done ^todo-aaaaa
- [ ] call **Ana** !high 📅 2020-01-02 #home ^todo-bbbbb
  - nested
- plain

![a](/v1/media/download/1)

[^1]: the words
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
  return (result as Rollup.RollupOutput).output[0].code;
}

const COMPONENT = `
import { createComponent } from "solid-js";
import { NoteReading } from "#/client/notes/reading/note-reading.tsx";
import { SessionContext } from "#/client/shell/session.tsx";
export const toggled = [];
const session = {
  state: { participants: {}, tenant: { server_name: "acme.example" }, me: { id: "p-ana" } },
  store: { onApplied: () => () => {} },
  toaster: { show() {} },
};
const resolutions = [{ name: "Plan", note_id: "n", participant_id: null, title: "The plan", path: "/w/a/n/plan-1" }];
export const app = () => createComponent(SessionContext.Provider, {
  value: session,
  get children() {
    return createComponent(NoteReading, {
      markdown: ${JSON.stringify(NOTE)}, noteId: "n-1", workspaceId: "w-1", resolutions, canWrite: true,
      onToggleTodo: (todo) => void toggled.push(todo),
    });
  },
});
`;

describe("The page of a note", () => {
  it("is rendered whole on the server, taken over without a changed node, and works", { timeout: 90_000 }, async () => {
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
    expect(page.html).toContain("<math");
    expect(page.html).not.toContain("tags: [a]");

    const dom = new JSDOM(`<html><head>${page.script}</head><body><div id="app">${page.html}</div></body></html>`, {
      runScripts: "dangerously",
      url: "http://localhost/",
    });
    dom.window.Worker = HereWorker;
    const root = dom.window.document.querySelector("#app") as Element;
    const before = [...root.querySelectorAll("*")];
    const failures: unknown[] = [];
    dom.window.addEventListener("error", (event: ErrorEvent) => failures.push(event.error));
    dom.window.eval(`${browser}; window.page = page; page.start(document.querySelector("#app"));`);
    expect(failures).toEqual([]);
    expect([...root.querySelectorAll("*")].every((element, index) => element === before[index])).toBe(true);

    const box = () => root.querySelector("[id='^todo-bbbbb'] > input") as HTMLInputElement;
    box().click();
    const { toggled } = (dom.window as unknown as { page: { toggled: unknown[] } }).page;
    await vi.waitFor(() => expect(toggled).toEqual([{ block_id: "todo-bbbbb", ordinal: 1, done: true }]));

    // Formulas are drawn once what sets them is there; all else stays as it was.
    const words = (html: string) => html.replace(/<math.*?<\/math>/gs, "");
    await vi.waitFor(() => expect(root.querySelector(".katex-html")).not.toBeNull(), { timeout: 10_000 });
    const links = [...root.querySelectorAll("a")].map((link) => link.getAttribute("href"));
    expect(links).toContain("/w/a/n/plan-1");
    expect(root.querySelector("#h-goals-now")?.tagName).toBe("H2");
    expect(root.querySelectorAll("input")).toHaveLength(2);
    expect(words(page.html)).toContain("Create note “None”");
    expect(root.querySelector("button[data-create]")?.textContent).toBe("None");
    dom.window.close();
  });
});
