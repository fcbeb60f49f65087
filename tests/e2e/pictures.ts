import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright";
import { beforeAll, expect, inject } from "vitest";
import { appearanceCookie } from "../../src/client/shell/appearance.ts";
import { still } from "./support/axe.ts";
import { call, originOf, type Session } from "./support/http.ts";
import { journey, type People } from "./support/people.ts";
import { act, composer, live, message, openRoom } from "./support/screen.ts";
import { linden, makeRoom, overviewAt, type Room, say, signInByForm } from "./support/world.ts";

// Takes the pictures that stand beside this file in `pictures/`, for who reviews how the product looks:
// `npm test -- pictures`. `ONLY=composer,thread` takes only those whose names hold one of these.

const folder = join(import.meta.dirname, "pictures");
const only = (process.env.ONLY ?? "").split(",").filter(Boolean);
const origin = () => originOf({ host: linden, port: inject("port") });

const forms = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const;
type Form = keyof typeof forms;
type Theme = "light" | "dark";

type Stage = { readonly page: Page; readonly form: Form; readonly people: People; readonly theme: Theme };
type Scene = readonly [name: string, show: (stage: Stage) => Promise<void>];

type World = {
  readonly ana: Session;
  readonly bram: Session;
  readonly mira: string;
  readonly busy: Room;
  readonly unread: (mark: string) => Promise<Room>;
  readonly thread: string;
};
let world: World;

const code =
  '```ts\nexport function fare(distanceKm: number, zone: Zone): number {\n  const base = zone === "inner" ? 2.4 : 1.9;\n  return Math.round((base + distanceKm * 0.18) * 100) / 100;\n}\n```';

/** Rooms of these pictures carry no random letters: they are renamed once they are made. */
async function named(people: readonly [Session, ...Session[]], name: string, topic: string): Promise<Room> {
  const room = await makeRoom(people, name);
  await call(people[0], "rooms.rename", { room_id: room.id, name });
  await call(people[0], "rooms.setTopic", { room_id: room.id, topic });
  return { ...room, name };
}

beforeAll(async () => {
  const [ana, bram, chloe, dev] = await Promise.all(["ana", "bram", "chloe", "dev"].map((id) => signInByForm(id)));
  if (!ana || !bram || !chloe || !dev) throw new Error("The demo has too few people.");
  const { participants } = await overviewAt(inject("port"), linden);
  const mira = Object.values(participants).find(({ local_id }) => local_id === "mira")?.id ?? "";
  const plugins = ["calculator", "memory", "messages", "room", "reminders", "rooms"].map((name) => `scaiwave.${name}`);
  await call(ana, "aiAdmin.update", { participant_id: mira, plugins });
  const busy = await named([ana, bram, chloe, dev], "pilot", "Pilot on Thursday: what is left, who does it");
  await say(
    bram,
    busy,
    "Good morning. Three things before the pilot goes out:\n\n1. the **fare table**\n2. the refund path\n3. the last two translations",
  );
  await say(bram, busy, "I take the first one, see [the notes](https://example.org/notes).");
  const fare = await say(chloe, busy, `The fare function as it stands now:\n\n${code}`);
  for (const who of [ana, bram, dev])
    await call(who, "messages.react", { room_id: busy.id, event_id: fare.id, emoji: "👍" });
  await call(ana, "messages.react", { room_id: busy.id, event_id: fare.id, emoji: "🎉" });
  const root = await say(dev, busy, "Where do we keep the list of who is invited? @ana", {
    mentions: [ana.participantId],
  });
  for (const [who, words] of [
    [ana, "In the sheet for now, I send the link to everyone"],
    [bram, "Could it be a note in the room instead?"],
    [dev, "That would be easier to find"],
    [chloe, "And it stays when the pilot is over"],
  ] as const)
    await say(who, busy, words, { thread_root_id: root.id });
  await say(
    ana,
    busy,
    "| when | what | who |\n|---|---|---|\n| Tue | freeze | Dev |\n| Wed | load test, translations | Chloé |\n| Thu 09:00 | invite the first **40 people** | Bram |",
    { reply_to_event_id: root.id },
  );
  await say(bram, busy, "🚆🎫");
  const last = await say(chloe, busy, "Translations are in, the build is green.");
  await call(ana, "messages.markRead", { room_id: busy.id, event_id: last.id });
  const unread = async (mark: string) => {
    const room = await named([bram, ana], mark, "What the load test says");
    for (let n = 1; n <= 16; n += 1) {
      await say(
        bram,
        room,
        `Run ${n}: ${n * 40} people at once.\n\n- the slowest answer took ${80 + n * 3} ms\n- nothing was lost`,
      );
    }
    return room;
  };
  world = { ana, bram, mira, busy, unread, thread: root.id };
}, 120_000);

const dialog = (page: Page) => page.getByRole("dialog").first();

async function menu(page: Page, button: string, entry: string): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).first().click();
  await page.getByRole("menuitem", { name: entry }).click();
}

async function go(page: Page, path: string): Promise<void> {
  await page.goto(`${origin()}${path}`);
  await page.getByRole("heading").first().waitFor({ state: "attached" });
  await page.waitForLoadState("networkidle");
}

const atPage = (name: string, path: string): Scene => [name, ({ page }) => go(page, path)];

async function press(page: Page, words: string): Promise<void> {
  await message(page, words).first().scrollIntoViewIfNeeded();
  const box = await message(page, words).first().boundingBox();
  const cdp = await page.context().newCDPSession(page);
  const at = { x: (box?.x ?? 0) + 200, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
  await cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at] });
  await page.getByRole("menu").waitFor();
  await cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

/** A room of Bram's with Mira in it. */
async function withMira(name: string): Promise<Room> {
  const room = await named([world.ana, world.bram], name, "Write @mira and she answers");
  const whom = { room_id: room.id, participant_id: world.mira };
  await call(world.ana, "rooms.invite", whom);
  await call(world.ana, "ai.setEngagement", { ...whom, mode: "mention" });
  await call(world.ana, "ai.setResponseMode", { ...whom, mode: "streaming" });
  return room;
}

const ask = (who: Session, room: Room, words: string) => say(who, room, `@mira ${words}`, { mentions: [world.mira] });

const scenes: readonly Scene[] = [
  [
    "02-first-run-step-3",
    async ({ page }) => {
      await call(world.ana, "participants.updatePreferences", { welcomed: false });
      await go(page, "/");
      await live(page);
      await dialog(page).getByRole("button", { name: "Next" }).click();
      await page.getByRole("dialog", { name: "How should it look?" }).waitFor();
      await dialog(page).getByRole("button", { name: "Next" }).click();
      await page.getByRole("dialog", { name: "Where do you begin?" }).waitFor();
      await call(world.ana, "participants.updatePreferences", { welcomed: true });
    },
  ],
  [
    "03-busy-room",
    async ({ page }) => {
      await openRoom(page, world.busy);
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

const again = /^(03|10)/;
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
journey("pictures, German", { timeout: 300_000 }, ({ people }) =>
  series(people, {
    form: "desktop",
    theme: "light",
    look: "light.comfortable.normal.100.de",
    names: /^03/,
    mark: "-german",
  }),
);
journey("pictures, 200 %", { timeout: 300_000 }, ({ people }) =>
  series(people, {
    form: "desktop",
    theme: "light",
    names: again,
    mark: "-zoom-200",
    size: { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 },
  }),
);
