import { call } from "../support/http.ts";
import { act, composer, live, message, openRoom } from "../support/screen.ts";
import { say } from "../support/world.ts";
import { ask, dialog, go, named, origin, press, type Scene, withMira, world } from "./stage.ts";

/** First run, rooms, messages, threads, AIs, members: pictures 02 to 12. */
export const inRooms: readonly Scene[] = [
  [
    "02-first-run-step-3",
    async ({ page }) => {
      await call(world.ana, "participants.updatePreferences", { welcomed: false });
      await go(page, "/");
      await live(page);
      await dialog(page).getByRole("button", { name: "Next" }).click();
      await page.getByRole("dialog", { name: "Where does your team work?" }).waitFor();
      await dialog(page).getByRole("button", { name: "Next" }).click();
      await page.getByRole("dialog", { name: "Start your first room" }).waitFor();
      await call(world.ana, "participants.updatePreferences", { welcomed: true });
    },
  ],
  [
    "03-busy-room",
    async ({ page }) => {
      // Not by the name of the field: it is taken in other languages too.
      await go(page, world.busy.path);
      await live(page);
      await message(page, "Translations are in").waitFor();
    },
  ],
  [
    "04-unread-divider",
    async ({ page, form, theme }) => {
      const room = await world.unread(`load-${form}-${theme}`);
      await openRoom(page, room);
      await page.getByRole("separator", { name: "New messages" }).waitFor();
      const log = page.getByRole("main").getByRole("log");
      await log.evaluate((box) => box.scrollBy(0, 400));
      await page.getByRole("button", { name: /new since/ }).waitFor();
      for (const words of ["Run 17, with a cold cache.", "Run 18, with a warm one."])
        await say(world.bram, room, words);
      await page.getByRole("button", { name: /↓/ }).waitFor();
    },
  ],
  [
    "05-list-with-every-state",
    async ({ page }) => {
      await go(page, "/dev/ui");
      await page.locator("#rooms").scrollIntoViewIfNeeded();
      await page.locator("#rooms").evaluate((section) => section.scrollIntoView());
    },
  ],
  [
    "06-bar-of-a-message",
    async ({ page, form }) => {
      await openRoom(page, world.busy);
      if (form === "phone") return press(page, "Translations are in");
      await message(page, "Translations are in").hover();
      await message(page, "Translations are in")
        .getByRole("button", { name: /^Reply$/ })
        .waitFor();
    },
  ],
  [
    "07-pending-failed-removed-offline",
    async ({ page, form, theme }) => {
      const room = await named([world.ana, world.bram], `train-${form}-${theme}`, "On the way");
      const removed = await say(world.bram, room, "wrong room");
      await call(world.bram, "messages.redact", { room_id: room.id, event_id: removed.id, reason: "wrong room" });
      await openRoom(page, room);
      const send = async (words: string) => {
        await composer(page).fill(words);
        await page.getByRole("button", { name: "Send" }).click();
        await message(page, words).waitFor();
      };
      await send("Sent before the tunnel");
      await page.context().setOffline(true);
      await send("Written in the tunnel, and still here");
      await page
        .getByText(/Waiting for the network/)
        .first()
        .waitFor({ timeout: 20_000 });
    },
  ],
  [
    "08-composer-reply-and-completion",
    async ({ page, form }) => {
      const room = await withMira(form === "phone" ? "answers" : "replies");
      await say(world.bram, room, "Can somebody sum this up?");
      await openRoom(page, room);
      await message(page, "Can somebody sum this up?").first().waitFor();
      if (form === "phone") {
        await press(page, "Can somebody sum this up?");
        await page.getByRole("menuitem", { name: /^Reply$/ }).tap();
      } else await act(page, "Can somebody sum this up?", /^Reply$/);
      await composer(page).focus();
      await page.keyboard.type("Yes, with @");
      await page.getByRole("option").first().waitFor();
      await page.mouse.move(0, 0);
    },
  ],
  [
    "08-composer-over-the-limit",
    async ({ page }) => {
      await openRoom(page, world.busy);
      await composer(page).fill("far too many words ".repeat(4_000));
      await page
        .getByText(/Too long|over/i)
        .first()
        .waitFor()
        .catch(() => undefined);
    },
  ],
  [
    "09-thread",
    async ({ page }) => {
      await page.goto(`${origin()}${world.busy.path}?thread=${world.thread}`);
      await page.getByText("And it stays when the pilot is over").first().waitFor();
      await live(page);
    },
  ],
  ["09-threads", ({ page }) => go(page, "/threads")],
  [
    "10-ai-writing",
    async ({ page, form, theme }) => {
      const room = await withMira(`mira-${form}-${theme}`);
      await openRoom(page, room);
      await ask(world.ana, room, "what is 12*37, and 9/4, and 2^10?");
      await page.getByText("444").filter({ visible: true }).first().waitFor({ timeout: 20_000 });
      await page.getByRole("button", { name: /^Stop/ }).first().waitFor({ state: "detached", timeout: 15_000 });
      await ask(world.ana, room, "count to 400");
      await page.getByRole("button", { name: /^Stop/ }).first().waitFor({ timeout: 15_000 });
    },
  ],
  [
    "11-approval",
    async ({ page, form, theme }) => {
      const room = await withMira(`ask-${form}-${theme}`);
      await openRoom(page, room);
      await ask(world.ana, room, "Post in #general: The pilot moved to Friday.");
      await page
        .getByText(/Allow once|Waiting for/)
        .first()
        .waitFor({ timeout: 15_000 });
    },
  ],
  [
    "12-members",
    async ({ page }) => {
      await page.goto(`${origin()}${world.busy.path}?panel=members`);
      await live(page);
      await page.getByRole("complementary", { name: "Members" }).getByText("Bram Okafor").first().waitFor();
    },
  ],
];
