import type { Page } from "playwright";
import { expect } from "vitest";
import { journey } from "./support/people.ts";
import { alive, composer, message, row } from "./support/screen.ts";
import { makeRoom, type Room, say, signInByForm } from "./support/world.ts";

async function talkedIn(purpose: string, count: number): Promise<Room> {
  const [bram, ana] = [await signInByForm("bram"), await signInByForm("ana")];
  const room = await makeRoom([bram, ana], purpose);
  for (let n = 1; n <= count; n += 1) await say(ana, room, `Line ${n} of many\n\nwith more to read`);
  return room;
}

const shownLog = (page: Page) => page.getByRole("main").getByRole("log").filter({ visible: true });

journey(
  "a room opens at its divider when one comes from another room, and reads nothing by that",
  async ({ people }) => {
    const bram = await signInByForm("bram");
    const [home, room] = [await talkedIn("home", 1), await talkedIn("unread", 30)];
    const { page } = await people.signIn("Ana de Vries", { at: room.path });
    await alive(page);
    await message(page, "Line 30").waitFor();
    await row(page, room, "$").waitFor();
    await row(page, home).click();
    await message(page, "Line 1 of many").waitFor();
    for (let n = 1; n <= 30; n += 1) await say(bram, room, `New ${n} since\n\nand more`);
    await row(page, room, ", 30 unread").click();
    const divider = page.getByRole("main").getByRole("separator", { name: "New messages" });
    await divider.waitFor();
    await expect
      .poll(() =>
        divider.evaluate((line) => {
          const box = line.closest('[role="log"]')!.getBoundingClientRect();
          const { top } = line.getBoundingClientRect();
          return top >= box.top && top < box.top + box.height / 2;
        }),
      )
      .toBe(true);
    await message(page, "New 1 since").waitFor();
    expect(await message(page, "New 30 since").count()).toBe(0);
    await page.getByRole("button", { name: /↓|new/i }).filter({ visible: true }).first().waitFor();
    await row(page, home).click();
    await row(page, room, ", 30 unread").waitFor();
  },
);

journey("who comes back to a room finds it where it was left, to the pixel", async ({ people }) => {
  const [home, room] = [await talkedIn("away", 1), await talkedIn("memory", 60)];
  const { page } = await people.signIn("Ana de Vries", { at: room.path });
  await alive(page);
  await message(page, "Line 60").waitFor();
  await row(page, room, "$").waitFor();
  await shownLog(page).hover();
  await page.mouse.wheel(0, -1_700);
  const reading = () =>
    shownLog(page).evaluate((box) => {
      const middle = box.getBoundingClientRect().top + box.clientHeight / 2;
      const article = [...box.querySelectorAll("article")].find((each) => each.getBoundingClientRect().bottom > middle);
      return { id: article?.id, top: Math.round(article?.getBoundingClientRect().top ?? 0) };
    });
  const settled = async () => {
    let last = await reading();
    await expect
      .poll(
        async () => {
          const now = await reading();
          const isSame = now.id === last.id && now.top === last.top;
          last = now;
          return isSame;
        },
        { interval: 200 },
      )
      .toBe(true);
    return last;
  };
  const before = await settled();
  expect(before.id).toBeDefined();
  await row(page, home).click();
  await page.waitForURL((url) => url.pathname === home.path);
  await message(page, "Line 1 of many").first().waitFor();
  await page.goBack();
  await page.waitForURL((url) => url.pathname === room.path);
  const after = await settled();
  expect(after.id).toBe(before.id);
  expect(Math.abs(after.top - before.top)).toBeLessThanOrEqual(1);
});

journey("the day of what one reads stays at the top while one scrolls", async ({ people }) => {
  const room = await talkedIn("days", 40);
  const { page } = await people.signIn("Ana de Vries", { at: room.path });
  await alive(page);
  await message(page, "Line 40").waitFor();
  const separators = shownLog(page).locator("xpath=..").locator("time").filter({ hasText: "Today" });
  const top = async () => (await shownLog(page).boundingBox())?.y ?? 0;
  await shownLog(page).hover();
  await page.mouse.wheel(0, -600);
  await expect
    .poll(async () => {
      const limit = (await top()) + 60;
      const boxes = await Promise.all((await separators.all()).map((each) => each.boundingBox()));
      return boxes.some((box) => box !== null && box.y >= limit - 60 && box.y < limit);
    })
    .toBe(true);
});

journey("a row of the list opens in a tab that works, by the middle button and by Ctrl", async ({ people }) => {
  const [home, room] = [await talkedIn("here", 1), await talkedIn("there", 2)];
  const { page, context } = await people.signIn("Ana de Vries", { at: home.path });
  await alive(page);
  for (const options of [{ button: "middle" }, { modifiers: ["Control"] }] as const) {
    const opened = context.waitForEvent("page");
    await row(page, room).click(options as { button: "middle" });
    const tab = await opened;
    await tab.waitForURL((url) => url.pathname === room.path);
    await alive(tab);
    await message(tab, "Line 2 of many").waitFor();
    await composer(tab).fill("words in a new tab");
    await composer(tab).press("Enter");
    await message(tab, "words in a new tab").first().waitFor();
    expect(new URL(page.url()).pathname).toBe(home.path);
    await tab.close();
  }
});

journey("the field is spelled, not filled in, grows to 40 % of the window, and then scrolls", async ({ people }) => {
  const room = await talkedIn("field", 1);
  const { page } = await people.signIn("Ana de Vries", { at: room.path });
  await alive(page);
  const facts = await composer(page).evaluate((field: HTMLTextAreaElement) => ({
    spellcheck: field.spellcheck,
    autocomplete: field.autocomplete,
    autocapitalize: field.autocapitalize,
    lines: field.rows,
  }));
  expect(facts).toEqual({ spellcheck: true, autocomplete: "off", autocapitalize: "sentences", lines: 1 });
  const height = async () => (await composer(page).boundingBox())?.height ?? 0;
  const one = await height();
  await composer(page).fill("a\nb\nc\nd");
  await expect.poll(height).toBeGreaterThan(one * 2);
  await composer(page).fill("line\n".repeat(80));
  await expect.poll(height).toBeGreaterThan(900 * 0.35);
  await expect.poll(height).toBeLessThanOrEqual(900 * 0.4 + 1);
  const scrolls = await composer(page).evaluate((field) => field.scrollHeight > field.clientHeight + 100);
  expect(scrolls).toBe(true);
  await composer(page).fill("");
  await expect.poll(height).toBe(one);
});
