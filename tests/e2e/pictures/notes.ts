import type { Page } from "playwright";
import { notePath } from "../../../src/domain/notes/paths.ts";
import type { NoteSummary } from "../../../src/domain/notes/schema.ts";
import type { Suggestion } from "../../../src/domain/notes/suggestions-schema.ts";
import { call } from "../support/http.ts";
import { editor, type Note, openNote, sharedWorkspace, writeIn } from "../support/notes.ts";
import { openRoom } from "../support/screen.ts";
import { say } from "../support/world.ts";
import { dialog, go, named, type Scene, world } from "./stage.ts";

/** A note of the demo by its name. */
async function seeded(title: string): Promise<Note> {
  const workspace = await sharedWorkspace(world.ana);
  const { items } = await call<{ items: NoteSummary[] }>(world.ana, "notes.list", {
    workspace_id: workspace.id,
    q: title,
  });
  const found = items.find((note) => note.title === title);
  if (!found) throw new Error(`The demo has no note ${title}.`);
  return { id: found.id, title, path: notePath(workspace.slug, found), workspaceId: workspace.id };
}

async function inNoteMenu(page: Page, entry: string): Promise<void> {
  await openNote(page, await seeded("Launch plan"));
  await page.getByRole("button", { name: "More about this note" }).click();
  await page.getByRole("menuitem", { name: entry }).click();
}

/** Notes and todos: pictures 15 to 17. */
export const inNotes: readonly Scene[] = [
  ["15-note", async ({ page }) => openNote(page, await seeded("Launch plan"))],
  [
    "15-note-written-together",
    async ({ page, people }) => {
      const note = await seeded("Launch plan");
      await writeIn({ page }, note);
      const bram = await people.signIn("Bram Okafor");
      await writeIn(bram, note);
      await editor(bram.page).press("Control+End");
      await page.getByText("Writing here: Bram Okafor").waitFor({ state: "attached" });
    },
  ],
  [
    "15-versions",
    async ({ page }) => {
      await inNoteMenu(page, "Versions");
      await dialog(page).waitFor();
    },
  ],
  [
    "15-suggestions",
    async ({ page }) => {
      const note = await seeded("Decisions");
      const at = { note_id: note.id };
      const { items } = await call<{ items: Suggestion[] }>(world.ana, "noteSuggestions.list", at);
      const earlier = items.map(({ id }) => id);
      if (earlier.length > 0) await call(world.ana, "noteSuggestions.reject", { ...at, suggestion_ids: earlier });
      for (const instruction of [
        'replace "tell us the same thing more slowly" with "tell us the same, only later"',
        'replace "So that a person pays what the counter would have asked." with "A person pays what the counter would have asked."',
      ]) {
        await call(world.ana, "aiNotes.assist", { ...at, action: "rewrite", participant_id: world.mira, instruction });
      }
      await writeIn({ page }, note);
      await page
        .getByRole("group", { name: /^Suggestion of Mira/ })
        .nth(1)
        .waitFor();
    },
  ],
  [
    "15-note-in-a-room",
    async ({ page, form, theme }) => {
      const room = await named([world.ana, world.bram], `card-${form}-${theme}`, "");
      await say(world.bram, room, "All of it is in [[Launch plan]], with $t < 1\\,\\text{s}$ as the aim.");
      await openRoom(page, room);
      await page
        .getByRole("link", { name: /Launch plan/ })
        .first()
        .waitFor();
    },
  ],
  [
    "16-note-offline",
    async ({ page }) => {
      const note = await seeded("Decisions");
      await writeIn({ page }, note);
      await page.context().setOffline(true);
      try {
        await editor(page).press("Control+End");
        await page.keyboard.type("Written on the train.");
        await page
          .getByRole("status")
          .filter({ hasText: /Offline/ })
          .waitFor();
      } finally {
        // The picture is taken before the socket is back.
        await page.context().setOffline(false);
      }
    },
  ],
  [
    "17-today",
    async ({ page }) => {
      await go(page, "/today");
      await page.getByRole("checkbox").first().waitFor();
    },
  ],
  ["17-notes", async ({ page }) => go(page, `/w/${(await sharedWorkspace(world.ana)).slug}/notes`)],
];
