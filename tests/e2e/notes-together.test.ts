import { expect } from "vitest";
import { call } from "./support/http.ts";
import {
  caretBehind,
  chip,
  editor,
  makeNote,
  noteOf,
  openNote,
  stopWriting,
  stored,
  writeIn,
  written,
} from "./support/notes.ts";
import { journey } from "./support/people.ts";
import { signInByForm } from "./support/world.ts";

journey("two people write in one paragraph, see each other, and read what both wrote", async ({ people }) => {
  const note = await makeNote(await signInByForm("ana"), "together", "Taps at the north gate and the south gate.\n");
  const [ana, bram] = [await people.signIn("Ana de Vries"), await people.signIn("Bram Okafor")];
  await Promise.all([writeIn(ana, note), writeIn(bram, note)]);
  await ana.page.getByText("Writing here: Bram Okafor").waitFor({ state: "attached" });

  await caretBehind(ana.page, "the north gate");
  await caretBehind(bram.page, "the south gate");
  await Promise.all([
    ana.page.keyboard.type(" (forty-eight of them)", { delay: 15 }),
    bram.page.keyboard.type(" (twelve)", { delay: 30 }),
  ]);
  const whole = "Taps at the north gate (forty-eight of them) and the south gate (twelve).";
  for (const { page } of [ana, bram]) await expect.poll(() => written(page)).toContain(whole);
  await stored(ana.session, note, (text) => text === `${whole}\n`);

  await stopWriting(ana.page);
  await ana.page.getByRole("article").getByText(whole).waitFor();
  // What the other goes on writing reaches who reads.
  await bram.page.keyboard.type(" Done");
  await ana.page.getByRole("article").getByText("(twelve) Done").waitFor();
});

journey("a viewer becomes an editor and a viewer again while the note is open", async ({ people }) => {
  const ana = await signInByForm("ana");
  const bram = await signInByForm("bram");
  const workspace = await call<{ id: string; slug: string }>(ana, "workspaces.create", {
    name: `roles ${Date.now().toString(36)}`,
  });
  const member = { workspace_id: workspace.id, participant_id: bram.participantId };
  await call(ana, "workspaces.addMember", { ...member, role: "viewer" });
  const note = await makeNote(ana, "roles", "What stands here.\n", { workspace });
  const { page, session } = await people.signIn("Bram Okafor");
  await openNote(page, note);
  expect(await page.getByRole("button", { name: /^Edit/ }).count()).toBe(0);

  await call(ana, "workspaces.changeRole", { ...member, role: "editor" });
  await page.getByRole("button", { name: /^Edit/ }).click();
  await editor(page).waitFor();
  await chip(page, /^Saved$/).waitFor();
  await caretBehind(page, "stands here");
  await page.keyboard.type(" now");
  await stored(session, note, (text) => text.includes("stands here now"));

  await call(ana, "workspaces.changeRole", { ...member, role: "viewer" });
  await chip(page, "Read only: you are a viewer").waitFor();
  await page.keyboard.type("and this never");
  expect((await noteOf(ana, note)).markdown).toBe("What stands here now.\n");
  await expect.poll(() => written(page)).not.toContain("never");

  await call(ana, "workspaces.changeRole", { ...member, role: "editor" });
  await chip(page, /^Saved$/).waitFor({ state: "attached" });
  await caretBehind(page, "stands here now");
  await page.keyboard.type(" again");
  await stored(session, note, (text) => text.includes("stands here now again"));
});

journey("an earlier version is restored while another types, and what they type stays", async ({ people }) => {
  const ana = await signInByForm("ana");
  const note = await makeNote(ana, "restored", "The first paragraph.\n\nThe second paragraph.\n");
  const first = await noteOf(ana, note);
  await call(ana, "notes.update", {
    note_id: note.id,
    markdown: "Something else instead.\n\nThe second paragraph.\n",
    base_version: first.version,
  });
  const bram = await people.signIn("Bram Okafor");
  await writeIn(bram, note);
  await caretBehind(bram.page, "The second paragraph");

  const { page } = await people.signIn("Ana de Vries");
  await openNote(page, note);
  await page.getByRole("button", { name: "More about this note" }).click();
  await page.getByRole("menuitem", { name: "Versions" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  const { items } = await call<{ items: { id: string; reason: string }[] }>(ana, "noteVersions.list", {
    note_id: note.id,
  });
  const made = items.find(({ reason }) => reason === "created");
  await Promise.all([
    bram.page.keyboard.type(" while it is restored", { delay: 25 }),
    call(ana, "noteVersions.restore", { note_id: note.id, version_id: made?.id }),
  ]);
  await expect.poll(() => written(bram.page)).toContain("The first paragraph.");
  await stored(ana, note, (text) => text === "The first paragraph.\n\nThe second paragraph while it is restored.\n");
});

journey("a program writes by the API while someone types, and neither loses a word", async ({ people }) => {
  const ana = await signInByForm("ana");
  const note = await makeNote(ana, "programs", "One line of Bram.\n\nOne line of a program.\n");
  const bram = await people.signIn("Bram Okafor");
  await writeIn(bram, note);
  await caretBehind(bram.page, "One line of Bram");
  const { version } = await noteOf(ana, note);
  await Promise.all([
    bram.page.keyboard.type(", who types on and on", { delay: 25 }),
    call(ana, "notes.update", {
      note_id: note.id,
      markdown: "One line of Bram.\n\nTwo lines of a program.\n\nReally.\n",
      base_version: version,
      on_conflict: "merge",
    }),
  ]);
  await expect.poll(() => written(bram.page)).toContain("Two lines of a program.");
  await stored(
    ana,
    note,
    (text) => text === "One line of Bram, who types on and on.\n\nTwo lines of a program.\n\nReally.\n",
  );
  // The caret stayed where it was.
  await bram.page.keyboard.type("!");
  await stored(ana, note, (text) => text.includes("types on and on!."));
});
