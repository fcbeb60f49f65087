import type { Page } from "playwright";
import { expect } from "vitest";
import { still, violations } from "./support/axe.ts";
import { journey } from "./support/people.ts";
import { alive, live, message, row } from "./support/screen.ts";
import { makeRoom, say, signInByForm } from "./support/world.ts";

const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  ...still,
} as const;

/** A finger that rests until `opened` is there, and is lifted then. */
async function press(page: Page, at: { x: number; y: number }, opened: () => Promise<unknown>): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchEnd", touchPoints: { x: number; y: number }[]) =>
    cdp.send("Input.dispatchTouchEvent", { type, touchPoints });
  await touch("touchStart", [at]);
  await opened();
  await touch("touchEnd", []);
}

const shownTip = (page: Page) => page.getByRole("tooltip").filter({ visible: true }).count();

async function inRoom(page: Page, words: string) {
  const box = await message(page, words).first().boundingBox();
  return { x: (box?.x ?? 0) + 180, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
}

async function withRoom(purpose: string) {
  const [bram, ana] = [await signInByForm("bram"), await signInByForm("ana")];
  const room = await makeRoom([bram, ana], purpose);
  await say(bram, room, "hold a finger on this");
  return room;
}

journey("a finger that rests on a message opens what one can do with it, and no tooltip", async ({ people }) => {
  const room = await withRoom("press");
  const { page } = await people.signIn("Ana de Vries", { ...phone, at: room.path });
  await alive(page);
  const menu = page.getByRole("menu");
  await press(page, await inRoom(page, "hold a finger"), () => menu.waitFor());
  await expect
    .poll(() => menu.getByRole("menuitem").allTextContents())
    .toEqual(expect.arrayContaining([expect.stringMatching(/^Reply/), expect.stringMatching(/^Report/)]));
  // Lifting the finger chose nothing, though the sheet came up under it.
  await expect.poll(() => menu.count()).toBe(1);
  expect(await violations(page)).toEqual([]);
  expect(await shownTip(page)).toBe(0);
  const bottom = () => menu.evaluate((sheet) => window.innerHeight - sheet.getBoundingClientRect().bottom);
  await expect.poll(bottom).toBeLessThanOrEqual(1);
  await menu.getByRole("menuitem", { name: /^Reply$/ }).tap();
  await page.getByText(/^Reply to Bram Okafor/).waitFor();
  expect(await shownTip(page)).toBe(0);
});

journey("a message is reported on a phone, whole and without sideways scroll", async ({ people }) => {
  const room = await withRoom("reported");
  const { page } = await people.signIn("Ana de Vries", { ...phone, at: room.path });
  await alive(page);
  const menu = page.getByRole("menu");
  await press(page, await inRoom(page, "hold a finger"), () => menu.waitFor());
  await menu.getByRole("menuitem", { name: /^Report/ }).tap();
  const dialog = page.getByRole("dialog", { name: "Report this message of Bram Okafor?" });
  await dialog.waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await dialog.getByRole("button", { name: "Report message" }).tap();
  await dialog.getByText("Choose a reason.").waitFor();
  await dialog.getByRole("radio").first().tap();
  const act = await dialog.getByRole("button", { name: "Report message" }).boundingBox();
  expect(act?.height ?? 0).toBeGreaterThanOrEqual(44);
  await dialog.getByRole("button", { name: "Report message" }).tap();
  await page.getByText("The admins were told").waitFor();
});

journey("a finger that rests on a row of the list opens what one can do with the room", async ({ people }) => {
  const room = await withRoom("rowpress");
  const { page } = await people.signIn("Ana de Vries", phone);
  await live(page);
  const back = page.getByRole("link", { name: "Back to your rooms" });
  await back.or(row(page, room)).filter({ visible: true }).first().waitFor();
  if (await back.isVisible()) await back.tap();
  await row(page, room).scrollIntoViewIfNeeded();
  const box = await row(page, room).boundingBox();
  const menu = page.getByRole("menu");
  await press(page, { x: (box?.x ?? 0) + 120, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 }, () => menu.waitFor());
  await menu.getByRole("menuitem", { name: "Add to favourites" }).waitFor();
  expect(new URL(page.url()).pathname).not.toBe(room.path);
  expect(await violations(page)).toEqual([]);
  await menu.getByRole("menuitem", { name: "Add to favourites" }).tap();
  await menu.waitFor({ state: "detached" });
  expect(await shownTip(page)).toBe(0);
  await row(page, room).tap();
  await alive(page);
});

journey("no tooltip ever comes from a finger, however long it rests on a control", async ({ people }) => {
  const room = await withRoom("tips");
  const { page } = await people.signIn("Ana de Vries", { ...phone, at: room.path });
  await alive(page);
  const cdp = await page.context().newCDPSession(page);
  for (const label of ["Emoji", "Formatting", "Show who is here"]) {
    const control = page.getByRole("button", { name: label }).filter({ visible: true }).first();
    if ((await control.count()) === 0) continue;
    const box = await control.boundingBox();
    const at = { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
    await cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at] });
    // Longer than a pointer would have to rest: a tooltip that came would be noted.
    const came = await page.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          const until = performance.now() + 900;
          const look = () => {
            if (document.querySelector('[role="tooltip"]:popover-open')) resolve(true);
            else if (performance.now() > until) resolve(false);
            else requestAnimationFrame(look);
          };
          look();
        }),
    );
    await cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    expect(came, label).toBe(false);
    await page.keyboard.press("Escape");
  }
});
