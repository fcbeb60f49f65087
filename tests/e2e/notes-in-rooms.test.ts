import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { call } from "./support/http.ts";
import { caretBehind, editor, makeNote, noteAddress, noteOf, writeIn } from "./support/notes.ts";
import { journey } from "./support/people.ts";
import { act, alive, composer, live, message, openRoom, write } from "./support/screen.ts";
import { makeRoom, say, signInByForm } from "./support/world.ts";

journey("a note is found by [[ in a message, shown as a card with who writes in it, and opened", async ({ people }) => {
  const [ana, bram] = [await signInByForm("ana"), await signInByForm("bram")];
  const room = await makeRoom([ana, bram], "cards");
  const note = await makeNote(ana, "Card", "The first words of it.\n");
  const writer = await people.signIn("Bram Okafor");
  await writeIn(writer, note);
  await caretBehind(writer.page, "The first words of it");
  await writer.page.keyboard.type(", and more");
  const { page } = await people.signIn("Ana de Vries", { at: room.path });
  await alive(page);
  await composer(page).fill(`see [[${note.title.slice(0, 8)}`);
  await page.getByRole("option", { name: new RegExp(note.title) }).waitFor();
  await page.keyboard.press("Enter");
  await expect.poll(() => composer(page).inputValue()).toBe(`see [[${note.title}]] `);
  await page.keyboard.press("Enter");

  const said = message(page, note.title).first();
  const card = said.getByRole("link", { name: /The first words of it/ });
  await card.waitFor();
  await card.getByText(/Writing here: Bram Okafor/).waitFor();
  await said.getByRole("link", { name: note.title, exact: true }).first().click();
  await page.getByRole("heading", { level: 1, name: note.title }).waitFor();
  // The page that looks the name up bears it too, on the way.
  await page.waitForURL((url) => url.pathname === note.path);
  await page.goBack();
  await card.click();
  await page.getByRole("heading", { level: 1, name: note.title }).waitFor();
});

journey("a name that nothing bears yet is offered to be written", async ({ people }) => {
  const ana = await signInByForm("ana");
  const room = await makeRoom([ana], "unwritten");
  const title = `Unwritten ${randomUUID().slice(0, 6)}`;
  const { page } = await people.signIn("Ana de Vries", { at: room.path });
  await alive(page);
  await write(page, `somebody should write [[${title}]]`);
  await message(page, title).first().getByRole("link", { name: title }).click();
  await page.getByText(`Nothing is called ‘${title}’ here`).waitFor();
  await live(page);
  await page.getByRole("button", { name: `Write “${title}”` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Create note" }).click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  await editor(page).waitFor();
  await openRoom(page, room);
  await message(page, title).first().getByRole("link", { name: title }).first().click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
});

journey(
  "a note that somebody may not read shows them no card, and is offered like one that isn't there",
  async ({ people }) => {
    const [ana, bram] = [await signInByForm("ana"), await signInByForm("bram")];
    const room = await makeRoom([ana, bram], "secret");
    const own = await call<{ id: string; slug: string }>(ana, "workspaces.create", {
      name: `own ${randomUUID().slice(0, 6)}`,
    });
    const note = await makeNote(ana, "Secret", "Only for Ana.\n", { workspace: own });
    await say(ana, room, `my [[${note.title}]] is at ${noteAddress(note.path)}`);
    const { page, record } = await people.signIn("Bram Okafor", { at: room.path });
    await alive(page);
    await message(page, note.title).first().getByRole("link", { name: note.title, exact: true }).click();
    await page.getByText(`Nothing is called ‘${note.title}’ here`).waitFor();
    record.expectFault(/status of 404/);
    await page.goto(noteAddress(note.path));
    await page.getByText("You can't open this").waitFor();
    expect(await page.content()).not.toContain("Only for Ana.");
  },
);

journey("messages become a note that leads back to where they were said", async ({ people }) => {
  const [ana, bram] = [await signInByForm("ana"), await signInByForm("bram")];
  const room = await makeRoom([ana, bram], "saved");
  const said = await say(bram, room, "**We open on Thursday**, all agreed.");
  const { page, session } = await people.signIn("Ana de Vries", { at: room.path });
  await alive(page);
  await act(page, "We open on Thursday", /^Save as note/);
  const dialog = page.getByRole("dialog");
  await expect.poll(() => dialog.getByLabel("Title").inputValue()).toBe("We open on Thursday, all agreed.");
  const title = `Opening ${randomUUID().slice(0, 6)}`;
  await dialog.getByLabel("Title").fill(title);
  await dialog.getByRole("button", { name: "Save note" }).click();
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  await page.getByRole("article").getByText("We open on Thursday").waitFor();
  await page.getByRole("link", { name: new RegExp(`^from #?${room.name}$`) }).click();
  await page.waitForURL((url) => url.pathname === room.path);

  await alive(page);
  await page.getByRole("button", { name: "More about this room" }).click();
  await page.getByRole("menuitem", { name: "Notes of this room" }).click();
  await page
    .getByRole("complementary", { name: "Notes of this room" })
    .getByRole("link", { name: new RegExp(`^${title}.*From this room`) })
    .click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  const note = await call<{ items: { id: string; source_event_id: string }[] }>(session, "notes.list", {
    source_room_id: room.id,
  });
  expect(note.items.map(({ source_event_id }) => source_event_id)).toEqual([said.id]);
});

journey(
  "the switcher finds notes, the sidebar shows pinned ones, and both follow what others do",
  async ({ people }) => {
    const ana = await signInByForm("ana");
    const note = await makeNote(ana, "Found", "Somewhere in here.\n");
    const room = await makeRoom([ana, await signInByForm("bram")], "switch");
    const { page } = await people.signIn("Bram Okafor", { at: room.path });
    await alive(page);
    await call(ana, "notes.update", { note_id: note.id, pinned: true });
    const pinned = page.getByRole("region", { name: "Pinned notes" }).getByRole("link", { name: note.title });
    await pinned.waitFor();
    await call(ana, "notes.update", { note_id: note.id, title: `${note.title} renamed` });
    await page
      .getByRole("region", { name: "Pinned notes" })
      .getByRole("link", { name: `${note.title} renamed` })
      .waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill(`/${note.title}`);
    await page.getByRole("option", { name: new RegExp(note.title) }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: `${note.title} renamed` }).waitFor();
    await call(ana, "notes.update", { note_id: note.id, pinned: false });
    await pinned.waitFor({ state: "detached" });
    expect((await noteOf(ana, note)).pinned).toBe(false);
  },
);
