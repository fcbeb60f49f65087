import { expect } from "vitest";
import { chip, editor, makeNote, openNote, written } from "../support/notes.ts";
import type { Proof } from "./proof.ts";

/** Each goes on from where the one before it left the note of Bram. */
export const inNote: Record<string, Proof> = {
  "note-edit": async ({ page, bram }) => {
    await openNote(page, await makeNote(bram, "keys", "the line of the keys\n"));
    await page.keyboard.press("e");
    await editor(page).waitFor();
    await chip(page, /^Saved$/).waitFor();
  },
  "note-todo": async ({ page }) => {
    await editor(page).focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => editor(page).getByRole("checkbox").count()).toBeGreaterThan(0);
  },
  "note-link": async ({ page }) => {
    await page.keyboard.press("Control+End");
    await page.keyboard.type("[[");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Backspace");
    await expect.poll(() => written(page)).not.toContain("[[");
  },
  "note-cell": async ({ page }) => {
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Enter");
    await page.keyboard.type("| a | b |");
    await page.keyboard.press("Enter");
    await page.keyboard.type("| - | - |");
    await page.keyboard.press("Tab");
    await page.keyboard.type("one");
    await page.keyboard.press("Tab");
    await page.keyboard.type("two");
    await expect.poll(() => written(page)).toContain("| one | two");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.type("!");
    await expect.poll(() => written(page)).toContain("| one!");
  },
  "note-panel": async ({ page }) => {
    const panel = page.getByRole("complementary", { name: "Outline and links" });
    await page.keyboard.press("Control+.");
    await panel.waitFor();
    await page.keyboard.press("Control+.");
    await panel.waitFor({ state: "detached" });
  },
  "note-read": async ({ page }) => {
    await editor(page).focus();
    await page.keyboard.press("Escape");
    await editor(page).waitFor({ state: "detached" });
    await page.getByRole("article").getByText("the line of the keys").waitFor();
  },
};
