import type { Page } from "playwright";
import { expect } from "vitest";
import { keyParts } from "../../src/client/shell/keys.ts";
import type { Session } from "./support/http.ts";
import { call } from "./support/http.ts";
import { journey } from "./support/people.ts";
import { alive, composer, live, message, openRoom, thread } from "./support/screen.ts";
import { makeRoom, type Room, say, signInByForm } from "./support/world.ts";

/** What a line of the shortcut sheet promises, done by its keys in a room with two messages of Bram and one of one's own. */
type Proof = (at: { page: Page; room: Room; other: Room; bram: Session }) => Promise<void>;

const dialog = (page: Page, name: RegExp) => page.getByRole("dialog", { name });
const shut = async (page: Page, name: RegExp) => {
  await page.keyboard.press("Escape");
  await dialog(page, name).waitFor({ state: "detached" });
};
const opens =
  (keys: string, name: RegExp): Proof =>
  async ({ page }) => {
    await page.keyboard.press(keys);
    await dialog(page, name).waitFor();
    await shut(page, name);
  };
const isWriting = (page: Page) =>
  expect.poll(() => composer(page).evaluate((box) => box === document.activeElement)).toBe(true);
const focused = (page: Page) => page.evaluate(() => document.activeElement?.closest("article")?.textContent ?? "");
const text = (page: Page) => composer(page).inputValue();
const empty = (page: Page) => composer(page).fill("");
const at = (page: Page, room: Room) => page.waitForURL((url) => url.pathname.endsWith(room.id));
/** Nothing that takes letters has the focus. */
const standBack = (page: Page) => page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());

async function onNewest(page: Page, words: string): Promise<void> {
  await message(page, words).first().focus();
  expect(await focused(page)).toContain(words);
}

/** Selects the last word of what stands in the field. */
async function selects(page: Page, words: string, size: number): Promise<void> {
  await composer(page).fill(words);
  for (let step = 0; step < size; step += 1) await page.keyboard.press("Shift+ArrowLeft");
}
const marks =
  (keys: string, expected: string): Proof =>
  async ({ page }) => {
    await selects(page, "make it so", 2);
    await page.keyboard.press(keys);
    expect(await text(page)).toBe(`make it ${expected}`);
    await empty(page);
  };

const everywhere: Record<string, Proof> = {
  switcher: async ({ page }) => {
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("combobox").waitFor({ state: "detached" });
  },
  "start-dm": opens("Control+Shift+K", /direct message/i),
  room: async ({ page, room }) => {
    const before = page.url();
    await page.keyboard.press("Alt+ArrowDown");
    await page.waitForURL((url) => url.href !== before);
    await page.keyboard.press("Alt+ArrowUp");
    await at(page, room);
    await alive(page);
  },
  "unread-room": async ({ page, room, other, bram }) => {
    await say(bram, other, "this waits");
    await page.getByRole("link", { name: new RegExp(`${other.name}, 1 unread`) }).waitFor();
    for (let step = 0; step < 20 && !page.url().includes(other.id); step += 1) {
      const before = page.url();
      await page.keyboard.press("Alt+Shift+ArrowDown");
      await page.waitForURL((url) => url.href !== before);
    }
    await at(page, other);
    await openRoom(page, room);
  },
  back: async ({ page, room, other }) => {
    await openRoom(page, room);
    await page.getByRole("link", { name: new RegExp(`^${other.name}`) }).click();
    await at(page, other);
    await page.keyboard.press("Alt+ArrowLeft");
    await at(page, room);
    await page.keyboard.press("Alt+ArrowRight");
    await at(page, other);
    await page.keyboard.press("Meta+[");
    await at(page, room);
    await alive(page);
  },
  mentions: async ({ page, room, bram }) => {
    const ana = (await signInByForm("ana")).participantId;
    await say(bram, room, "@ana this is for you", { mentions: [ana] });
    await page.keyboard.press("Control+Shift+M");
    await dialog(page, /Recent mentions/)
      .getByRole("link", { name: /this is for you/ })
      .first()
      .waitFor();
    await shut(page, /Recent mentions/);
  },
  write: async ({ page }) => {
    await standBack(page);
    await page.keyboard.press("Control+Shift+L");
    await isWriting(page);
  },
  preferences: async ({ page, room }) => {
    await page.keyboard.press("Control+Shift+A");
    await page.waitForURL((url) => url.pathname === "/you/preferences");
    await openRoom(page, room);
  },
  react: async ({ page }) => {
    await page.keyboard.press("Control+Shift+Backslash");
    await dialog(page, /emoji/i).waitFor();
    await shut(page, /emoji/i);
  },
  panel: async ({ page }) => {
    await page.keyboard.press("Control+.");
    await page.getByRole("complementary", { name: "Members" }).waitFor();
    await page.keyboard.press("Control+.");
    await page.getByRole("complementary").waitFor({ state: "detached" });
  },
  wide: async ({ page }) => {
    await page.keyboard.press("Control+.");
    const panel = page.getByRole("complementary", { name: "Members" });
    const width = async () => Math.round((await panel.boundingBox())?.width ?? 0);
    const before = await width();
    await page.keyboard.press("Control+Shift+.");
    await expect.poll(width).toBeGreaterThan(before);
    await page.keyboard.press("Control+Shift+.");
    await expect.poll(width).toBe(before);
    await page.keyboard.press("Control+.");
  },
  region: async ({ page }) => {
    await composer(page).focus();
    for (const part of ["#rail", "#sidebar"]) {
      await page.keyboard.press("F6");
      await expect.poll(() => page.evaluate((at) => document.activeElement?.closest(at) != null, part)).toBe(true);
    }
    await page.keyboard.press("Shift+F6");
    await page.keyboard.press("Shift+F6");
    await isWriting(page);
  },
  shortcuts: async ({ page }) => {
    await page.keyboard.press("Control+/");
    await dialog(page, /Keyboard shortcuts/).waitFor();
    await shut(page, /Keyboard shortcuts/);
    await standBack(page);
    await page.keyboard.press("?");
    await dialog(page, /Keyboard shortcuts/).waitFor();
    await shut(page, /Keyboard shortcuts/);
  },
  "mark-read": async ({ page }) => {
    await composer(page).focus();
    await page.keyboard.press("Shift+Escape");
    await dialog(page, /Mark as read/).waitFor();
    await page.keyboard.press("Enter");
    await page
      .getByText(/^Marked \d+ rooms? as read|^Everything is read already/)
      .first()
      .waitFor();
  },
  escape: async ({ page, bram, room }) => {
    for (let line = 0; line < 12; line += 1) await say(bram, room, `${"a tall message\n\n".repeat(5)}${line}`);
    await expect
      .poll(() => page.getByRole("log").evaluate((box) => box.scrollHeight > box.clientHeight * 2))
      .toBe(true);
    await page.getByRole("log").hover();
    await page.mouse.wheel(0, -3_000);
    await page
      .getByRole("button", { name: /Newest|new/ })
      .first()
      .waitFor();
    await composer(page).focus();
    await page.keyboard.press("Escape");
    await expect
      .poll(() => page.getByRole("log").evaluate((box) => box.scrollHeight - box.clientHeight - box.scrollTop < 4))
      .toBe(true);
  },
};

const writing: Record<string, Proof> = {
  send: async ({ page }) => {
    await composer(page).fill("sent by a key");
    await page.keyboard.press("Enter");
    await message(page, "sent by a key").waitFor();
  },
  newline: async ({ page }) => {
    await composer(page).fill("one");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("two");
    expect(await text(page)).toBe("one\ntwo");
    await empty(page);
  },
  edit: async ({ page }) => {
    await composer(page).focus();
    await page.keyboard.press("ArrowUp");
    await page.getByRole("button", { name: "Save" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Save" }).waitFor({ state: "detached" });
  },
  reply: async ({ page }) => {
    await composer(page).focus();
    await page.keyboard.press("Shift+ArrowUp");
    await page.getByText(/^Reply to Bram/).waitFor();
    await page.keyboard.press("Escape");
  },
  recall: async ({ page }) => {
    await composer(page).fill("to be called back");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+ArrowUp");
    expect(await text(page)).toBe("to be called back");
    await empty(page);
  },
  bold: marks("Control+b", "**so**"),
  italic: marks("Control+i", "*so*"),
  strike: marks("Control+Shift+X", "~~so~~"),
  code: async (place) => {
    await marks("Control+Shift+C", "`so`")(place);
    await marks("Control+e", "`so`")(place);
  },
  link: marks("Control+k", "[so]()"),
  indent: async ({ page }) => {
    await composer(page).fill("- item");
    await page.keyboard.press("Tab");
    expect(await text(page)).toBe("  - item");
    await page.keyboard.press("Shift+Tab");
    expect(await text(page)).toBe("- item");
    await empty(page);
  },
  command: async ({ page }) => {
    await composer(page).focus();
    await page.keyboard.type("/top");
    await page.getByRole("option", { name: /\/topic/ }).waitFor();
    await page.keyboard.press("Escape");
    await empty(page);
  },
};

const onMessage: Record<string, Proof> = {
  walk: async ({ page }) => {
    await onNewest(page, "the second of Bram");
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => focused(page)).toContain("my own words");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => focused(page)).toContain("the second of Bram");
  },
  verbs: async ({ page }) => {
    await onNewest(page, "the first of Bram");
    await page.keyboard.press("Enter");
    await page.getByRole("menu").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
  },
  "reply-to": async ({ page }) => {
    await onNewest(page, "the first of Bram");
    await page.keyboard.press("r");
    await page.getByText(/^Reply to Bram.*the first/).waitFor();
    await page.keyboard.press("Escape");
  },
  thread: async ({ page }) => {
    await onNewest(page, "the first of Bram");
    await page.keyboard.press("t");
    await thread(page).getByRole("textbox").waitFor();
    await page.keyboard.press("Escape");
    await thread(page).waitFor({ state: "detached" });
  },
  "edit-it": async ({ page }) => {
    await onNewest(page, "my own words");
    await page.keyboard.press("e");
    await page.getByRole("button", { name: "Save" }).waitFor();
    await page.keyboard.press("Escape");
  },
  "react-to": async ({ page }) => {
    await onNewest(page, "the first of Bram");
    await page.keyboard.press("+");
    await dialog(page, /emoji/i).waitFor();
    await shut(page, /emoji/i);
  },
  unread: async ({ page }) => {
    await onNewest(page, "the second of Bram");
    await page.keyboard.press("u");
    await page.getByText("New", { exact: true }).waitFor();
  },
  forward: async ({ page }) => {
    await onNewest(page, "the first of Bram");
    await page.keyboard.press("f");
    await dialog(page, /Forward/).waitFor();
    await shut(page, /Forward/);
  },
};

const single: Record<string, Proof> = {
  "single-walk": async ({ page }) => {
    await standBack(page);
    await page.keyboard.press("k");
    const first = await focused(page);
    expect(first).not.toBe("");
    await page.keyboard.press("k");
    await expect.poll(() => focused(page)).not.toBe(first);
    await page.keyboard.press("j");
    await expect.poll(() => focused(page)).toBe(first);
  },
  "single-unread": async ({ page, room, other, bram }) => {
    await say(bram, other, "this waits too");
    await page.getByRole("link", { name: new RegExp(`${other.name}, \\d unread`) }).waitFor();
    for (let step = 0; step < 20 && !page.url().includes(other.id); step += 1) {
      const before = page.url();
      await standBack(page);
      await page.keyboard.press("n");
      await page.waitForURL((url) => url.href !== before);
    }
    await at(page, other);
    await openRoom(page, room);
  },
  "single-person": async ({ page, room, bram }) => {
    const ana = (await signInByForm("ana")).participantId;
    const direct = await call<{ id: string }>(bram, "rooms.createDm", { participant_id: ana });
    await say(bram, direct, "are you there?");
    await page.getByRole("link", { name: /Bram.*unread/ }).waitFor();
    for (let step = 0; step < 20 && !page.url().includes(direct.id); step += 1) {
      const before = page.url();
      await standBack(page);
      await page.keyboard.press("p");
      await page.waitForURL((url) => url.href !== before);
    }
    await openRoom(page, room);
  },
  "single-reply": async ({ page }) => {
    await standBack(page);
    await page.keyboard.press("r");
    await page.getByText(/^Reply to /).waitFor();
    await page.keyboard.press("Escape");
  },
  "single-write": async ({ page }) => {
    await standBack(page);
    await page.keyboard.press("c");
    await isWriting(page);
    expect(await text(page)).toBe("");
  },
  "single-dm": async (place) => {
    await standBack(place.page);
    await opens("x", /direct message/i)(place);
  },
  "single-find": async ({ page }) => {
    await standBack(page);
    await page.keyboard.press("/");
    await page.getByRole("combobox").waitFor();
    await page.keyboard.press("Escape");
  },
};

const parts = keyParts({ send_with: "enter" });

for (const [part, proofs] of [
  ["everywhere", everywhere],
  ["writing", writing],
  ["message", onMessage],
  ["single", single],
] as const) {
  journey(`every key of the shortcut sheet does what it says: ${part}`, async ({ people }) => {
    const ids = parts[part].map((line) => line.id);
    expect(Object.keys(proofs)).toEqual(ids);
    const [bram, ana] = [await signInByForm("bram"), await signInByForm("ana")];
    const room = await makeRoom([bram, ana], "keys");
    const other = await makeRoom([bram, ana], "other");
    await say(bram, room, "the first of Bram");
    await say(ana, room, "my own words");
    await say(bram, room, "the second of Bram");
    if (part === "single") await call(ana, "participants.updatePreferences", { single_keys: true });
    try {
      const { page } = await people.signIn("Ana de Vries", { at: room.path });
      await alive(page);
      await live(page);
      for (const id of ids) {
        await proofs[id]!({ page, room, other, bram }).catch((error: Error) => {
          throw new Error(`${part}, ${id}: ${error.message}`);
        });
      }
    } finally {
      if (part === "single") await call(ana, "participants.updatePreferences", { single_keys: false });
    }
  });
}
