// @ts-expect-error it comes without types
import { JSDOM } from "jsdom";
import { build, type Rollup } from "vite";
import solid from "vite-plugin-solid";
import { expect } from "vitest";
import { HereWorker } from "#/client/markdown/here-worker.testing.ts";
import { leaveOut } from "#/server/node/browser-bundle.ts";

const ENTRY = "virtual:entry";

export type ServedPage = {
  /** As the server wrote it. */
  readonly html: string;
  readonly window: Window & typeof globalThis;
  readonly root: Element;
  /** Runs the browser's side; every element must be the one that the server wrote. Gives what the module exports. */
  readonly takeOver: () => Record<string, unknown>;
};

/**
 * A page of its own that the server's side has rendered and the browser's has not run on yet. `source` is a module that
 * exports `app`; both sides are compiled from it as the application's build does.
 */
export async function servePage(source: string): Promise<ServedPage> {
  const server = await compile(
    "server",
    `${source}
    import { generateHydrationScript, renderToString } from "solid-js/web";
    export const script = generateHydrationScript();
    export const html = renderToString(app);`,
  );
  const browser = await compile(
    "browser",
    `${source}
    import { hydrate } from "solid-js/web";
    export const start = (root) => hydrate(app, root);`,
  );
  const page = (await import(`data:text/javascript;base64,${Buffer.from(server).toString("base64")}`)) as {
    html: string;
    script: string;
  };
  const dom = new JSDOM(`<html><head>${page.script}</head><body><div id="app">${page.html}</div></body></html>`, {
    runScripts: "dangerously",
    url: "http://localhost/",
  });
  dom.window.Worker = HereWorker;
  const root = dom.window.document.querySelector("#app") as Element;
  return {
    html: page.html,
    window: dom.window,
    root,
    takeOver() {
      const before = [...root.querySelectorAll("*")];
      const failures: unknown[] = [];
      dom.window.addEventListener("error", (event: ErrorEvent) => failures.push(event.error));
      dom.window.eval(`${browser}; window.page = page; page.start(document.querySelector("#app"));`);
      expect(failures).toEqual([]);
      const after = [...root.querySelectorAll("*")];
      expect(after).toEqual(before);
      expect(after.every((element, index) => element === before[index])).toBe(true);
      return dom.window.page;
    },
  };
}

/** The component compiled for one side. */
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
