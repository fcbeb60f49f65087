import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import type { Page } from "playwright";
import { expect, inject, test } from "vitest";
import { appearanceCookie } from "../../src/client/shell/appearance.ts";
import { still, violations } from "./support/axe.ts";
import { call, originOf } from "./support/http.ts";
import { journey, type People } from "./support/people.ts";
import { act, alive, composer, live, message, openRoom } from "./support/screen.ts";
import { linden, makeRoom, overviewAt, say, signInByForm } from "./support/world.ts";

const root = join(import.meta.dirname, "../..");
const origin = () => originOf({ host: linden, port: inject("port") });

/** Every page of the product and where the sweep meets it. A page that is in neither list fails the first test below. */
const pages: { readonly [route: string]: string } = {
  "(app)/admin/index.tsx": "/admin",
  "(app)/admin/people.tsx": "/admin/people",
  "(app)/admin/audit.tsx": "/admin/audit",
  "(app)/admin/reports.tsx": "/admin/reports",
  "(app)/admin/settings.tsx": "/admin/settings",
  "(app)/admin/ai/index.tsx": "/admin/ai",
  "(app)/admin/ai/models.tsx": "/admin/ai/models",
  "(app)/admin/ai/plugins.tsx": "/admin/ai/plugins",
  "(app)/admin/ai/usage.tsx": "/admin/ai/usage",
  "(app)/notes.tsx": "/notes",
  "(app)/threads.tsx": "/threads",
  "(app)/today.tsx": "/today",
  "(app)/you/index.tsx": "/you",
  "(app)/you/preferences.tsx": "/you/preferences",
  "(app)/you/security.tsx": "/you/security",
  "(app)/you/tokens.tsx": "/you/tokens",
  "(app)/you/ai.tsx": "/you/ai",
  "(app)/r/[alias].tsx": "/r/no-such-room",
  "(app)/join/[secret].tsx": "/join/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  "(app)/invite/[secret].tsx": "/invite/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  "[...missing].tsx": "/no/such/page",
};
const doors: { readonly [route: string]: string } = {
  "sign-in.tsx": "/sign-in",
  "forgot.tsx": "/forgot",
  "register.tsx": "/register",
  "reset.tsx": "/reset",
  "setup.tsx": "/setup",
  "dev/ui.tsx": "/dev/ui",
  "docs/[...path].tsx": "/docs",
};
const documents = [
  "/docs/tutorials/first-call",
  "/docs/concepts/ai",
  "/docs/reference/events",
  "/docs/api",
  "/docs/api/messages",
];
/** Met in the journeys below by an id of their own; the rest only lead on. */
const elsewhere = [
  "(app)/w/[slug]/r/[room].tsx",
  "(app)/w/[slug]/index.tsx",
  "(app)/w/[slug]/notes.tsx",
  "(app)/w/[slug]/n/[note].tsx",
  "(app)/admin/ai/[ai].tsx",
];
const frames = ["(app).tsx", "(app)/admin.tsx", "(app)/index.tsx"];

test("every page of the product is in the sweep", () => {
  const folder = join(root, "src/routes");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".tsx"))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
  expect(files).toEqual([...Object.keys(pages), ...Object.keys(doors), ...elsewhere, ...frames].sort());
});

const looks = [
  ["light", "light.comfortable.normal"],
  ["dark", "dark.comfortable.normal"],
  ["high contrast", "dark.comfortable.more"],
] as const;

/** Goes to each address and names what axe finds there. */
async function sweep(page: Page, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    await page.goto(`${origin()}${path}`);
    await page.getByRole("heading", { level: 1 }).first().waitFor({ state: "attached" });
    await page.waitForLoadState("networkidle");
    found.push(...(await violations(page)).map((violation) => `${path}: ${violation}`));
  }
  return found;
}

async function dressed(people: People, look: string, path?: string) {
  const theme = look.startsWith("dark") ? "dark" : "light";
  const someone = await people.signIn("Ana de Vries", { ...still, colorScheme: theme });
  someone.record.expectFault(/status of 40[134]/);
  await someone.context.addCookies([{ name: appearanceCookie, value: look, url: origin() }]);
  if (path) await someone.page.goto(`${origin()}${path}`);
  return someone;
}

for (const [name, look] of looks) {
  journey(
    `axe finds nothing on the pages of oneself, of rooms and of the admin, ${name}`,
    { timeout: 180_000 },
    async ({ people }) => {
      const { page } = await dressed(people, look);
      const { participants, workspaces } = await overviewAt(inject("port"), linden);
      const mira = Object.values(participants).find(({ local_id }) => local_id === "mira");
      const shared = Object.values(workspaces).find(({ kind }) => kind !== "personal");
      expect(await sweep(page, [...Object.values(pages), `/admin/ai/${mira?.id}`, `/w/${shared?.slug}`])).toEqual([]);
    },
  );

  journey(
    `axe finds nothing at the door and in the documentation, ${name}`,
    { timeout: 180_000 },
    async ({ people }) => {
      const { page, context, record } = await people.visit({
        ...still,
        colorScheme: look.startsWith("dark") ? "dark" : "light",
      });
      record.expectFault(/status of 40[134]/);
      await context.addCookies([{ name: appearanceCookie, value: look, url: origin() }]);
      expect(await sweep(page, [...Object.values(doors), ...documents])).toEqual([]);
    },
  );

  journey(
    `axe finds nothing in what opens over a room or beside it, ${name}`,
    { timeout: 180_000 },
    async ({ people }) => {
      const [ana, bram, chloe] = [await signInByForm("ana"), await signInByForm("bram"), await signInByForm("chloe")];
      const room = await makeRoom([ana, bram], "swept");
      const root_ = await say(bram, room, "report, pin and answer this, @ana", { mentions: [ana.participantId] });
      await say(bram, room, "in the thread", { thread_root_id: root_.id });
      await call(ana, "rooms.setAlias", { room_id: room.id, room_alias: room.name });
      await call(chloe, "rooms.knock", { room_id: room.id });
      const { page } = await dressed(people, look);
      await openRoom(page, room);
      await message(page, "report, pin and answer").first().waitFor();
      const found: string[] = [];
      const see = async (what: string) =>
        found.push(...(await violations(page)).map((violation) => `${what}: ${violation}`));
      const menu = async (button: string, entry: string) => {
        await page.getByRole("button", { name: button, exact: true }).click();
        await page.getByRole("menuitem", { name: entry }).click();
      };
      const dialogs: readonly (readonly [string, () => Promise<void>])[] = [
        ["room settings", () => menu("More about this room", "Room settings")],
        ["moving a room", () => menu("More about this room", "Move to section")],
        ["mentions", () => page.keyboard.press("Control+Shift+M")],
        ["marking as read", () => page.keyboard.press("Shift+Escape")],
        ["a report", () => act(page, "report, pin and answer", /^Report/)],
        ["forwarding", () => act(page, "report, pin and answer", /^Forward/)],
        ["drafts", () => drafts(page)],
        ["new section", () => menu("Arrange the list", "New section")],
        [
          "AI of the room",
          async () => {
            await menu("More about this room", "Room settings");
            await page.getByRole("button", { name: "Open AI settings" }).click();
            await page.getByRole("dialog", { name: /AI/ }).waitFor();
          },
        ],
      ];
      for (const [what, open] of dialogs) {
        await open();
        await page.getByRole("dialog").first().waitFor();
        await see(what);
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "detached" });
      }
      for (const search of [`?thread=${root_.id}`, "?panel=members", "?panel=pins"]) {
        await page.goto(`${origin()}${room.path}${search}`);
        await alive(page);
        await page.getByRole("complementary").getByRole("heading").first().waitFor();
        await see(search);
      }
      await page.getByRole("button", { name: "More about this room" }).click();
      await page.getByRole("menu").waitFor();
      await see("the room's menu");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Emoji" }).first().click();
      await page.getByRole("dialog").waitFor();
      await see("emoji");
      await page.keyboard.press("Escape");
      await composer(page).fill("@br");
      await page.getByRole("option").first().waitFor();
      await see("completion");
      expect(found).toEqual([]);
    },
  );
}

for (const [name, look] of looks) {
  journey(
    `axe finds nothing where a message is shown that is further back than the room holds, ${name}`,
    async ({ people }) => {
      const [ana, bram] = [await signInByForm("ana"), await signInByForm("bram")];
      const room = await makeRoom([ana, bram], "far-back");
      const target = await say(bram, room, "the first of many");
      for (let n = 0; n < 70; n += 1) await say(bram, room, `one of many, ${n}`);
      const { page, record } = await dressed(people, look);
      record.expectFault(/Failed to load resource/);
      // As in a room of which a browser holds too little to come so far.
      await page.route("**/api/trpc/messages.list**", (route) => route.abort());
      await page.goto(`${origin()}${room.path}?message=${target.id}`);
      const dialog = page.getByRole("dialog", { name: /^Further back in/ });
      await dialog.getByText("the first of many").waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
    },
  );
}

/** The list says that there are drafts once one is written. */
async function drafts(page: Page): Promise<void> {
  await composer(page).fill("half a thought");
  await page.getByRole("button", { name: /^Drafts/ }).click();
}

journey("axe finds nothing in the first steps of a newcomer", async ({ people }) => {
  const bram = await signInByForm("bram");
  await call(bram, "participants.updatePreferences", { welcomed: false });
  try {
    const { page } = await people.signIn("Bram Okafor", { ...still });
    await live(page);
    const found: string[] = [];
    for (const title of ["What should people call you?", "Where does your team work?", "Start your first room"]) {
      await page.getByRole("dialog", { name: title }).waitFor();
      found.push(...(await violations(page)).map((violation) => `${title}: ${violation}`));
      const next = page.getByRole("dialog").getByRole("button", { name: /^(Next|Continue)/ });
      if ((await next.count()) > 0) await next.click();
    }
    expect(found).toEqual([]);
  } finally {
    await call(bram, "participants.updatePreferences", { welcomed: true });
  }
});
