import { gzipSync } from "node:zlib";
import type { Page } from "playwright";
import { call, type Session } from "../e2e/support/http.ts";
import { until } from "../start/instance.ts";
import { launch, openPage } from "./browser-page.ts";
import { type LargeWorld, makeLargeWorld } from "./large-world.ts";
import type { Scale } from "./scale.ts";
import { keptAlive, sendLine } from "./send.ts";
import type { Figure, Measured } from "./stats.ts";
import type { BenchWorld } from "./world.ts";

const arriving = 100;
const pagesUp = 40;
const settleMs = 30_000;

/** What a page begins with when one's list is long, and whether a browser ever stands still in the largest of rooms. */
export async function measureLarge({ instance }: BenchWorld, scale: Scale): Promise<Measured> {
  const world = await makeLargeWorld(instance, scale);
  return { figures: [await bootData(world.reader, scale), ...(await longTasks(world))] };
}

async function bootData(reader: Session, scale: Scale): Promise<Figure> {
  const overview = await call<{ rooms: object; participants: object }>(reader, "views.overview");
  const of = (value: unknown) => gzipSync(JSON.stringify(value)).length / 1024;
  const whole = JSON.stringify(overview).length / 1024;
  return {
    what: `data at boot with ${scale.manyRooms} rooms, gzip`,
    value: of(overview),
    unit: "KB",
    aim: { atMost: 50 },
    note: `${whole.toFixed(0)} KB before; rooms ${of(overview.rooms).toFixed(1)}, people ${of(overview.participants).toFixed(1)}`,
  };
}

async function longTasks({ reader, other, long, crowded, messages, members }: LargeWorld): Promise<Figure[]> {
  const browser = await launch();
  try {
    const page = await openPage(browser, reader, long.path);
    const tasks = await watch(page);
    const log = page.getByRole("log");
    const figures: Figure[] = [await tasks(`opening a room of ${messages} messages`)];
    await log.hover();
    for (let turn = 0; turn < pagesUp; turn += 1) {
      await page.mouse.wheel(0, -900);
      await nextFrames(page);
    }
    figures.push(await tasks("scrolling up through its history"));
    await page.getByRole("textbox", { name: /^Message/ }).pressSequentially("The quick brown fox @per", { delay: 30 });
    figures.push(await tasks("writing"));
    const agent = keptAlive(4);
    for (let number = 0; number < arriving; number += 1) await sendLine(other, long.id, `arriving ${number}`, agent);
    agent.destroy();
    await page.keyboard.press("Escape");
    await until(
      async () => ((await log.textContent())?.includes(`arriving ${arriving - 1}`) ? true : undefined),
      settleMs,
    ).catch(() => undefined);
    figures.push(await tasks(`${arriving} messages coming in`));
    await page.locator(`a[href="${crowded.path}"]`).first().click();
    await page.getByText("We are many.").first().waitFor();
    figures.push(await tasks(`opening a room of ${members} members`));
    await page
      .getByRole("button", { name: /members/i })
      .first()
      .click();
    await page.getByRole("complementary", { name: "Members" }).getByRole("listitem").first().waitFor();
    await nextFrames(page);
    figures.push(await tasks("its list of members"));
    return figures;
  } finally {
    await browser.close();
  }
}

/** The longest task since the last answer; the browser tells of those over 50 ms alone. */
async function watch(page: Page): Promise<(what: string) => Promise<Figure>> {
  await page.evaluate(() => {
    const found: number[] = [];
    new PerformanceObserver((list) => found.push(...list.getEntries().map((entry) => entry.duration))).observe({
      type: "longtask",
      buffered: true,
    });
    Object.assign(window, { longTasks: found });
  });
  return async (what) => {
    await nextFrames(page);
    const found = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks.splice(0));
    return {
      what: `longest task, ${what}`,
      value: Math.max(0, ...found),
      unit: "ms",
      aim: { atMost: 50 },
      note: found.length > 0 ? `${found.length} over 50 ms` : "none over 50 ms",
    };
  };
}

function nextFrames(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50)));
      }),
  );
}
