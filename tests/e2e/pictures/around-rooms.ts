import { act, live, message, openRoom } from "../support/screen.ts";
import { atPage, dialog, go, menu, named, origin, press, type Scene, withMira, world } from "./stage.ts";

/** Switcher, cards, settings, dialogs, administration, documentation: pictures 13 to 24. */
export const aroundRooms: readonly Scene[] = [
  [
    "13-switcher",
    async ({ page }) => {
      await openRoom(page, world.busy);
      await page.keyboard.press("Control+k");
      await page.getByRole("option").first().waitFor();
    },
  ],
  [
    "13-switcher-found",
    async ({ page }) => {
      await openRoom(page, world.busy);
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox").fill("p");
      await page.getByRole("option").first().waitFor();
    },
  ],
  [
    "13-switcher-nothing",
    async ({ page }) => {
      await openRoom(page, world.busy);
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox").fill("zebra crossing");
      await page
        .getByText(/Nothing/)
        .first()
        .waitFor();
    },
  ],
  [
    "14-card-of-a-person",
    async ({ page }) => {
      await openRoom(page, world.busy);
      await message(page, "Translations are in").getByRole("button", { name: /Chlo/ }).first().click();
      await page.getByRole("dialog").waitFor();
    },
  ],
  [
    "14-card-of-an-ai",
    async ({ page, form, theme }) => {
      const room = await withMira(`card-${form}-${theme}`);
      await page.goto(`${origin()}${room.path}?panel=members`);
      await live(page);
      await page.getByRole("complementary").getByRole("button", { name: /^Mira/ }).first().click();
      await page.getByRole("dialog").waitFor();
    },
  ],
  atPage("19-preferences", "/you/preferences"),
  atPage("19-security", "/you/security"),
  atPage("19-ai-preferences", "/you/ai"),
  [
    "19-room-settings",
    async ({ page }) => {
      await openRoom(page, world.busy);
      await menu(page, "More about this room", "Room settings");
      await dialog(page).waitFor();
    },
  ],
  [
    "20-empty-room",
    async ({ page, form, theme }) => {
      await openRoom(page, await named([world.ana], `new-${form}-${theme}`, ""));
    },
  ],
  [
    "20-empty-states",
    async ({ page }) => {
      await go(page, "/dev/ui");
      await page
        .locator("#pages, #layout, #states")
        .first()
        .evaluate((section) => section.scrollIntoView());
    },
  ],
  [
    "21-new-room",
    async ({ page }) => {
      await openRoom(page, world.busy);
      if (await page.getByRole("link", { name: "Back to your rooms" }).isVisible())
        await page.getByRole("link", { name: "Back to your rooms" }).click();
      await menu(page, "New", "New room");
      await dialog(page).waitFor();
    },
  ],
  [
    "21-invite",
    async ({ page }) => {
      await openRoom(page, world.busy);
      await menu(page, "More about this room", "Invite people");
      await dialog(page).waitFor();
    },
  ],
  [
    "21-report",
    async ({ page, form }) => {
      await openRoom(page, world.busy);
      await message(page, "Translations are in").waitFor();
      if (form === "phone") {
        await press(page, "Translations are in");
        await page.getByRole("menuitem", { name: /^Report/ }).tap();
      } else await act(page, "Translations are in", /^Report/);
      await dialog(page).waitFor();
    },
  ],
  [
    "21-room-list",
    ({ page, form }) => (form === "phone" ? go(page, world.busy.path.replace(/\/r\/.*/, "")) : go(page, "/")),
  ],
  atPage("22-admin-people", "/admin/people"),
  atPage("22-admin-ai", "/admin/ai"),
  atPage("22-admin-audit", "/admin/audit"),
  atPage("23-docs", "/docs"),
  atPage("24-not-found", "/no/such/page"),
];
