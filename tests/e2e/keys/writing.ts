import { expect } from "vitest";
import { composer, message } from "../support/screen.ts";
import { empty, marks, type Proof, text } from "./proof.ts";

export const writing: Record<string, Proof> = {
  send: async ({ page }) => {
    await composer(page).fill("sent by a key");
    await page.keyboard.press("Enter");
    await message(page, "sent by a key").waitFor();
  },
  newline: async ({ page }) => {
    await composer(page).fill("one");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("two");
    await expect.poll(() => text(page)).toBe("one\ntwo");
    await empty(page);
  },
  edit: async ({ page }) => {
    await composer(page).focus();
    await page.keyboard.press("ArrowUp");
    await page.getByRole("button", { name: "Save" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Save" }).waitFor({ state: "detached" });
  },
  reply: async ({ page }) => {
    await composer(page).focus();
    await page.keyboard.press("Shift+ArrowUp");
    await page.getByText(/^Reply to Bram/).waitFor();
    await page.keyboard.press("Escape");
  },
  recall: async ({ page }) => {
    await composer(page).fill("to be called back");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+ArrowUp");
    await expect.poll(() => text(page)).toBe("to be called back");
    await empty(page);
  },
  bold: marks("Control+b", "**so**"),
  italic: marks("Control+i", "*so*"),
  strike: marks("Control+Shift+X", "~~so~~"),
  code: async (place) => {
    await marks("Control+Shift+C", "`so`")(place);
    await marks("Control+e", "`so`")(place);
  },
  link: marks("Control+k", "[so]()"),
  indent: async ({ page }) => {
    await composer(page).fill("- item");
    await page.keyboard.press("Tab");
    await expect.poll(() => text(page)).toBe("  - item");
    await page.keyboard.press("Shift+Tab");
    await expect.poll(() => text(page)).toBe("- item");
    await empty(page);
  },
  command: async ({ page }) => {
    await composer(page).focus();
    await page.keyboard.type("/top");
    await page.getByRole("option", { name: /\/topic/ }).waitFor();
    await page.keyboard.press("Escape");
    await empty(page);
  },
};
