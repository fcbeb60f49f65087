import { expect } from "vitest";
import { caretBehind, makeNote, noteAddress, openNote, stored, writeIn, written } from "./support/notes.ts";
import { journey } from "./support/people.ts";
import { live } from "./support/screen.ts";
import { signInByForm } from "./support/world.ts";

const day = () => new Date().toISOString().slice(0, 10);

journey("a todo is ticked in Today while someone else edits its line", async ({ people }) => {
  const ana = await signInByForm("ana");
  const mark = `gates-${Date.now().toString(36)}`;
  const note = await makeNote(ana, "todo", `- [ ] Check the ${mark} 📅 ${day()} @ana\n`);
  await stored(ana, note, (text) => /\^todo-\w{5}/.test(text));
  const bram = await people.signIn("Bram Okafor");
  await writeIn(bram, note);
  const { page } = await people.signIn("Ana de Vries");
  await page.goto(noteAddress("/today"));
  await live(page);
  const line = page.getByRole("listitem").filter({ hasText: mark });
  await line.waitFor();

  await caretBehind(bram.page, mark);
  await Promise.all([
    bram.page.keyboard.type(" with a second phone", { delay: 25 }),
    line.getByRole("checkbox").click(),
  ]);
  await stored(ana, note, (text) => text.includes(`- [x] Check the ${mark} with a second phone`));
  await expect.poll(() => written(bram.page)).toContain("with a second phone");
  await expect.poll(() => line.getByRole("checkbox").isChecked()).toBe(true);
});

journey("a todo that is ticked in the note is ticked for everyone who reads it", async ({ people }) => {
  const ana = await signInByForm("ana");
  const note = await makeNote(ana, "ticked", "- [ ] one thing\n- [ ] another\n");
  await stored(ana, note, (text) => (text.match(/\^todo-\w{5}/g) ?? []).length === 2);
  const [bram, chloe] = [await people.signIn("Bram Okafor"), await people.signIn("Ana de Vries")];
  await openNote(bram.page, note);
  await openNote(chloe.page, note);
  await bram.page.getByRole("article").getByRole("checkbox").first().click();
  await stored(ana, note, (text) => text.startsWith("- [x] one thing"));
  await expect.poll(() => chloe.page.getByRole("article").getByRole("checkbox").first().isChecked()).toBe(true);
  expect(await chloe.page.getByRole("article").getByRole("checkbox").nth(1).isChecked()).toBe(false);
});
