import { gzipSync } from "node:zlib";
import { chromium, type Page } from "playwright";
import { chromium as installed } from "../config/chromium.ts";
import { launchOptions } from "../e2e/support/browser.ts";
import { originOf, type Session } from "../e2e/support/http.ts";
import type { Scale } from "./scale.ts";
import { type Measured, quantile } from "./stats.ts";
import type { BenchRoom, BenchWorld } from "./world.ts";

/** What a browser measures: the weight of a room page's scripts, and how long a click on another room takes to show it. */
export async function measureInBrowser({ rooms, people }: BenchWorld, scale: Scale): Promise<Measured> {
  const reader = people[0]!;
  const mine = rooms.filter(({ members }) => members.includes(reader));
  const browser = await chromium.launch({ ...launchOptions, executablePath: await installed() });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.addCookies([cookieOf(reader)]);
    const page = await context.newPage();
    const scripts = weigh(page);
    await page.goto(`${originOf(reader)}${mine[0]!.path}`);
    await page.getByRole("textbox", { name: /^Message/ }).waitFor();
    await hydrated(page);
    const weight = await scripts();

    const fresh = mine.slice(1, 1 + scale.switches);
    const uncached: number[] = [];
    for (const room of fresh) uncached.push(await switchTo(page, room));
    const cached: number[] = [];
    // The latest few are what the browser still holds.
    const held = fresh.slice(-5);
    for (let turn = 0; turn < scale.switches; turn += 1) cached.push(await switchTo(page, held[turn % held.length]!));
    return {
      figures: [
        {
          what: "scripts of the room page, gzip",
          value: weight.bytes / 1024,
          unit: "KB",
          aim: { atMost: 120 },
          note: `${weight.files} files`,
        },
        {
          what: "room switch, cached, p50",
          value: quantile(cached, 0.5),
          unit: "ms",
          aim: { atMost: 17 },
          note: "click to the frame that shows it; one frame is 16.7 ms",
        },
        {
          what: "room switch, uncached, p50",
          value: quantile(uncached, 0.5),
          unit: "ms",
          aim: { atMost: 150 },
          note: `${uncached.length} rooms`,
        },
      ],
    };
  } finally {
    await browser.close();
  }
}

function cookieOf({ cookie, host }: Session): { name: string; value: string; domain: string; path: string } {
  const at = cookie.indexOf("=");
  return { name: cookie.slice(0, at), value: cookie.slice(at + 1), domain: host, path: "/" };
}

/** Collects every script that the page loads; the answer sums what gzip makes of them. */
function weigh(page: Page): () => Promise<{ files: number; bytes: number }> {
  const bodies = new Map<string, Promise<number>>();
  page.on("response", (response) => {
    const isScript = /javascript/.test(response.headers()["content-type"] ?? "");
    if (isScript)
      bodies.set(
        response.url(),
        response.body().then((body) => gzipSync(body, { level: 9 }).length),
      );
  });
  return async () => {
    const sizes = await Promise.all(bodies.values());
    return { files: sizes.length, bytes: sizes.reduce((a, b) => a + b, 0) };
  };
}

/** A page is alive once its stream has been opened. */
async function hydrated(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => name.includes("identity.streamTicket")),
  );
}

/** Milliseconds from the click on a room's row to the frame that shows its words. */
function switchTo(page: Page, room: BenchRoom): Promise<number> {
  return page.evaluate(
    ({ path, limitMs }) =>
      new Promise<number>((resolve, reject) => {
        const link = document.querySelector<HTMLAnchorElement>(`a[href="${path}"]`);
        if (!link) return reject(new Error(`There is no row for ${path}.`));
        const name = (link.textContent ?? "").split(",")[0]?.match(/room-\d+|crowd/)?.[0] ?? "";
        const startedAt = performance.now();
        const isShown = () =>
          [...document.querySelectorAll("article")].some((article) => article.textContent?.includes(`of ${name}:`));
        const limit = setTimeout(() => done(() => reject(new Error(`${name} was not shown.`))), limitMs);
        const observer = new MutationObserver(() => {
          if (isShown()) done(() => requestAnimationFrame(() => resolve(performance.now() - startedAt)));
        });
        const done = (end: () => void) => {
          observer.disconnect();
          clearTimeout(limit);
          end();
        };
        observer.observe(document.body, { subtree: true, childList: true });
        link.click();
      }),
    { path: room.path, limitMs: 5_000 },
  );
}
