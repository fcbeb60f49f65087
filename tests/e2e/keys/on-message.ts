import { expect } from "vitest";
import { thread } from "../support/screen.ts";
import { dialog, focused, onNewest, type Proof, shut } from "./proof.ts";

export const onMessage: Record<string, Proof> = {
  walk: async ({ page }) => {
    await onNewest(page, "the second of Bram");
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => focused(page)).toContain("my own words");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => focused(page)).toContain("the second of Bram");
  },
  verbs: async ({ page }) => {
    await onNewest(page, "the first of Bram");
    await page.keyboard.press("Enter");
    await page.getByRole("menu").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
  },
  "reply-to": async ({ page }) => {
    await onNewest(page, "the first of Bram");
    await page.keyboard.press("r");
    await page.getByText(/^Reply to Bram.*the first/).waitFor();
    await page.keyboard.press("Escape");
  },
  thread: async ({ page }) => {
    await onNewest(page, "the first of Bram");
    await page.keyboard.press("t");
    await thread(page).getByRole("textbox").waitFor();
    await page.keyboard.press("Escape");
    await thread(page).waitFor({ state: "detached" });
  },
  "edit-it": async ({ page }) => {
    await onNewest(page, "my own words");
    await page.keyboard.press("e");
    await page.getByRole("button", { name: "Save" }).waitFor();
    await page.keyboard.press("Escape");
  },
  "react-to": async ({ page }) => {
    await onNewest(page, "the first of Bram");
    await page.keyboard.press("+");
    await dialog(page, /emoji/i).waitFor();
    await shut(page, /emoji/i);
  },
  unread: async ({ page }) => {
    await onNewest(page, "the second of Bram");
    await page.keyboard.press("u");
    await page.getByText("New", { exact: true }).waitFor();
  },
  forward: async ({ page }) => {
    await onNewest(page, "the first of Bram");
    await page.keyboard.press("f");
    await dialog(page, /Forward/).waitFor();
    await shut(page, /Forward/);
  },
};
