import { randomUUID } from "node:crypto";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appearanceCookie } from "../../src/client/shell/appearance.ts";
import { still, violations } from "./support/axe.ts";
import { watchFor } from "./support/canaries.ts";
import { skipFirstRun } from "./support/first-run.ts";
import { House, type Visitor } from "./support/house.ts";
import { linkMailedTo } from "./support/mailbox.ts";
import { live } from "./support/screen.ts";

/** One production instance with local accounts, from its setup code on: each journey finds what the ones before it left. */
let house: House;
let owner: Visitor;
let zoe: Visitor;

const ownersPassword = `harbour ${randomUUID()}`;

beforeAll(async () => {
  house = await House.open("chat.linden.test");
  await watchFor({ name: "the owner's password", value: ownersPassword, mayBeIn: () => false });
});

afterAll(async () => {
  expect(await house.close()).toEqual([]);
});

async function newPassword(): Promise<string> {
  const value = `bridge ${randomUUID()}`;
  await watchFor({ name: "a password", value, mayBeIn: () => false });
  return value;
}

async function signIn(page: Page, login: string, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Mail address or short name").fill(login);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: /^Sign in/ }).click();
}

const inside = (page: Page) => page.getByRole("navigation", { name: "Rooms" }).waitFor();

async function insideFirst(page: Page): Promise<void> {
  await inside(page);
  await skipFirstRun(page);
}

async function act(name: string, verb: string): Promise<void> {
  await owner.page.goto("/admin/people");
  await live(owner.page);
  await owner.page.getByRole("button", { name: `Actions for ${name}` }).click();
  await owner.page.getByRole("menuitem", { name: new RegExp(`^${verb}`) }).click();
}

/** By a mail that the owner's invitation sends. */
async function invited(name: string, mail: string): Promise<{ visitor: Visitor; password: string }> {
  await owner.page.goto("/admin/people");
  await live(owner.page);
  await owner.page.getByRole("button", { name: "Invite" }).click();
  await owner.page.getByLabel("Mail address").fill(mail);
  await owner.page.getByLabel("Name", { exact: true }).fill(name);
  await owner.page.getByRole("button", { name: /^Send invitation/ }).click();
  await owner.page.getByText(`A mail with a link is on its way to ${mail}`).waitFor();

  const link = await linkMailedTo(house.instance.dataDirectory, mail, /invites you/);
  const visitor = await house.visit(name);
  const password = await newPassword();
  await visitor.page.goto(link);
  await visitor.page.getByRole("heading", { name: `Welcome, ${name}` }).waitFor();
  await visitor.page.getByLabel("Password", { exact: true }).fill(password);
  await visitor.page.getByRole("button", { name: /^Come in/ }).click();
  await insideFirst(visitor.page);
  return { visitor, password };
}

test("the first owner comes in with the setup code, and nobody after them", async () => {
  const code = /which the next start replaces:\s+(\S+)/.exec(house.instance.output)?.[1] ?? "";
  expect(code).not.toBe("");
  owner = await house.visit("Ana");
  const { page } = owner;
  await page.goto("/");
  await page.getByRole("link", { name: /^Set up/ }).click();
  const fill = async (given: string) => {
    await page.getByLabel("Setup code").fill(given);
    await page.getByLabel("Password", { exact: true }).fill(ownersPassword);
    await page.getByRole("button", { name: /^Become the owner/ }).click();
  };
  await page.getByLabel("Mail address").fill("ana@linden.test");
  await page.getByLabel("Your name").fill("Ana de Vries");
  await expect.poll(() => page.getByLabel("Short name").inputValue()).toBe("ana.de.vries");
  await fill("WRONG-CODE");
  await page.getByText("That is not the code").waitFor();
  await expect.poll(() => page.getByLabel("Your name").inputValue()).toBe("Ana de Vries");
  await fill(code);
  await insideFirst(page);

  const late = await house.visit("somebody late");
  await late.page.goto("/setup");
  await late.page.getByRole("heading", { name: "Set up already" }).waitFor();
});

test("someone who is invited by mail chooses a password and is in; the link works once", async () => {
  zoe = (await invited("Zoë van Dam", "zoe@linden.test")).visitor;
  await zoe.page.goto("/you");
  await zoe.page.getByText("@zoe.van.dam · chat.linden.test").waitFor();
  const again = await house.visit("somebody with the old link");
  await again.page.goto(await linkMailedTo(house.instance.dataDirectory, "zoe@linden.test", /invites you/));
  await again.page.getByRole("heading", { name: "This link has ended" }).waitFor();
});

test("someone who is deactivated while connected is shown out within seconds, and in again when reactivated", async () => {
  const { visitor, password } = await invited("Bram Okafor", "bram@linden.test");
  await live(visitor.page);
  visitor.record.expectFault(/status of 401/);
  await act("Bram Okafor", "Deactivate");
  await owner.page
    .getByRole("dialog")
    .getByRole("button", { name: /^Deactivate/ })
    .click();
  await visitor.page.getByText("Signed out elsewhere").first().waitFor();
  await owner.page.getByText(/^Deactivated now/i).waitFor();

  await signIn(visitor.page, "bram.okafor", password);
  await visitor.page.getByRole("alert").waitFor();
  expect(new URL(visitor.page.url()).pathname).toBe("/sign-in");

  await act("Bram Okafor", "Reactivate");
  await owner.page
    .getByRole("dialog")
    .getByRole("button", { name: /^Reactivate/ })
    .click();
  await owner.page.getByText("Bram Okafor can sign in again").waitFor();
  await signIn(visitor.page, "bram.okafor", password);
  await inside(visitor.page);
});

test("the admin area appears and goes with one's role, without a reload", async () => {
  const { visitor } = await invited("Dev Raman", "dev@linden.test");
  const { page } = visitor;
  await page.goto("/you");
  await live(page);
  const way = page.getByRole("link", { name: "Audit log" });
  expect(await way.count()).toBe(0);
  const give = async (role: string) => {
    await act("Dev Raman", "Change role");
    await owner.page.getByRole("radio", { name: new RegExp(`^${role}`) }).check();
    await owner.page
      .getByRole("dialog")
      .getByRole("button", { name: /^Change role/ })
      .click();
    await owner.page.getByText(/^Dev Raman is an? \w+ now$/).waitFor();
  };
  await give("Admin");
  await way.click();
  await page.getByText("Ana de Vries made Dev Raman an admin").waitFor();
  await give("Member");
  await page.getByRole("heading", { name: "Nothing is here" }).waitFor();
  visitor.record.expectFault(/status of 404/);
  expect((await page.goto("/admin"))?.status()).toBe(404);
});

test("who registers by mail signs in, and changing the password shows the other browser out", async () => {
  const page = owner.page;
  await page.goto("/admin/settings");
  await live(page);
  await page.getByRole("radio", { name: /^Everybody/ }).check();
  await page.getByText("Saved").first().waitFor();

  const eva = await house.visit("Eva");
  const first = await newPassword();
  await eva.page.goto("/sign-in");
  await eva.page.getByRole("link", { name: "Create an account" }).click();
  await eva.page.getByLabel("Mail address").fill("eva@elsewhere.test");
  await eva.page.getByRole("button", { name: /^Send me a link/ }).click();
  await eva.page.getByRole("heading", { name: "Look in your mail" }).waitFor();
  await eva.page.goto(await linkMailedTo(house.instance.dataDirectory, "eva@elsewhere.test", /Finish signing up/));
  await eva.page.getByText("eva@elsewhere.test").waitFor();
  await eva.page.getByLabel("Your name").fill("Eva Lindqvist");
  await eva.page.getByLabel("Short name").fill("zoe.van.dam");
  await eva.page.getByLabel("Password", { exact: true }).fill(first);
  await eva.page.getByRole("button", { name: /^Create account/ }).click();
  await eva.page.getByText("Someone here has this short name already").waitFor();
  await eva.page.getByLabel("Short name").fill("eva");
  await eva.page.getByLabel("Password", { exact: true }).fill(first);
  await eva.page.getByRole("button", { name: /^Create account/ }).click();
  await insideFirst(eva.page);

  const other = await house.visit("Eva, elsewhere");
  await signIn(other.page, "eva@elsewhere.test", first);
  await inside(other.page);
  await live(other.page);
  other.record.expectFault(/status of 401/);

  const second = await newPassword();
  await eva.page.goto("/you/security");
  await live(eva.page);
  await expect.poll(() => eva.page.getByText("Chrome on Linux").count()).toBe(2);
  await eva.page.getByRole("button", { name: "Change password" }).click();
  const dialog = eva.page.getByRole("dialog");
  await dialog.getByLabel("Current password").fill(first);
  await dialog.getByLabel("New password").fill(second);
  await dialog.getByRole("button", { name: /^Change password/ }).click();
  await eva.page.getByText("Password changed. 1 other session was signed out.").waitFor();
  await other.page.getByText("Signed out elsewhere").first().waitFor();

  await signIn(other.page, "eva", first);
  await other.page.getByText("That name and password don't match").waitFor();
  await expect.poll(() => other.page.getByLabel("Mail address or short name").inputValue()).toBe("eva");
  await other.page.getByLabel("Password", { exact: true }).fill(second);
  await other.page.getByRole("button", { name: /^Sign in/ }).click();
  await inside(other.page);
});

test("a forgotten password is set anew by mail, without JavaScript too, and shows the other browser out", async () => {
  zoe.record.expectFault(/status of 401/);
  await live(zoe.page);
  const { page } = await house.visit("Zoë, without scripts", { javaScriptEnabled: false });
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByLabel("Mail address").fill("zoe@linden.test");
  await page.getByRole("button", { name: /^Send me a link/ }).click();
  await page.getByRole("heading", { name: "Look in your mail" }).waitFor();
  await page.goto(await linkMailedTo(house.instance.dataDirectory, "zoe@linden.test", /Choose a new password/));
  await page.getByLabel("Password", { exact: true }).fill("password123");
  await page.getByRole("button", { name: /^Change password/ }).click();
  await page.getByText("Too easy to guess").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(await newPassword());
  await page.getByRole("button", { name: /^Change password/ }).click();
  await inside(page);
  await zoe.page.getByText("Signed out elsewhere").first().waitFor();
});

test.for(["light", "dark"] as const)(
  "axe finds nothing at the doors, in settings and in the admin area, %s",
  async (theme) => {
    const cookies = [{ name: appearanceCookie, value: `${theme}.comfortable.normal`, url: house.origin }];
    const found: string[] = [];
    const look = async (page: Page, path: string) => {
      await page.goto(path);
      await page.getByRole("heading").first().waitFor();
      found.push(...(await violations(page)).map((violation) => `${path}: ${violation}`));
    };
    const { page, context } = await house.visit(`a visitor in the ${theme}`, { ...still, colorScheme: theme });
    await context.addCookies(cookies);
    for (const path of [
      "/sign-in",
      "/sign-in?error=SW_AUTH_BAD_CREDENTIALS",
      "/register",
      "/register?notice=mail-sent",
    ])
      await look(page, path);
    for (const path of ["/forgot", "/reset?link=none", "/setup"]) await look(page, path);

    await signIn(page, "ana.de.vries", ownersPassword);
    await inside(page);
    for (const path of ["/you", "/you/security", "/you/tokens"]) await look(page, path);
    for (const path of ["/admin", "/admin/people", "/admin/audit", "/admin/settings"]) await look(page, path);
    const layers: readonly (readonly [string, string | RegExp])[] = [
      ["/you/security", "Change password"],
      ["/you/tokens", "New token"],
      ["/admin/people", "Invite"],
    ];
    for (const [path, button] of layers) {
      await page.goto(path);
      await live(page);
      await page.getByRole("button", { name: button }).click();
      await page.getByRole("dialog").waitFor();
      found.push(...(await violations(page)).map((violation) => `${path}, ${button}: ${violation}`));
    }
    expect(found).toEqual([]);
  },
);
