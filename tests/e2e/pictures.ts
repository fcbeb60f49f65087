import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright";
import { beforeAll, expect } from "vitest";
import { appearanceCookie } from "../../src/client/shell/appearance.ts";
import { aroundRooms } from "./pictures/around-rooms.ts";
import { inRooms } from "./pictures/in-rooms.ts";
import { inNotes } from "./pictures/notes.ts";
import { type Form, forms, go, origin, setWorld, type Theme, world } from "./pictures/stage.ts";
import { still } from "./support/axe.ts";
import { call } from "./support/http.ts";
import { journey, type People } from "./support/people.ts";
import { composer } from "./support/screen.ts";

// Takes the pictures that stand in `pictures/`, for who reviews how the product looks: `npm test -- pictures`.
// `ONLY=composer,thread` takes only those whose names hold one of these.

const folder = join(import.meta.dirname, "pictures");
const only = (process.env.ONLY ?? "").split(",").filter(Boolean);
const scenes = [...inRooms, ...inNotes, ...aroundRooms];

beforeAll(setWorld, 120_000);

/** Text stays readable at this quality, and a picture weighs a third of a PNG. */
const quality = 62;

async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const cdp = await page.context().newCDPSession(page);
  const { data } = await cdp.send("Page.captureScreenshot", { format: "webp", quality });
  await cdp.detach();
  writeFileSync(join(folder, `${name}.webp`), Buffer.from(data, "base64"));
}

async function series(
  people: People,
  given: { form: Form; theme: Theme; look?: string; names?: RegExp; mark?: string; size?: object },
) {
  const { form, theme, look = `${theme}.comfortable.normal.100.en`, names = /./, mark = "" } = given;
  mkdirSync(folder, { recursive: true });
  const failed: string[] = [];
  const chosen = scenes.filter(
    ([name]) => names.test(name) && (only.length === 0 || only.some((each) => name.includes(each))),
  );
  const options = { ...forms[form], ...still, colorScheme: theme, ...(given.size ?? {}) };
  if (mark === "" && (only.length === 0 || only.some((each) => "01-sign-in".includes(each)))) {
    const { page, context } = await people.visit(options);
    await context.addCookies([{ name: appearanceCookie, value: look, url: origin() }]);
    await go(page, "/sign-in");
    await take(page, `01-sign-in-${form}-${theme}`);
    await context.close();
  }
  const someone = await people.signIn("Ana de Vries", options);
  someone.record.expectFault(/./);
  await someone.context.addCookies([{ name: appearanceCookie, value: look, url: origin() }]);
  for (const [name, show] of chosen) {
    const page = await someone.context.newPage();
    try {
      await show({ page, form, people, theme });
      await take(page, `${name}-${form}-${theme}${mark}`);
    } catch (error) {
      failed.push(`${name} ${form} ${theme}: ${(error as Error).message.split("\n").slice(0, 3).join(" ")}`);
      await take(page, `${name}-${form}-${theme}${mark}`).catch(() => undefined);
    }
    await someone.context.setOffline(false);
    if (name.includes("composer"))
      await composer(page)
        .fill("")
        .catch(() => undefined);
    await page.close();
  }
  expect(failed).toEqual([]);
}

for (const form of ["desktop", "phone"] as const) {
  for (const theme of ["light", "dark"] as const) {
    journey(`pictures, ${form}, ${theme}`, { timeout: 900_000 }, ({ people }) => series(people, { form, theme }));
  }
}

const again = /^(03|10|15-note$)/;
journey("pictures, compact", { timeout: 300_000 }, ({ people }) =>
  series(people, {
    form: "desktop",
    theme: "light",
    look: "light.compact.normal.100.en",
    names: again,
    mark: "-compact",
  }),
);
journey("pictures, high contrast", { timeout: 300_000 }, ({ people }) =>
  series(people, {
    form: "desktop",
    theme: "dark",
    look: "dark.comfortable.more.100.en",
    names: again,
    mark: "-high-contrast",
  }),
);
// Who is signed in is spoken to in the language of their account, whatever the cookie says.
journey("pictures, German", { timeout: 300_000 }, async ({ people }) => {
  await call(world.ana, "participants.updatePreferences", { locale: "de" });
  try {
    await series(people, {
      form: "desktop",
      theme: "light",
      look: "light.comfortable.normal.100.de",
      names: /^03/,
      mark: "-german",
    });
  } finally {
    await call(world.ana, "participants.updatePreferences", { locale: "en" });
  }
});
journey("pictures, 200 %", { timeout: 300_000 }, ({ people }) =>
  series(people, {
    form: "desktop",
    theme: "light",
    names: again,
    mark: "-zoom-200",
    size: { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 },
  }),
);
