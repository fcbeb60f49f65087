import { expect } from "vitest";
import { call } from "./support/http.ts";
import { journey } from "./support/people.ts";
import { alive, composer, live, message, messages, row, write } from "./support/screen.ts";
import { makeRoom, say, signInByForm } from "./support/world.ts";

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true } as const;

journey("a command does its work for all, and its errors are for its caller alone", async ({ people }) => {
  const [bram, ana] = [await signInByForm("bram"), await signInByForm("ana")];
  const room = await makeRoom([ana, bram], "commands");
  const one = await people.signIn("Ana de Vries", { at: room.path });
  const other = await people.signIn("Bram Okafor", { at: room.path });
  await Promise.all([alive(one.page), alive(other.page)]);
  await composer(one.page).focus();
  await one.page.keyboard.type("/to");
  await one.page.getByRole("option", { name: /\/topic/ }).waitFor();
  await one.page.keyboard.press("Tab");
  await one.page.keyboard.type("What we build");
  await one.page.keyboard.press("Enter");
  await other.page.getByRole("main").getByText("What we build").first().waitFor();

  await write(one.page, "/nonsense for all");
  await one.page.getByRole("alert").getByText("There is no command /nonsense here").waitFor();
  await write(other.page, "/kick @ana ");
  await other.page
    .getByRole("alert")
    .getByText(/Needs power level/)
    .waitFor();
  expect(await messages(other.page).filter({ hasText: "nonsense" }).count()).toBe(0);
  await one.page.getByRole("button", { name: "Send as text" }).click();
  await message(other.page, "/nonsense for all").waitFor();
  await write(one.page, "//topic is a command");
  await message(other.page, "/topic is a command").waitFor();
});

journey("a draft shows in the list on every device, is deleted with others, and comes back", async ({ people }) => {
  const ana = await signInByForm("ana");
  const [one, two] = [await makeRoom([ana], "draft"), await makeRoom([ana], "other")];
  const { page } = await people.signIn("Ana de Vries", { at: one.path });
  const phoned = await people.signIn("Ana de Vries", { at: two.path });
  await Promise.all([alive(page), alive(phoned.page)]);
  await composer(page).fill("begun here and not sent");
  await phoned.page.getByRole("link", { name: new RegExp(`^${one.name}.*draft`) }).waitFor();

  await phoned.page.getByRole("button", { name: /^Drafts/ }).click();
  const dialog = phoned.page.getByRole("dialog", { name: "Drafts" });
  await dialog.getByRole("checkbox", { name: new RegExp(`Choose the draft in .*${one.name}`) }).check();
  await dialog.getByRole("button", { name: /^Delete draft/ }).click();
  await expect.poll(() => composer(page).inputValue()).toBe("");
  await phoned.page.keyboard.press("Escape");
  await phoned.page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => composer(page).inputValue()).toBe("begun here and not sent");
  await composer(page).fill("");
  await phoned.page.getByRole("link", { name: new RegExp(`^${one.name}.*draft`) }).waitFor({ state: "detached" });
});

journey("every version of an edited message can be read, until it is removed", async ({ people }) => {
  const [bram, ana] = [await signInByForm("bram"), await signInByForm("ana")];
  const room = await makeRoom([bram, ana], "versions");
  const { id: event_id } = await say(bram, room, "the very first");
  for (const body of ["the second", "the third"])
    await call(bram, "messages.edit", { room_id: room.id, event_id, content: { msgtype: "swp.text", body } });
  const { page } = await people.signIn("Ana de Vries", { at: room.path });
  await alive(page);
  await page.getByRole("button", { name: /edited/ }).click();
  const versions = page.getByRole("list", { name: "Versions of this message" }).getByRole("listitem");
  await expect
    .poll(() => versions.allTextContents())
    .toEqual([
      expect.stringContaining("the third"),
      expect.stringContaining("the second"),
      expect.stringMatching(/^First said.*the very first/),
    ]);
  await page.keyboard.press("Escape");
  await call(bram, "messages.redact", { room_id: room.id, event_id });
  await message(page, "removed a message").waitFor();
  await expect.poll(() => page.getByRole("button", { name: /edited/ }).count()).toBe(0);
});

journey("a room with something unread opens at its end for who chose so", async ({ people }) => {
  const [bram, ana] = [await signInByForm("bram"), await signInByForm("ana")];
  const [room, home] = [await makeRoom([bram, ana], "landing"), await makeRoom([ana], "home")];
  for (let line = 0; line < 14; line += 1) await say(bram, room, `${"tall\n\n".repeat(6)}line ${line}`);
  try {
    await call(ana, "participants.updatePreferences", { open_rooms_at: "newest", read_marker_mode: "leave" });
    const { page } = await people.signIn("Ana de Vries", { at: home.path });
    await alive(page);
    const fromEnd = () => page.getByRole("log").evaluate((box) => box.scrollHeight - box.clientHeight - box.scrollTop);
    await row(page, room).click();
    await message(page, "line 13").waitFor();
    await expect.poll(fromEnd).toBeLessThan(8);
    await page.getByRole("button", { name: /14 new/ }).waitFor();
  } finally {
    await call(ana, "participants.updatePreferences", { open_rooms_at: "unread" });
  }
});

journey("with a finger a message is answered by a swipe to the right", async ({ people }) => {
  const [bram, ana] = [await signInByForm("bram"), await signInByForm("ana")];
  const room = await makeRoom([bram, ana], "finger");
  await say(bram, room, "answer me with a swipe");
  const { page } = await people.signIn("Ana de Vries", { ...phone, at: room.path });
  await alive(page);
  await live(page);
  const cdp = await page.context().newCDPSession(page);
  const touch = (type: string, at?: { x: number; y: number }) =>
    cdp.send("Input.dispatchTouchEvent", { type: type as "touchStart", touchPoints: at ? [at] : [] });
  const foot = async (words: string) => {
    const box = await message(page, words).boundingBox();
    return { x: (box?.x ?? 0) + 150, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
  };

  const start = await foot("answer me");
  await touch("touchStart", start);
  for (let step = 10; step <= 90; step += 10) await touch("touchMove", { x: start.x + step, y: start.y });
  await touch("touchEnd");
  await page.getByText(/^Reply to Bram Okafor: answer me/).waitFor();
  await page.getByRole("button", { name: "Leave the reply" }).click();
  await page.getByText(/^Reply to Bram Okafor/).waitFor({ state: "detached" });
});

journey("a bar of formats and a preview stay as one left them, and lose no word", async ({ people }) => {
  const ana = await signInByForm("ana");
  const room = await makeRoom([ana], "formats");
  const { page } = await people.signIn("Ana de Vries", { at: room.path });
  await alive(page);
  await page.getByRole("button", { name: "Formatting" }).click();
  const bar = page.getByRole("toolbar", { name: "Formatting" });
  await composer(page).fill("first line");
  await page.keyboard.press("Control+a");
  await bar.getByRole("button", { name: /^Bold/ }).click();
  await expect.poll(() => composer(page).inputValue()).toBe("**first line**");
  await page.keyboard.press("Control+z");
  await expect.poll(() => composer(page).inputValue()).toBe("first line");
  await bar.getByRole("button", { name: "Preview" }).click();
  await page.getByRole("region", { name: "Preview" }).getByText("first line").waitFor();
  await page.reload();
  await alive(page);
  await page.getByRole("region", { name: "Preview" }).waitFor();
  await expect.poll(() => composer(page).inputValue()).toBe("first line");
});
