import { expect } from "vitest";
import { call } from "../support/http.ts";
import { openRoom } from "../support/screen.ts";
import { say, signInByForm } from "../support/world.ts";
import { at, focused, isWriting, opens, type Proof, standBack, text } from "./proof.ts";

export const single: Record<string, Proof> = {
  "single-walk": async ({ page }) => {
    await standBack(page);
    await page.keyboard.press("k");
    await expect.poll(() => focused(page)).not.toBe("");
    const first = await focused(page);
    await page.keyboard.press("k");
    await expect.poll(() => focused(page)).not.toBe(first);
    await page.keyboard.press("j");
    await expect.poll(() => focused(page)).toBe(first);
  },
  "single-unread": async ({ page, room, other, bram }) => {
    await say(bram, other, "this waits too");
    await page.getByRole("link", { name: new RegExp(`${other.name}, \\d unread`) }).waitFor();
    for (let step = 0; step < 20 && !page.url().includes(other.id); step += 1) {
      const before = page.url();
      await standBack(page);
      await page.keyboard.press("n");
      // A room that has just been opened may take the focus into its field once more: then one stands back again.
      await page.waitForURL((url) => url.href !== before, { timeout: 5_000 }).catch(() => undefined);
    }
    await at(page, other);
    await openRoom(page, room);
  },
  "single-person": async ({ page, room, bram }) => {
    const ana = (await signInByForm("ana")).participantId;
    const direct = await call<{ id: string }>(bram, "rooms.createDm", { participant_id: ana });
    await say(bram, direct, "are you there?");
    await page.getByRole("link", { name: /Bram.*unread/ }).waitFor();
    for (let step = 0; step < 20 && !page.url().includes(direct.id); step += 1) {
      const before = page.url();
      await standBack(page);
      await page.keyboard.press("p");
      // A room that has just been opened may take the focus into its field once more: then one stands back again.
      await page.waitForURL((url) => url.href !== before, { timeout: 5_000 }).catch(() => undefined);
    }
    await openRoom(page, room);
  },
  "single-reply": async ({ page }) => {
    await standBack(page);
    await page.keyboard.press("r");
    await page.getByText(/^Reply to /).waitFor();
    await page.keyboard.press("Escape");
  },
  "single-write": async ({ page }) => {
    await standBack(page);
    await page.keyboard.press("c");
    await isWriting(page);
    await expect.poll(() => text(page)).toBe("");
  },
  "single-dm": async (place) => {
    await standBack(place.page);
    await opens("x", /direct message/i)(place);
  },
  "single-find": async ({ page }) => {
    await standBack(page);
    await page.keyboard.press("/");
    await page.getByRole("combobox").waitFor();
    await page.keyboard.press("Escape");
  },
};
