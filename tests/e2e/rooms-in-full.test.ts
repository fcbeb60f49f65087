import type { Locator, Page } from "playwright";
import { expect, inject } from "vitest";
import { appearanceCookie } from "../../src/client/shell/appearance.ts";
import { still, violations } from "./support/axe.ts";
import { watchFor } from "./support/canaries.ts";
import { call, originOf } from "./support/http.ts";
import { journey } from "./support/people.ts";
import { alive, composer, live, message, openRoom, row, write } from "./support/screen.ts";
import { linden, makeRoom, signInByForm } from "./support/world.ts";

const origin = () => originOf({ host: linden, port: inject("port") });
const members = (page: Page) => page.getByRole("complementary", { name: "Members" });
const dialog = (page: Page) => page.getByRole("dialog");

async function fromMenu(page: Page, button: string, entry: string): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.getByRole("menuitem", { name: entry }).click();
}

const inRoomMenu = (page: Page, entry: string) => fromMenu(page, "More about this room", entry);

/** Gives the room an address and makes a link that leads into it, as a person does. */
async function openTheDoor(page: Page, alias: string): Promise<string> {
  await inRoomMenu(page, "Room settings");
  await page.getByRole("textbox", { name: "Address" }).fill(alias);
  await page.getByRole("button", { name: "Save address" }).click();
  await dialog(page).getByText("Saved").waitFor();
  await page.keyboard.press("Escape");
  await inRoomMenu(page, "Invite people");
  await page.getByRole("tab", { name: "Link" }).click();
  await page.getByRole("button", { name: /^Make a link/ }).click();
  const link = await page.getByRole("textbox", { name: "Your new link" }).inputValue();
  await page.getByRole("button", { name: "Done" }).click();
  const value = new URL(link).pathname.split("/").at(-1) ?? "";
  await watchFor({ name: "the secret of an invitation link", value, mayBeIn: ({ kind }) => !kind.startsWith("frame") });
  return link;
}

journey("who knocks is let in, and who is banned comes back by no link until the ban is lifted", async ({ people }) => {
  const room = await makeRoom([await signInByForm("ana"), await signInByForm("bram")], "door");
  const ana = await people.signIn("Ana de Vries", { at: room.path });
  const bram = await people.signIn("Bram Okafor", { at: room.path });
  const chloe = await people.signIn("Chloé Martin");
  // A room that one may not see is not found, and so is a link that lets nobody in.
  chloe.record.expectFault(/status of 404/);
  await alive(ana.page);
  await alive(bram.page);
  await live(chloe.page);
  const link = await openTheDoor(ana.page, room.name);

  await chloe.page.goto(`${origin()}/r/${room.name}`);
  await chloe.page.getByRole("textbox", { name: "What should they know?" }).fill("I write the minutes");
  await live(chloe.page);
  await chloe.page.getByRole("button", { name: /^Ask to come in/ }).click();
  await chloe.page.getByRole("heading", { name: "Your request was sent" }).waitFor();

  await ana.page.getByRole("button", { name: "Show who is here" }).first().click();
  await members(ana.page).getByText("I write the minutes").waitFor();
  await members(ana.page).getByRole("button", { name: "Let in Chloé Martin" }).click();
  await row(chloe.page, room).click();
  await composer(chloe.page).waitFor();
  await write(chloe.page, "thank you for letting me in");
  await message(bram.page, "thank you for letting me in").waitFor();

  await bram.page.getByRole("button", { name: "Show who is here" }).first().click();
  await members(bram.page).getByRole("button", { name: "More about Chloé Martin" }).click();
  const forBram = bram.page.getByRole("menuitem", { name: "Ban from room" });
  await expect.poll(() => forBram.getAttribute("aria-description")).toBe("Needs power level 50. You have 0.");

  await members(ana.page).getByRole("button", { name: "More about Chloé Martin" }).click();
  await ana.page.getByRole("menuitem", { name: "Ban from room" }).click();
  await dialog(ana.page).getByRole("textbox", { name: "Reason" }).fill("wrong minutes");
  await dialog(ana.page).getByRole("button", { name: "Ban from room" }).click();
  await row(chloe.page, room).waitFor({ state: "detached" });

  await follow(chloe.page, link);
  await chloe.page.getByRole("heading", { name: "This invitation link doesn't work" }).waitFor();
  expect(await joining(chloe.page).count()).toBe(0);
  expect(await chloe.page.content()).not.toContain(room.name);

  await members(ana.page)
    .getByRole("button", { name: /^Banned/ })
    .click();
  await members(ana.page)
    .getByRole("button", { name: /^Unban Chloé Martin/ })
    .click();
  await members(ana.page)
    .getByRole("button", { name: /^Banned/ })
    .waitFor({ state: "detached" });
  await follow(chloe.page, link);
  await joining(chloe.page).click();
  await composer(chloe.page).waitFor();
  await message(chloe.page, "thank you for letting me in").waitFor();
});

async function follow(page: Page, link: string): Promise<void> {
  await page.goto(link.replace(/^https?:\/\/[^/]+/, origin()));
  await live(page);
}

function joining(page: Page): Locator {
  return page.getByRole("button", { name: /^Join the room/ });
}

journey("an archived room is read, not written in, and its admin opens it again", async ({ people }) => {
  const [anaElsewhere, bramElsewhere] = [await signInByForm("ana"), await signInByForm("bram")];
  const room = await makeRoom([anaElsewhere, bramElsewhere], "shelf");
  const ana = await people.signIn("Ana de Vries", { at: room.path });
  const bram = await people.signIn("Bram Okafor", { at: room.path });
  await alive(ana.page);
  await alive(bram.page);
  await write(ana.page, "before the shelf");
  await message(bram.page, "before the shelf").waitFor();

  await inRoomMenu(ana.page, "Archive room");
  await dialog(ana.page)
    .getByText(/an admin can restore the room/)
    .waitFor();
  await dialog(ana.page).getByRole("button", { name: "Archive room" }).click();

  await bram.page.getByText("This room is archived. Nothing new can be written here.").waitFor();
  await expect.poll(() => composer(bram.page).count()).toBe(0);
  await expect.poll(() => message(bram.page, "before the shelf").count()).toBe(1);
  const restore = bram.page.getByRole("button", { name: /^Restore room/ });
  await expect.poll(() => restore.getAttribute("aria-description")).toBe("Needs power level 100. You have 0.");

  await ana.page.getByRole("button", { name: "New", exact: true }).click();
  await ana.page.getByRole("menuitem", { name: "Browse public rooms" }).click();
  await ana.page.getByRole("button", { name: "Archived rooms" }).click();
  await dialog(ana.page)
    .getByRole("button", { name: `Restore ${room.name}` })
    .click();
  await composer(bram.page).waitFor();
  await write(bram.page, "after the shelf");
  await message(ana.page, "after the shelf").waitFor();
});

journey("a deleted room is gone for everyone, once its name was typed", async ({ people }) => {
  const room = await makeRoom([await signInByForm("ana"), await signInByForm("bram")], "gone");
  const ana = await people.signIn("Ana de Vries", { at: room.path });
  const bram = await people.signIn("Bram Okafor", { at: room.path });
  bram.record.expectFault(/status of 404/);
  ana.record.expectFault(/status of 404/);
  await alive(ana.page);
  await alive(bram.page);
  await inRoomMenu(ana.page, "Delete room");
  await dialog(ana.page).getByRole("button", { name: "Delete room" }).click();
  await dialog(ana.page).getByRole("alert").waitFor();
  await dialog(ana.page).getByRole("textbox").fill(room.name);
  await dialog(ana.page).getByRole("button", { name: "Delete room" }).click();
  await row(bram.page, room).waitFor({ state: "detached" });
  await row(ana.page, room).waitFor({ state: "detached" });
});

for (const theme of ["light", "dark"] as const) {
  journey(`axe finds nothing in what one can do with a room, ${theme}`, async ({ people }) => {
    const [ana, bram] = [await signInByForm("ana"), await signInByForm("bram")];
    const room = await makeRoom([ana, bram], "axe-rooms");
    const { page, context, record } = await people.signIn("Ana de Vries", { ...still, colorScheme: theme });
    record.expectFault(/status of 404/);
    await context.addCookies([{ name: appearanceCookie, value: `${theme}.comfortable.normal`, url: origin() }]);
    await openRoom(page, room);
    const found: string[] = [];
    const look = async (name: string) =>
      found.push(...(await violations(page)).map((violation) => `${name}: ${violation}`));
    const layers: readonly (readonly [string, () => Promise<void>])[] = [
      ["settings", () => inRoomMenu(page, "Room settings")],
      ["archiving", () => inRoomMenu(page, "Archive room")],
      ["closing", () => inRoomMenu(page, "Close for good")],
      ["deleting", () => inRoomMenu(page, "Delete room")],
      ["a link", () => inRoomMenu(page, "Invite people").then(() => page.getByRole("tab", { name: "Link" }).click())],
      ["a mail", () => inRoomMenu(page, "Invite people").then(() => page.getByRole("tab", { name: "Mail" }).click())],
    ];
    for (const [name, open] of layers) {
      await open();
      await dialog(page).waitFor();
      await look(name);
      await page.keyboard.press("Escape");
      await dialog(page).waitFor({ state: "detached" });
    }
    await page.getByRole("button", { name: "Show who is here" }).first().click();
    await members(page).getByRole("button", { name: "More about Bram Okafor" }).click();
    await page.getByRole("menuitem", { name: "Change role" }).click();
    await dialog(page).waitFor();
    await look("a role");
    await page.keyboard.press("Escape");
    await call(ana, "rooms.archive", { room_id: room.id });
    await page.getByRole("button", { name: /^Restore room/ }).waitFor();
    await look("an archived room");
    for (const path of ["/r/no-such-room", "/join/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]) {
      await page.goto(`${origin()}${path}`);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await look(path);
    }
    expect(found).toEqual([]);
  });
}
