import type { Page } from "playwright";
import { expect, inject } from "vitest";
import { de } from "../../src/client/language/de.ts";
import { nl } from "../../src/client/language/nl.ts";
import { still, violations } from "./support/axe.ts";
import { ask, call, originOf } from "./support/http.ts";
import { journey } from "./support/people.ts";
import { composer, live, openRoom } from "./support/screen.ts";
import { linden, makeRoom, say, signInByForm } from "./support/world.ts";

const origin = () => originOf({ host: linden, port: inject("port") });
const tables = { nl, de };

/** What screens show in English though the table has other words: texts, and the attributes that are read out. */
async function english(page: Page, language: "nl" | "de"): Promise<string[]> {
  const shown = await page.evaluate(() => {
    const attributes = ["aria-label", "aria-description", "title", "placeholder", "data-tip", "alt"];
    const found: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node instanceof Element) found.push(...attributes.flatMap((name) => node.getAttribute(name) ?? []));
      else if (!node.parentElement?.closest("script, style")) found.push(node.textContent ?? "");
    }
    return found.map((text) => text.trim()).filter(Boolean);
  });
  const said = Object.entries(tables[language]).filter(([key, word]) => key !== word && /\p{L}{2}/u.test(key));
  const words = new Set(Object.values(tables[language]));
  // A name between two commas is too little to know a sentence by.
  const forms = said
    .filter(([key]) => /\{\w+\}/.test(key) && (/^\p{L}|\{count\}/u.test(key) || wordsOf(key) > 1))
    .map(
      ([key]) =>
        new RegExp(
          `^${key
            .split(/(\{\w+\})/)
            .map(formOf)
            .join("")}$`,
          "u",
        ),
    );
  const keys = new Set(said.map(([key]) => key));
  return shown.filter(
    (text) => !words.has(text) && !isOwn(text) && (keys.has(text) || forms.some((form) => form.test(text))),
  );
}

/** What people of the demo wrote and named. */
const isOwn = (text: string) => /tongues-/.test(text) && !/^(Message|Messages|About|Leave)\b/.test(text);
const wordsOf = (key: string) => key.replaceAll(/\{\w+\}/g, "").match(/\p{L}{2,}/gu)?.length ?? 0;
const formOf = (part: string) => (part === "{count}" ? "[\\d.,]+" : /^\{\w+\}$/.test(part) ? ".+" : escaped(part));
const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("button", { name: new RegExp(`^${label},`) }).click();
  await page.getByRole("menuitemradio", { name: option }).click();
}

const speaks = (page: Page, language: string) =>
  page.waitForFunction((lang) => document.documentElement.lang === lang, language);

journey(
  "someone goes over to Dutch and everything is Dutch, on their other device too, and back",
  async ({ people }) => {
    const [eva, bram] = [await signInByForm("eva"), await signInByForm("bram")];
    const room = await makeRoom([bram, eva], "tongues");
    await say(bram, room, "hoi");
    const { page, context } = await people.signIn("Eva Lindqvist", still);
    try {
      await page.goto(`${origin()}/you/preferences`);
      await live(page);
      await choose(page, "Language", "Nederlands");
      await speaks(page, "nl");
      await page.getByRole("heading", { name: "Voorkeuren" }).first().waitFor();
      await live(page);
      expect(await english(page, "nl"), "the preferences").toEqual([]);
      expect(await violations(page)).toEqual([]);

      await page.goto(`${origin()}${room.path}`);
      await page.getByRole("textbox", { name: `Bericht aan #${room.name}` }).waitFor();
      await live(page);
      await page.getByText("Bram Okafor heeft deze kamer gemaakt").waitFor();
      await page.getByText("Vandaag", { exact: true }).first().waitFor();
      expect(await english(page, "nl"), "the room").toEqual([]);

      await call(bram, "rooms.setTopic", { room_id: room.id, topic: "talen" });
      await page
        .getByRole("log")
        .getByText(/stelde het onderwerp in: talen/)
        .waitFor();

      await page.getByRole("button", { name: "Meer over deze kamer" }).click();
      await page.getByRole("menuitem", { name: "Kamer verlaten" }).waitFor();
      expect(await english(page, "nl"), "the menu").toEqual([]);
      await page.getByRole("menuitem", { name: "Kamer verlaten" }).click();
      await page.getByRole("dialog", { name: /verlaten\?$/ }).waitFor();
      expect(await english(page, "nl"), "the dialog").toEqual([]);
      expect(await violations(page)).toEqual([]);
      await page.getByRole("button", { name: "Annuleren" }).click();

      const other = await people.signIn("Eva Lindqvist", { ...still, at: room.path });
      await speaks(other.page, "nl");
      await other.page.getByRole("textbox", { name: /^Bericht aan/ }).waitFor();
      await other.context.close();

      await page.goto(`${origin()}/you/preferences`);
      await live(page);
      await choose(page, "Taal", "English");
      await speaks(page, "en");
      await openRoom(page, room);
      await expect.poll(() => composer(page).getAttribute("aria-label")).toMatch(/^Message /);
      await page.getByText(/created this room/).waitFor();
    } finally {
      await call(eva, "participants.updatePreferences", { locale: "en" });
      await context.close();
    }
  },
);

journey(
  "a page in German is German before any script runs, and tells the browser which words to fetch",
  async ({ people }) => {
    const eva = await signInByForm("eva");
    const room = await makeRoom([eva], "tongues");
    const cookie = `${eva.cookie}; scaiwave_look=light.comfortable.normal.100.de`;
    try {
      await call(eva, "participants.updatePreferences", { locale: "de" });
      const { status, text } = await ask(eva.port, { path: room.path, headers: { cookie, accept: "text/html" } });
      expect(status).toBe(200);
      expect(text).toMatch(/<html[^>]* lang="de"/);
      expect(text).toContain("hat diesen Raum erstellt");
      expect(text).toMatch(/<link rel="modulepreload" href="[^"]*\/de-[^"]+\.js"/);
      const { status: moved, headers } = await ask(eva.port, {
        path: room.path,
        headers: { cookie: eva.cookie, accept: "text/html" },
      });
      expect([moved, headers.location]).toEqual([302, room.path]);
      expect(String(headers["set-cookie"])).toMatch(/scaiwave_look=[^;]*\.de;/);

      const { page } = await people.signIn("Eva Lindqvist", {
        ...still,
        viewport: { width: 390, height: 844 },
        at: room.path,
      });
      await speaks(page, "de");
      await page.getByRole("textbox", { name: /^Nachricht an/ }).waitFor();
      await live(page);
      expect(await english(page, "de"), "the room on a phone").toEqual([]);
      expect(await violations(page)).toEqual([]);
    } finally {
      await call(eva, "participants.updatePreferences", { locale: "en" });
    }
  },
);

journey("a visitor is spoken to in the language that their browser asks for, until they choose another", async () => {
  const door = async (headers: Record<string, string>) => {
    const { text } = await ask(inject("port"), {
      path: "/sign-in",
      host: linden,
      headers: { accept: "text/html", ...headers },
    });
    return [/<html[^>]* lang="(\w+)"/.exec(text)?.[1], text.includes(de["Sign in"] ?? "-")];
  };
  expect(await door({})).toEqual(["en", false]);
  expect(await door({ "accept-language": "de-AT,de;q=0.9,en;q=0.8" })).toEqual(["de", true]);
  expect(await door({ "accept-language": "fr,en;q=0.5" })).toEqual(["en", false]);
  expect(await door({ "accept-language": "de", cookie: "scaiwave_look=dark.comfortable.normal.100.en" })).toEqual([
    "en",
    false,
  ]);
});
