import type { Locator, Page } from "playwright";
import { expect } from "vitest";
import type { Overview } from "../../src/domain/views/state.ts";
import { call } from "./support/http.ts";
import { journey, type People } from "./support/people.ts";
import { addressOf, alive, composer, message } from "./support/screen.ts";
import { makeRoom, type Room, say, signInByForm } from "./support/world.ts";

/** By how much what one reads may move, in pixels. */
const still = 1;

async function longRoom(count: number) {
  const bram = await signInByForm("bram");
  const ana = await signInByForm("ana");
  const room = await makeRoom([bram, ana], "scroll");
  for (let n = 1; n <= count; n += 1) {
    const more = n % 5 === 0 ? "\n\n```ts\nconst line = 1;\nconst other = 2;\n```" : n % 3 === 0 ? "\n- a\n- b" : "";
    await say(bram, room, `Line ${n} of many, with some words to read${more}`);
  }
  return { bram, ana, room };
}

const log = (page: Page): Locator => page.getByRole("main").getByRole("log");

/** Scrolls by the wheel, as a hand does, and waits until nothing moves any more. */
async function wheel(page: Page, by: number): Promise<void> {
  await log(page).hover();
  await page.mouse.wheel(0, by);
  await rest(page);
}

async function rest(page: Page): Promise<void> {
  await log(page).evaluate(
    (box) =>
      new Promise<void>((resolve) => {
        let last = box.scrollTop;
        let calm = 0;
        const look = () => {
          calm = box.scrollTop === last && box.dataset.scrolling === undefined ? calm + 1 : 0;
          last = box.scrollTop;
          if (calm > 12) resolve();
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
}

/** The message in the middle of the window, and where its words stand. */
async function reading(page: Page): Promise<{ id: string; top: number }> {
  return log(page).evaluate((box) => {
    const frame = box.getBoundingClientRect();
    const middle = frame.top + frame.height / 2;
    const article = [...box.querySelectorAll("article")].find((each) => each.getBoundingClientRect().bottom > middle);
    return { id: article?.id ?? "", top: article?.getBoundingClientRect().top ?? Number.NaN };
  });
}

async function topOf(page: Page, id: string): Promise<number> {
  return page
    .locator(`[id="${id}"]`)
    .first()
    .evaluate((article) => article.getBoundingClientRect().top);
}

/** Notes in every frame how far the message strays from where it was, until it is asked. */
async function watch(page: Page, id: string): Promise<() => Promise<number>> {
  await page.evaluate((wanted) => {
    const start = document.getElementById(wanted)!.getBoundingClientRect().top;
    const told = window as unknown as { strayed: number; watching: boolean };
    told.strayed = 0;
    told.watching = true;
    const look = () => {
      const now = document.getElementById(wanted)?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY;
      told.strayed = Math.max(told.strayed, Math.abs(now - start));
      if (told.watching) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, id);
  return () =>
    page.evaluate(() => {
      const told = window as unknown as { strayed: number; watching: boolean };
      told.watching = false;
      return told.strayed;
    });
}

async function reader(people: People, room: Room) {
  const { page } = await people.signIn("Ana de Vries", { at: room.path });
  await alive(page);
  await rest(page);
  return page;
}

journey(
  "a picture that comes late, another window and a longer field move nothing that one reads",
  async ({ people }) => {
    const { room } = await longRoom(60);
    const page = await reader(people, room);
    await wheel(page, 1_500);
    const at = await reading(page);

    // What is above grows, as a picture or a preview does when it comes late.
    const late = await watch(page, at.id);
    await log(page).evaluate((box) => {
      const all = [...box.querySelectorAll("article")];
      const { top } = box.getBoundingClientRect();
      const above = all.findLast((each) => each.getBoundingClientRect().bottom < top)!;
      const picture = document.createElement("div");
      picture.style.height = "240px";
      picture.className = "late-picture";
      above.append(picture);
    });
    await rest(page);
    const afterLate = await topOf(page, at.id);
    await late();
    expect(Math.abs(afterLate - at.top)).toBeLessThanOrEqual(still);

    const low = await reading(page);
    await page.setViewportSize({ width: 1440, height: 760 });
    await rest(page);
    await page.setViewportSize({ width: 1440, height: 900 });
    await rest(page);
    expect(Math.abs((await topOf(page, low.id)) - low.top)).toBeLessThanOrEqual(still);

    await composer(page).fill("one\ntwo\nthree\nfour");
    await rest(page);
    await composer(page).fill("");
    await rest(page);
    expect(Math.abs((await topOf(page, low.id)) - low.top)).toBeLessThanOrEqual(still);
  },
);

journey("a link opens its message, lights it up, moves nothing after, and reads nothing", async ({ people }) => {
  const { bram, ana, room } = await longRoom(120);
  const target = await say(bram, room, "the target of the link");
  for (let n = 0; n < 90; n += 1) await say(bram, room, `after the target ${n}`);
  const { page } = await people.signIn("Ana de Vries", { at: "/you" });
  // It is lit for a moment only, which is over before a busy machine looks.
  await page.addInitScript(() => {
    const seen = window as unknown as { lit: string[] };
    seen.lit = [];
    new MutationObserver(() => {
      for (const { id } of document.querySelectorAll("[data-highlight]")) seen.lit.push(id);
    }).observe(document, { subtree: true, childList: true, attributeFilter: ["data-highlight"] });
  });
  await page.goto(addressOf({ path: `${room.path}?message=${target.id}` }));
  await alive(page);
  const article = page.locator(`[id="m-${target.id}"]`);
  await article.waitFor();
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { lit: string[] }).lit))
    .toContain(`m-${target.id}`);
  await rest(page);
  const stop = await watch(page, `m-${target.id}`);
  await expect.poll(() => article.getAttribute("data-highlight")).toBeNull();
  expect(await stop()).toBeLessThanOrEqual(still);
  await expect.poll(() => new URL(page.url()).searchParams.get("message")).toBeNull();
  const { rooms } = await call<Overview>(ana, "views.overview");
  expect(rooms[room.id]?.unread.length).toBeGreaterThan(0);
});

journey("the divider stays where it is while more comes, and moves where one marks unread from", async ({ people }) => {
  const { bram, room } = await longRoom(12);
  const page = await reader(people, room);
  const divider = page.getByRole("main").getByRole("separator", { name: "New messages" });
  await message(page, "Line 8 of many").hover();
  await message(page, "Line 8 of many").click({ modifiers: ["Alt"] });
  await divider.waitFor();
  const at = await divider.evaluate((line) => {
    const articles = [...document.querySelectorAll("main article")];
    return articles.find((each) => line.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING)?.textContent;
  });
  expect(at).toContain("Line 8 of many");
  await say(bram, room, "one more");
  await message(page, "one more").waitFor();
  await expect.poll(() => divider.count()).toBe(1);
  // Held: looking at it for more than a second reads nothing.
  await page.reload();
  await alive(page);
  await divider.waitFor();
});

journey("what one says is seen whole at the end, from wherever one was", async ({ people }) => {
  const { room } = await longRoom(60);
  const page = await reader(people, room);
  await wheel(page, -1_200);
  await composer(page).fill("said from further up\n\n```ts\nconst one = 1;\nconst two = 2;\n```");
  await page.keyboard.press("Control+Enter");
  await message(page, "said from further up").waitFor();
  await rest(page);
  const short = await log(page).evaluate((box) => box.scrollHeight - box.clientHeight - box.scrollTop);
  expect(Math.abs(short)).toBeLessThanOrEqual(still);
});

journey("older messages that come in above move nothing that one reads", async ({ people }) => {
  const { room } = await longRoom(130);
  const page = await reader(people, room);
  const had = await log(page).evaluate((box) => box.scrollHeight);
  // Up in steps, as a hand does, until history was asked for and came.
  for (let step = 0; step < 40 && (await log(page).evaluate((box) => box.scrollHeight)) <= had * 1.3; step += 1) {
    await wheel(page, -600);
    const at = await reading(page);
    await rest(page);
    expect(Math.abs((await topOf(page, at.id)) - at.top)).toBeLessThanOrEqual(still);
  }
  expect(await log(page).evaluate((box) => box.scrollHeight)).toBeGreaterThan(had * 1.3);
});

/** What of the rows' words the day at the top covers in part, across; and whether it lets anything show through. */
function coveredAcross(page: Page): Promise<{ shown: boolean; clear: boolean; covered: string[] }> {
  return page.evaluate(() => {
    const strip = document.querySelector<HTMLElement>("main [data-day-above]");
    if (!strip) return { shown: false, clear: false, covered: [] };
    const over = strip.getBoundingClientRect();
    const covered: string[] = [];
    const walker = document.createTreeWalker(strip.parentElement!.querySelector("[role=log]")!, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(node);
      // Of code that scrolls inside itself only so much is seen.
      const seen = node.parentElement?.closest("pre")?.getBoundingClientRect();
      for (const line of range.getClientRects()) {
        const beneath = line.width > 0 && line.bottom > over.top && line.top < over.bottom;
        const [left, right] = [Math.max(line.left, seen?.left ?? 0), Math.min(line.right, seen?.right ?? Infinity)];
        if (beneath && (left < over.left || right > over.right)) covered.push(node.textContent ?? "");
      }
    }
    return { shown: true, clear: /, 0(\.\d+)?\)$/.test(getComputedStyle(strip).backgroundColor), covered };
  });
}

journey(
  "the day at the top lies over no words: what passes beneath it is out of sight from edge to edge",
  async ({ people }) => {
    const { bram, ana, room } = await longRoom(40);
    await say(
      bram,
      room,
      `${"words as wide as the measure goes ".repeat(30)}\n\n\`\`\`\n${"wide ".repeat(90)}\n\`\`\``,
    );
    for (let n = 0; n < 12; n += 1) await say(bram, room, `After the wide one ${n}`);
    // Without news it opens at its end.
    await call(ana, "messages.markRoomRead", { room_id: room.id });
    const page = await reader(people, room);
    let looks = 0;
    for (let step = 0; step < 12; step += 1) {
      await wheel(page, -130);
      const { shown, clear, covered } = await coveredAcross(page);
      expect([clear, covered]).toEqual([false, []]);
      if (shown) looks += 1;
    }
    expect(looks).toBeGreaterThan(6);
  },
);

journey(
  "long code scrolls inside itself, down and across, and neither the room nor the page with it",
  async ({ people }) => {
    const { bram, room } = await longRoom(3);
    const code = Array.from({ length: 90 }, (_, n) => `const line${n} = "${"wide ".repeat(60)}";`).join("\n");
    await say(bram, room, `\`\`\`ts\n${code}\n\`\`\``);
    const page = await reader(people, room);
    const box = log(page).locator("pre").last();
    await box.waitFor();
    const sizes = await box.evaluate((pre) => ({
      high: pre.clientHeight,
      inside: [pre.scrollHeight > pre.clientHeight, pre.scrollWidth > pre.clientWidth],
      sideways: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    }));
    expect(sizes.high).toBeLessThanOrEqual(420);
    expect([sizes.inside, sizes.sideways]).toEqual([[true, true], false]);
    const before = await log(page).evaluate((each) => each.scrollTop);
    await box.hover();
    await page.mouse.wheel(0, 300);
    await page.mouse.wheel(200, 0);
    await expect.poll(() => box.evaluate((pre) => [pre.scrollTop > 0, pre.scrollLeft > 0])).toEqual([true, true]);
    await rest(page);
    expect(await log(page).evaluate((each) => each.scrollTop)).toBe(before);
  },
);
