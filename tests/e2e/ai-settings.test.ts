import type { Page } from "playwright";
import { expect, inject } from "vitest";
import { still, violations } from "./support/axe.ts";
import { attempt, originOf } from "./support/http.ts";
import { journey } from "./support/people.ts";
import { alive, live } from "./support/screen.ts";
import { linden, makeRoom, signInByForm } from "./support/world.ts";

const origin = () => originOf({ host: linden, port: inject("port") });
const dialog = (page: Page) => page.getByRole("dialog");
const members = (page: Page) => page.getByRole("complementary", { name: "Members" });
const name = `Nova ${Math.random().toString(36).slice(2, 7).replace(/\d/g, "x")}`;
const localId = name.toLowerCase().replace(" ", "-");

async function fromRoomMenu(page: Page, entry: string): Promise<void> {
  await page.getByRole("button", { name: "More about this room", exact: true }).click();
  await page.getByRole("menuitem", { name: entry }).click();
}

async function openAiSettings(page: Page): Promise<void> {
  await fromRoomMenu(page, "Room settings");
  await page.getByRole("button", { name: "Open AI settings" }).click();
  await dialog(page).getByRole("region", { name }).waitFor();
}

journey("an admin makes an AI, a room takes it in, says when it answers, and lets it go", async ({ people }) => {
  const [anaElsewhere, bramElsewhere] = [await signInByForm("ana"), await signInByForm("bram")];
  const room = await makeRoom([anaElsewhere, bramElsewhere], "helped");
  const ana = await people.signIn("Ana de Vries", { at: "/admin/ai", ...still });
  await live(ana.page);
  await ana.page.getByRole("link", { name: /^Mira/ }).waitFor();
  expect(await violations(ana.page)).toEqual([]);
  await ana.page.getByRole("link", { name: "New assistant" }).click();
  await ana.page.getByRole("textbox", { name: "Name", exact: true }).fill("Bram Okafor");
  await ana.page.getByRole("textbox", { name: "Short name" }).fill(localId);
  await ana.page.getByRole("textbox", { name: "Prompt" }).fill("You help with the launch.");
  await ana.page.getByRole("button", { name: /^Make assistant/ }).click();
  await ana.page.getByText("A person here has a name that looks like this one.").waitFor();
  ana.record.expectFault(/status of 409/);
  await ana.page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await ana.page.getByRole("button", { name: /^Make assistant/ }).click();
  await ana.page.waitForURL(/\/admin\/ai\/[0-9a-f-]{36}$/);
  await ana.page.getByRole("button", { name: /^Turn off/ }).waitFor();
  expect(await violations(ana.page)).toEqual([]);

  await ana.page.goto(`${origin()}${room.path}`);
  await alive(ana.page);
  await fromRoomMenu(ana.page, "Invite people");
  await dialog(ana.page).getByRole("textbox", { name: "People and AI assistants" }).fill(name);
  await dialog(ana.page)
    .getByRole("button", { name: new RegExp(name) })
    .click();
  await ana.page.getByText(`${name} joined #${room.name}`).first().waitFor();
  await dialog(ana.page).getByRole("button", { name: "Done" }).click();

  await openAiSettings(ana.page);
  await dialog(ana.page)
    .getByRole("button", { name: `When ${name} answers, After every message` })
    .click();
  await ana.page.getByRole("menuitemradio", { name: "When mentioned" }).click();
  await dialog(ana.page)
    .getByRole("button", { name: `When ${name} answers, When mentioned` })
    .waitFor();
  expect(await violations(ana.page)).toEqual([]);
  await ana.page.keyboard.press("Escape");

  const bram = await people.signIn("Bram Okafor", { at: room.path, ...still });
  bram.record.expectFault(/status of 40[34]/);
  await alive(bram.page);
  await openAiSettings(bram.page);
  const choice = dialog(bram.page).getByRole("button", { name: `When ${name} answers, When mentioned` });
  await expect.poll(() => choice.getAttribute("aria-description")).toBe("Needs power level 50. You have 0.");
  const asked = { room_id: room.id, participant_id: null, mode: "always" };
  expect(await attempt(bramElsewhere, "ai.setEngagement", asked)).toMatchObject({ code: "SW_ROOM_FORBIDDEN" });
  const made = { local_id: "bots", display_name: "Bots" };
  expect(await attempt(bramElsewhere, "aiAdmin.create", made)).toMatchObject({
    code: "SW_AUTH_INSUFFICIENT_PERMISSION",
  });
  await bram.page.goto(`${origin()}/admin/ai`);
  await bram.page.getByRole("heading", { level: 1 }).waitFor();
  expect(await bram.page.getByRole("link", { name: "New assistant" }).count()).toBe(0);

  await ana.page.getByRole("button", { name: "Show who is here" }).first().click();
  await members(ana.page)
    .getByRole("button", { name: `${name}, AI assistant, answers when mentioned` })
    .waitFor();
  await members(ana.page)
    .getByRole("button", { name: `More about ${name}` })
    .click();
  await ana.page.getByRole("menuitem", { name: "Change role" }).click();
  await dialog(ana.page)
    .getByRole("radio", { name: /Moderator/ })
    .check();
  await dialog(ana.page)
    .getByRole("button", { name: /^Change role/ })
    .click();
  await members(ana.page).getByText("Moderator", { exact: true }).waitFor();
  await members(ana.page)
    .getByRole("button", { name: `More about ${name}` })
    .click();
  await ana.page.getByRole("menuitem", { name: "Remove from room" }).click();
  await dialog(ana.page)
    .getByRole("button", { name: /^Remove/ })
    .click();
  await members(ana.page)
    .getByRole("button", { name: `More about ${name}` })
    .waitFor({ state: "detached" });
});
