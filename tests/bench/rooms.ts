import type { Page } from "playwright";
import { ask, call } from "../e2e/support/http.ts";
import { launch, openPage } from "./browser-page.ts";
import type { Scale } from "./scale.ts";
import { scriptsOf, weightOf } from "./scripts.ts";
import { type Measured, quantile } from "./stats.ts";
import type { BenchRoom, BenchWorld } from "./world.ts";

/** Kept in the page by the browser: the one on screen and the four before it. */
const kept = 5;

/** What a browser measures: the weight of a room page's scripts, and how long a click on another room takes to show it. */
export async function measureRooms({ rooms, people }: BenchWorld, scale: Scale): Promise<Measured> {
  const reader = people[0]!;
  const mine = rooms.filter(({ members }) => members.includes(reader));
  const { text } = await ask(reader.port, {
    path: mine[0]!.path,
    host: reader.host,
    headers: { cookie: reader.cookie, accept: "text/html" },
  });
  const needed = weightOf(scriptsOf(text));
  const browser = await launch();
  try {
    // What waits is shown by a divider, at each entering anew: this is about rooms without news.
    for (const room of mine) await call(reader, "messages.markRoomRead", { room_id: room.id });
    const page = await openPage(browser, reader, mine[0]!.path);
    const all = weightOf(await loadedScripts(page));
    const fresh = mine.slice(1, 1 + scale.switches);
    const uncached: number[] = [];
    for (const room of fresh) uncached.push(await switchTo(page, room));
    const held = fresh.slice(-kept);
    for (const room of held) await switchTo(page, room);
    const cached: number[] = [];
    for (let turn = 0; turn < scale.switches; turn += 1) cached.push(await switchTo(page, held[turn % held.length]!));
    const note = `with what it loads when idle ${(all.bytes / 1024).toFixed(0)} KB in ${all.files} files`;
    return {
      figures: [
        {
          what: "scripts of the room page, gzip",
          value: needed.bytes / 1024,
          unit: "KB",
          aim: { atMost: 120 },
          note: `${needed.files} files; ${note}`,
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

/** Every script the page has loaded so far, also what it asked for by itself once it had nothing else to do. */
async function loadedScripts(page: Page): Promise<string[]> {
  await page.waitForLoadState("networkidle");
  return page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.endsWith(".js")),
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
          [...document.querySelectorAll("[role=log]")].some(
            (log) => log.checkVisibility() && log.textContent?.includes(`of ${name}:`),
          );
        const limit = setTimeout(() => done(() => reject(new Error(`${name} was not shown.`))), limitMs);
        const observer = new MutationObserver(() => {
          if (isShown()) done(() => requestAnimationFrame(() => resolve(performance.now() - startedAt)));
        });
        const done = (end: () => void) => {
          observer.disconnect();
          clearTimeout(limit);
          end();
        };
        observer.observe(document.body, { subtree: true, childList: true, attributes: true });
        link.click();
      }),
    { path: room.path, limitMs: 5_000 },
  );
}
