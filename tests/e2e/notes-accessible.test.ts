import type { Page } from "playwright";
import { expect } from "vitest";
import { appearanceCookie } from "../../src/client/shell/appearance.ts";
import { still, violations } from "./support/axe.ts";
import { call } from "./support/http.ts";
import { editor, makeNote, noteAddress, openNote, sharedWorkspace } from "./support/notes.ts";
import { journey } from "./support/people.ts";
import { alive, live, message, openRoom } from "./support/screen.ts";
import { makeRoom, say, signInByForm } from "./support/world.ts";

const looks = [
  ["light", "light.comfortable.normal"],
  ["dark", "dark.comfortable.normal"],
] as const;

const body = `---
category: Plans
tags: [launch]
---
Words with [[Decisions]], $x^2$ and \`code\`.

# What is left

- [ ] Check the gates !high 📅 2026-11-20 @ana
- [x] Print the page

| gate | taps |
| --- | ---: |
| north | 48 |

\`\`\`ts
const taps = 48;
\`\`\`
`;

for (const [name, look] of looks) {
  journey(
    `axe finds nothing in notes: reading, writing, lists, panels and Today, ${name}`,
    { timeout: 180_000 },
    async ({ people }) => {
      const ana = await signInByForm("ana");
      const workspace = await sharedWorkspace(ana);
      const note = await makeNote(ana, "axe", body, { pinned: true });
      await makeNote(ana, "links", `See [[${note.title}]].\n`);
      await call(ana, "noteComments.post", { note_id: note.id, body: "Is this still so?" });
      const room = await makeRoom([ana], "axe");
      await say(ana, room, `see [[${note.title}]] and [[nothing such]]`);
      const { page, context } = await people.signIn("Ana de Vries", { ...still, colorScheme: name });
      await context.addCookies([{ name: appearanceCookie, value: look, url: noteAddress("") }]);
      const found: string[] = [];
      const see = async (what: string) => {
        await page.waitForLoadState("networkidle");
        found.push(...(await violations(page)).map((violation) => `${what}: ${violation}`));
      };
      await openNote(page, note);
      await see("reading");
      for (const [panel, words] of [
        ["links", "Linked from"],
        ["comments", "Is this still so?"],
      ] as const) {
        await openNote(page, note, `?panel=${panel}`);
        await page.getByRole("complementary").getByText(words).first().waitFor();
        await see(panel);
      }
      await openNote(page, note, "?edit=1");
      await editor(page).waitFor();
      await page
        .getByRole("status")
        .filter({ hasText: /^Saved$/ })
        .waitFor();
      await see("writing");
      await menuAndDialogs(page, see);
      for (const search of ["", "?view=inbox", "?view=archive", "?q=nothing+at+all"]) {
        await page.goto(noteAddress(`/w/${workspace.slug}/notes${search}`));
        await live(page);
        await see(`list ${search}`);
      }
      await page.goto(noteAddress("/today"));
      await live(page);
      await see("today");
      await openRoom(page, room);
      await alive(page);
      await message(page, note.title)
        .first()
        .getByRole("link", { name: /Words with/ })
        .waitFor();
      await see("card in a room");
      await page.goto(noteAddress(`${room.path}?panel=notes`));
      await page.getByRole("complementary", { name: "Notes of this room" }).waitFor();
      await see("notes of a room");
      expect(found).toEqual([]);
    },
  );
}

async function menuAndDialogs(page: Page, see: (what: string) => Promise<void>): Promise<void> {
  await page.getByRole("button", { name: "Done" }).click();
  for (const entry of ["Category and tags", "Other names", "Move to workspace", "Versions"]) {
    await page.getByRole("button", { name: "More about this note" }).click();
    await page.getByRole("menu").waitFor();
    if (entry === "Category and tags") await see("the note's menu");
    await page.getByRole("menuitem", { name: entry }).click();
    await page.getByRole("dialog").waitFor();
    await see(entry);
    await page.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).first().click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
}
