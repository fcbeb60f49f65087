import type { Page } from "playwright";
import { expect } from "vitest";
import type { Session } from "../support/http.ts";
import { composer, message } from "../support/screen.ts";
import type { Room } from "../support/world.ts";

/** What a line of the shortcut sheet promises, done by its keys in a room with two messages of Bram and one of one's own. */
export type Proof = (at: { page: Page; room: Room; other: Room; bram: Session }) => Promise<void>;

export const dialog = (page: Page, name: RegExp) => page.getByRole("dialog", { name });
export const shut = async (page: Page, name: RegExp) => {
  await page.keyboard.press("Escape");
  await dialog(page, name).waitFor({ state: "detached" });
};
export const opens =
  (keys: string, name: RegExp): Proof =>
  async ({ page }) => {
    await page.keyboard.press(keys);
    await dialog(page, name).waitFor();
    await shut(page, name);
  };
export const isWriting = (page: Page) =>
  expect.poll(() => composer(page).evaluate((box) => box === document.activeElement)).toBe(true);
export const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest("article")?.textContent ?? "");
export const text = (page: Page) => composer(page).inputValue();
export const empty = (page: Page) => composer(page).fill("");
export const at = (page: Page, room: Room) => page.waitForURL((url) => url.pathname.endsWith(room.id));
/** Nothing that takes letters has the focus. */
export const standBack = (page: Page) => page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());

export async function onNewest(page: Page, words: string): Promise<void> {
  await message(page, words).first().focus();
  await expect.poll(() => focused(page)).toContain(words);
}

/** Selects the last word of what stands in the field. */
export async function selects(page: Page, words: string, size: number): Promise<void> {
  await composer(page).fill(words);
  for (let step = 0; step < size; step += 1) await page.keyboard.press("Shift+ArrowLeft");
}
export const marks =
  (keys: string, expected: string): Proof =>
  async ({ page }) => {
    await selects(page, "make it so", 2);
    await page.keyboard.press(keys);
    await expect.poll(() => text(page)).toBe(`make it ${expected}`);
    await empty(page);
  };
