import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { NoteDetails } from "../../src/domain/notes/schema.ts";
import { call } from "./support/http.ts";
import { chip, editor, makeNote, noteAddress, noteOf, openNote, sharedWorkspace } from "./support/notes.ts";
import { journey } from "./support/people.ts";
import { live } from "./support/screen.ts";
import { signInByForm } from "./support/world.ts";

const body = `## What is left

- [ ] Check the gates !high
- [x] Print the page

| gate | taps |
| --- | ---: |
| north | 48 |
`;

journey("someone without JavaScript finds a note in the list and reads it", async ({ people }) => {
  const ana = await signInByForm("ana");
  const plan = await makeNote(ana, "plain", body);
  const other = await makeNote(ana, "leads there", `See [[${plan.title}]].\n`);
  const workspace = await sharedWorkspace(ana);
  const { page } = await people.signIn("Bram Okafor", { javaScriptEnabled: false, at: `/w/${workspace.slug}/notes` });
  await page.getByRole("link", { name: new RegExp(other.title) }).click();
  await page.getByRole("heading", { level: 1, name: other.title }).waitFor();
  await page.getByRole("article").getByRole("link", { name: plan.title }).click();
  await page.getByRole("heading", { level: 1, name: plan.title }).waitFor();
  await page.getByRole("heading", { name: "What is left" }).waitFor();
  await page.getByRole("cell", { name: "48" }).waitFor();
  await expect.poll(() => page.getByRole("checkbox", { checked: true }).count()).toBe(1);
});

journey("a note that is not there and one that is not for the reader are told alike", async ({ people }) => {
  const ana = await signInByForm("ana");
  const own = await call<{ id: string; slug: string }>(ana, "workspaces.create", {
    name: `own ${randomUUID().slice(0, 6)}`,
  });
  const hidden = await makeNote(ana, "hidden", "Nobody else reads this.\n", { workspace: own });
  const workspace = await sharedWorkspace(ana);
  const { page, record } = await people.signIn("Bram Okafor");
  record.expectFault(/status of 404/);
  const seen: (string | null)[] = [];
  for (const path of [
    hidden.path,
    `/w/${workspace.slug}/n/nothing-${randomUUID().slice(-12)}`,
    `/w/${workspace.slug}/n/x`,
  ]) {
    const answer = await page.goto(noteAddress(path));
    expect(answer?.status()).toBe(404);
    await page.getByText("You can't open this").waitFor();
    seen.push(await page.locator("#main").textContent());
  }
  expect(new Set(seen).size).toBe(1);
});

journey("a note is written, sorted, found by filters, put away and brought back", async ({ people }) => {
  const { page, session } = await people.signIn("Ana de Vries");
  const workspace = await sharedWorkspace(session);
  const title = `Sorted ${randomUUID().slice(0, 6)}`;
  await page.goto(noteAddress(`/w/${workspace.slug}/notes`));
  await live(page);
  await page.getByRole("button", { name: "New note" }).click();
  await page.getByRole("dialog").getByLabel("Title").fill(title);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  await chip(page, /^Saved$/).waitFor();
  await editor(page).click();
  await page.keyboard.type("First words.");
  const stored = async () =>
    (await call<NoteDetails>(session, "notes.get", { note_id: await idAt(page.url(), session) })).markdown;
  await expect.poll(stored).toBe("First words.");
  await page.keyboard.press("Escape");
  await page.getByRole("article").getByText("First words.").waitFor();

  const inList = page.getByRole("list", { name: "Notes" }).getByRole("link", { name: new RegExp(title) });
  await page.goto(noteAddress(`/w/${workspace.slug}/notes?view=inbox`));
  await inList.click();
  await live(page);
  await page.getByRole("button", { name: "Add category and tags" }).click();
  await page.getByRole("dialog").getByLabel("Category").fill("Journeys");
  await page.getByRole("dialog").getByLabel("Tags").fill("sorted, #found");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("main").getByRole("link", { name: "Journeys" }).waitFor();
  await expect
    .poll(
      async () =>
        (await call<{ markdown: string }>(session, "notes.get", { note_id: await idAt(page.url(), session) })).markdown,
    )
    .toContain("category: Journeys");

  await page.getByRole("main").getByRole("link", { name: "#found" }).click();
  await inList.waitFor();
  await page.getByRole("searchbox", { name: "Find notes" }).fill("no such words at all");
  await page.getByText("No notes match").waitFor();
  await page.getByRole("searchbox", { name: "Find notes" }).fill("first words");
  await inList.click();

  await page.getByRole("button", { name: "More about this note" }).click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  await page.getByText("This note is archived").waitFor();
  await page.goto(noteAddress(`/w/${workspace.slug}/notes?view=archive`));
  await live(page);
  await page.getByRole("listitem").filter({ hasText: title }).getByRole("button", { name: "Restore" }).click();
  await inList.waitFor({ state: "detached" });
  await page.getByRole("link", { name: "All notes" }).click();
  await inList.waitFor();
});

async function idAt(url: string, session: Parameters<typeof call>[0]): Promise<string> {
  const [, slug, note] = /\/w\/([^/]+)\/n\/([^/?]+)/.exec(url) ?? [];
  return (await call<{ id: string }>(session, "notes.open", { workspace_slug: slug, note })).id;
}

journey("a renamed note is still reached by its old address and by links with its old name", async ({ people }) => {
  const ana = await signInByForm("ana");
  const plan = await makeNote(ana, "old name", "The plan.\n");
  const from = await makeNote(ana, "from", `See [[${plan.title}]].\n`);
  const { page } = await people.signIn("Ana de Vries");
  await openNote(page, plan);
  await page.getByRole("heading", { level: 1 }).getByRole("button").click();
  await page.getByRole("textbox", { name: "Title" }).fill(`New ${plan.title}`);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: `New ${plan.title}` }).waitFor();
  await expect
    .poll(async () => (await noteOf(ana, from)).wiki_resolutions.map(({ note_id }) => note_id))
    .toEqual([plan.id]);
  await page.goto(noteAddress(plan.path));
  await page.getByRole("heading", { level: 1, name: `New ${plan.title}` }).waitFor();
  await openNote(page, from);
  await page.getByRole("article").getByRole("link", { name: plan.title }).click();
  await page.getByRole("heading", { level: 1, name: `New ${plan.title}` }).waitFor();
  await page.getByRole("button", { name: "Outline and links" }).click();
  await page
    .getByRole("complementary")
    .getByRole("link", { name: new RegExp(from.title) })
    .waitFor();
});
