import type { Page } from "playwright";
import { expect, inject } from "vitest";
import { appearanceCookie } from "../../src/client/shell/appearance.ts";
import { still, violations } from "./support/axe.ts";
import { originOf } from "./support/http.ts";
import { journey, type People } from "./support/people.ts";
import { act, alive, message, thread } from "./support/screen.ts";
import { linden, makeRoom, type Room, say, signInByForm } from "./support/world.ts";

const themes = ["light", "dark"] as const;
const origin = () => originOf({ host: linden, port: inject("port") });

async function signedIn(people: People, theme: "light" | "dark", room: Room) {
  const ana = await people.signIn("Ana de Vries", { ...still, colorScheme: theme });
  await ana.context.addCookies([{ name: appearanceCookie, value: `${theme}.comfortable.normal`, url: origin() }]);
  await ana.page.goto(`${origin()}${room.path}`);
  await alive(ana.page);
  return ana.page;
}

async function furnishedRoom(): Promise<Room> {
  const [ana, bram] = [await signInByForm("ana"), await signInByForm("bram")];
  const room = await makeRoom([ana, bram], "axe");
  const root = await say(
    bram,
    room,
    "A root with **bold**, `code` and [a link](https://example.org)\n\n- [x] done\n- [ ] open",
  );
  await say(bram, room, "```ts\nexport const answer: number = 42; // why\n```");
  await say(bram, room, "| a | b |\n|---|---|\n| 1 | 2 |");
  await say(ana, room, "a reply", { reply_to_event_id: root.id });
  await say(ana, room, "an answer", { thread_root_id: root.id });
  await say(bram, room, "for @ana", { mentions: [ana.participantId] });
  return room;
}

for (const theme of themes) {
  journey(`axe finds nothing at the door and in the gallery, ${theme}`, async ({ people }) => {
    const { page, context } = await people.visit({ ...still, colorScheme: theme });
    await context.addCookies([{ name: appearanceCookie, value: `${theme}.comfortable.normal`, url: origin() }]);
    await page.goto(`${origin()}/sign-in`);
    await page.getByRole("button", { name: /^Ana de Vries/ }).waitFor();
    const found = { door: await violations(page), gallery: [] as string[] };
    await page.goto(`${origin()}/dev/ui`);
    await page.getByRole("heading").first().waitFor();
    found.gallery = await violations(page);
    expect(found).toEqual({ door: [], gallery: [] });
  });

  journey(`axe finds nothing in a room, its thread and its members, ${theme}`, async ({ people }) => {
    const page = await signedIn(people, theme, await furnishedRoom());
    await message(page, "for @ana").first().waitFor();
    const found = { room: await violations(page), thread: [] as string[], members: [] as string[] };
    await act(page, "A root with", /^Reply in thread/);
    await thread(page).getByText("an answer").waitFor();
    found.thread = await violations(page);
    await page.getByRole("button", { name: "Show who is here" }).first().click();
    await page.getByRole("complementary", { name: "Members" }).waitFor();
    found.members = await violations(page);
    expect(found).toEqual({ room: [], thread: [], members: [] });
  });

  journey(`axe finds nothing in the layers over a room, ${theme}`, async ({ people }) => {
    const page = await signedIn(people, theme, await furnishedRoom());
    const layers: readonly (readonly [string, () => Promise<void>])[] = [
      ["the switcher", () => page.keyboard.press("Control+k")],
      ["a new direct message", () => page.keyboard.press("Control+Shift+K")],
      ["the shortcuts", () => page.keyboard.press("Control+/")],
      ["a new room", () => fromMenu(page, "New", "New room")],
      ["the public rooms", () => fromMenu(page, "New", "Browse public rooms")],
      ["a new workspace", () => fromMenu(page, "New", "New workspace")],
      ["an invitation", () => fromMenu(page, "More about this room", "Invite people")],
      ["name and topic", () => fromMenu(page, "More about this room", "Edit name and topic")],
      ["leaving", () => fromMenu(page, "More about this room", "Leave room")],
      ["a removal", () => act(page, "a reply", /^Remove/)],
    ];
    const found: string[] = [];
    for (const [name, open] of layers) {
      await open();
      await page.getByRole("dialog").waitFor();
      found.push(...(await violations(page)).map((violation) => `${name}: ${violation}`));
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
    expect(found).toEqual([]);
  });
}

async function fromMenu(page: Page, button: string, entry: string): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.getByRole("menuitem", { name: entry }).click();
}
