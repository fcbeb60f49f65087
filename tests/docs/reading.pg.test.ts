import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { type Browser, chromium as browserType, type Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildAll, isBuilt } from "../../src/cli/build.ts";
import { chromium } from "../config/chromium.ts";
import { launchOptions } from "../e2e/support/browser.ts";
import { Instance } from "../start/instance.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
/** One page of each kind. */
const kinds = [
  "/docs",
  "/docs/concepts/realtime",
  "/docs/reference/events",
  "/docs/reference/errors",
  "/docs/api",
  "/docs/api/rooms",
  "/docs/search?q=token",
  "/docs/search?q=zzz",
  "/docs/nothing",
];

let instance: Instance;
let browser: Browser;
const origin = () => `http://localhost:${instance.port}`;

beforeAll(async () => {
  if (!isBuilt()) await buildAll();
  instance = await Instance.ready();
  browser = await browserType.launch({ ...launchOptions, executablePath: await chromium() });
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await instance?.remove();
}, 60_000);

type Options = NonNullable<Parameters<Browser["newContext"]>[0]>;

async function visit(path: string, options: Options, look: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: desktop, reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 404/.test(message.text())) faults.push(message.text());
  });
  await page.goto(origin() + path);
  await look(page);
  await context.close();
  expect(faults).toEqual([]);
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate(() =>
    (window as unknown as { axe: { run: (options: unknown) => Promise<AxeResults> } }).axe.run({
      resultTypes: ["violations"],
    }),
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const [name, viewport] of Object.entries({ desktop, phone })) {
    test(`axe finds nothing in any kind of page, and nothing scrolls sideways, ${name}, ${colorScheme}`, async () => {
      const found: string[] = [];
      for (const path of kinds) {
        await visit(path, { colorScheme, viewport }, async (page) => {
          found.push(...(await violations(page)).map((fault) => `${path} ${fault}`));
          if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth))
            found.push(`${path} scrolls`);
        });
      }
      expect(found).toEqual([]);
    }, 90_000);
  }
}

test("someone without JavaScript finds, reads and searches", async () => {
  await visit("/docs", { javaScriptEnabled: false, viewport: phone }, async (page) => {
    expect(await page.title()).toBe("Quickstart · ScaiWave docs");
    await page.getByText("Contents", { exact: true }).click();
    await page.getByRole("link", { name: "Realtime" }).first().click();
    await page.getByRole("heading", { level: 1, name: "Realtime" }).waitFor();
    expect(await page.getByRole("button", { name: /^Copy/ }).count()).toBe(0);
    await page.getByRole("searchbox").fill("SW_ROOM_FROZEN <b>");
    await page.getByRole("searchbox").press("Enter");
    await page.getByText("Nothing here says “SW_ROOM_FROZEN <b>”").waitFor();
    await page.getByRole("searchbox").fill("frozen");
    await page.getByRole("searchbox").press("Enter");
    await page
      .locator("mark", { hasText: /frozen/i })
      .first()
      .waitFor();
    await page
      .getByRole("link", { name: /Errors/ })
      .first()
      .click();
    await page.getByRole("heading", { level: 1, name: "Errors" }).waitFor();
  });
});

test("with scripts the slash finds the search, results come while typing, and arrows reach them", async () => {
  await visit("/docs/concepts/realtime", {}, async (page) => {
    expect(await page.title()).toBe("Realtime · ScaiWave docs");
    await page.getByRole("button", { name: /^Copy/ }).first().or(page.locator("kbd:visible")).first().waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("troubleshooting");
    const found = page.locator("[data-live] a");
    await found.first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Troubleshooting" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Realtime" }).waitFor();
  });
});

test("a block of code is copied as it is", async () => {
  await visit("/docs", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await page.getByRole("button", { name: "Copy: Shell" }).first().click();
    await page.getByText("Copied").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("npm install\nnpm start");
  });
});

test("the keyboard skips to the words, and a link to a heading stands below the bar", async () => {
  await visit("/docs/reference/events", {}, async (page) => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("words");
    await page.getByRole("navigation", { name: "On this page" }).getByRole("link", { name: "Close codes" }).click();
    const top = () => page.locator("#close-codes").evaluate((heading) => heading.getBoundingClientRect().top);
    await expect.poll(() => page.url()).toContain("#close-codes");
    await expect.poll(top).toBeLessThan(400);
    expect(await top()).toBeGreaterThan(56);
  });
});

test("pages may be kept, searches and missing pages not, and a question of any length is answered", async () => {
  const ask = (path: string) => fetch(origin() + path, { headers: { accept: "text/html" } });
  expect((await ask("/docs")).headers.get("cache-control")).toBe("public, max-age=300");
  expect((await ask("/docs/search?q=a")).headers.get("cache-control")).toBe("no-store");
  const missing = await ask("/docs/nothing");
  expect([missing.status, missing.headers.get("cache-control")]).toEqual([404, "no-store"]);
  expect((await ask(`/docs/search?q=${"x".repeat(5_000)}`)).status).toBe(200);
});

test("a page costs its reader little script, and the application none of the words", async () => {
  const page = await (await fetch(`${origin()}/docs`, { headers: { accept: "text/html" } })).text();
  const scripts = [...page.matchAll(/href="(\/_build\/[^"]+\.js)"/g)].map(([, path]) => path!);
  expect(scripts.length).toBeGreaterThan(1);
  const texts = await Promise.all(scripts.map(async (path) => (await fetch(origin() + path)).text()));
  expect(texts.join("")).not.toContain("mock-dev-token");
  expect(texts.join("")).not.toContain("micromark");
  expect(page).not.toContain('_$HY.r["docs');
});
