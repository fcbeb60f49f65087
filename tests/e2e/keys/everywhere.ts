import { expect } from "vitest";
import { alive, composer, openRoom } from "../support/screen.ts";
import { say, signInByForm } from "../support/world.ts";
import { at, dialog, isWriting, opens, type Proof, shut, standBack } from "./proof.ts";

export const everywhere: Record<string, Proof> = {
  switcher: async ({ page }) => {
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("combobox").waitFor({ state: "detached" });
  },
  "start-dm": opens("Control+Shift+K", /direct message/i),
  room: async ({ page, room }) => {
    const before = page.url();
    await page.keyboard.press("Alt+ArrowDown");
    await page.waitForURL((url) => url.href !== before);
    await page.keyboard.press("Alt+ArrowUp");
    await at(page, room);
    await alive(page);
  },
  "unread-room": async ({ page, room, other, bram }) => {
    await say(bram, other, "this waits");
    await page.getByRole("link", { name: new RegExp(`${other.name}, 1 unread`) }).waitFor();
    for (let step = 0; step < 20 && !page.url().includes(other.id); step += 1) {
      const before = page.url();
      await page.keyboard.press("Alt+Shift+ArrowDown");
      await page.waitForURL((url) => url.href !== before);
    }
    await at(page, other);
    await openRoom(page, room);
  },
  back: async ({ page, room, other }) => {
    await openRoom(page, room);
    await page.getByRole("link", { name: new RegExp(`^${other.name}`) }).click();
    await at(page, other);
    await page.keyboard.press("Alt+ArrowLeft");
    await at(page, room);
    await page.keyboard.press("Alt+ArrowRight");
    await at(page, other);
    await page.keyboard.press("Meta+[");
    await at(page, room);
    await alive(page);
  },
  mentions: async ({ page, room, bram }) => {
    const ana = (await signInByForm("ana")).participantId;
    await say(bram, room, "@ana this is for you", { mentions: [ana] });
    await page.keyboard.press("Control+Shift+M");
    await dialog(page, /Recent mentions/)
      .getByRole("link", { name: /this is for you/ })
      .first()
      .waitFor();
    await shut(page, /Recent mentions/);
  },
  write: async ({ page }) => {
    await standBack(page);
    await page.keyboard.press("Control+Shift+L");
    await isWriting(page);
  },
  preferences: async ({ page, room }) => {
    await page.keyboard.press("Control+Shift+A");
    await page.waitForURL((url) => url.pathname === "/you/preferences");
    await openRoom(page, room);
  },
  react: async ({ page }) => {
    await page.keyboard.press("Control+Shift+Backslash");
    await dialog(page, /emoji/i).waitFor();
    await shut(page, /emoji/i);
  },
  panel: async ({ page }) => {
    await page.keyboard.press("Control+.");
    await page.getByRole("complementary", { name: "Members" }).waitFor();
    await page.keyboard.press("Control+.");
    await page.getByRole("complementary").waitFor({ state: "detached" });
  },
  wide: async ({ page }) => {
    await page.keyboard.press("Control+.");
    const panel = page.getByRole("complementary", { name: "Members" });
    const width = async () => Math.round((await panel.boundingBox())?.width ?? 0);
    const before = await width();
    await page.keyboard.press("Control+Shift+.");
    await expect.poll(width).toBeGreaterThan(before);
    await page.keyboard.press("Control+Shift+.");
    await expect.poll(width).toBe(before);
    await page.keyboard.press("Control+.");
  },
  region: async ({ page }) => {
    await composer(page).focus();
    for (const part of ["#rail", "#sidebar"]) {
      await page.keyboard.press("F6");
      await expect.poll(() => page.evaluate((at) => document.activeElement?.closest(at) != null, part)).toBe(true);
    }
    await page.keyboard.press("Shift+F6");
    await page.keyboard.press("Shift+F6");
    await isWriting(page);
  },
  shortcuts: async ({ page }) => {
    await page.keyboard.press("Control+/");
    await dialog(page, /Keyboard shortcuts/).waitFor();
    await shut(page, /Keyboard shortcuts/);
    await standBack(page);
    await page.keyboard.press("?");
    await dialog(page, /Keyboard shortcuts/).waitFor();
    await shut(page, /Keyboard shortcuts/);
  },
  "mark-read": async ({ page }) => {
    await composer(page).focus();
    await page.keyboard.press("Shift+Escape");
    await dialog(page, /Mark as read/).waitFor();
    await page.keyboard.press("Enter");
    await page
      .getByText(/^Marked \d+ rooms? as read|^Everything is read already/)
      .first()
      .waitFor();
  },
  escape: async ({ page, bram, room }) => {
    for (let line = 0; line < 12; line += 1) await say(bram, room, `${"a tall message\n\n".repeat(5)}${line}`);
    await expect
      .poll(() => page.getByRole("log").evaluate((box) => box.scrollHeight > box.clientHeight * 2))
      .toBe(true);
    await page.getByRole("log").hover();
    await page.mouse.wheel(0, -3_000);
    await page
      .getByRole("button", { name: /Newest|new/ })
      .first()
      .waitFor();
    await composer(page).focus();
    await page.keyboard.press("Escape");
    await expect
      .poll(() => page.getByRole("log").evaluate((box) => box.scrollHeight - box.clientHeight - box.scrollTop < 4))
      .toBe(true);
  },
};
