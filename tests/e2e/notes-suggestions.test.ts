import type { Page } from "playwright";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { Suggestion } from "../../src/domain/notes/suggestions-schema.ts";
import { calling, plainAnswer, saying } from "../support/gateway.ts";
import { AiStage } from "./support/ai.ts";
import { still, violations } from "./support/axe.ts";
import { call } from "./support/http.ts";
import {
  caretBehind,
  chip,
  editor,
  makeNote,
  type Note,
  noteAddress,
  sharedWorkspace,
  stored,
  written,
} from "./support/notes.ts";
import { journey, type People } from "./support/people.ts";
import { live } from "./support/screen.ts";
import { acme, say } from "./support/world.ts";

let stage: AiStage;
beforeAll(async () => {
  stage = await AiStage.open();
});
afterEach(() => stage.gateway.otherwise(plainAnswer));
afterAll(() => stage.close());

const body = `# Gates

The gates open at nine in the morning.

Bring water.

| gate | taps |
| --- | --- |
| north | 48 |
`;

const changes = [
  { find: "at nine in the morning", replace: "at nine", reason: "Nine in the evening would be said." },
  { find: "Bring water.", replace: "Bring water and a hat.\n\nLeave your dog at home." },
  { find: "48", replace: "52" },
];

const open = (note: Note) =>
  call<{ items: Suggestion[] }>(stage.rosa, "noteSuggestions.list", { note_id: note.id }).then(({ items }) => items);

/** Mira is asked in a room, and suggests each of these with her tool. */
async function suggested(note: Note, made: readonly object[] = changes): Promise<void> {
  const room = await stage.room("suggests");
  const uses = made.map((each, at) => ({
    id: `call_${at}`,
    name: "suggest_edit",
    arguments: JSON.stringify({ note: note.id, ...each }),
  }));
  stage.gateway.next(calling(uses), saying(["I suggested it."]));
  await say(stage.rosa, room, "@mira make it shorter", { mentions: [stage.mira] });
  await expect.poll(() => open(note), { timeout: 30_000 }).toHaveLength(made.length);
}

async function reading(people: People, name: string, note: Note): Promise<Page> {
  const { page } = await people.signIn(name, { host: acme, ...still });
  await page.goto(noteAddress(note.path, acme));
  await page.getByRole("heading", { level: 1, name: note.title }).waitFor();
  await live(page);
  return page;
}

const rows = (page: Page) => page.getByRole("group", { name: /^Suggestion of Mira/ });
const bar = (page: Page) => page.getByRole("region", { name: "Suggestions of AIs" });

journey("two people decide on what an AI suggests in a note that they write together", async ({ people }) => {
  const note = await makeNote(stage.rosa, "suggested", body, { workspace: await sharedWorkspace(stage.rosa) });
  const [rosa, sven] = [await reading(people, "Rosa Marten", note), await reading(people, "Sven Dahl", note)];
  expect(await bar(sven).count()).toBe(0);
  await suggested(note);

  // Who reads is told, and led to them.
  await bar(sven).getByText("3 suggestions of Mira (AI)").waitFor();
  expect(await sven.getByRole("article").textContent()).not.toContain("and a hat");
  for (const page of [rosa, sven]) {
    await bar(page).getByRole("button", { name: "Look at them" }).click();
    await chip(page, /^Saved$/).waitFor();
    await rows(page).nth(2).waitFor();
  }
  expect(await sven.locator("del.nt-removed").allTextContents()).toEqual([" in the morning", "water", "48"]);
  await rows(sven).first().getByText("Nine in the evening would be said.").waitFor();
  expect(await violations(sven)).toEqual([]);

  // They stay with their words while somebody writes before them.
  await caretBehind(rosa, "Gates");
  await rosa.keyboard.type(" of the north side");
  await expect.poll(() => written(sven)).toContain("Gates of the north side");

  // Sven accepts one by the keyboard alone.
  await editor(sven).press("Control+Home");
  await sven.keyboard.press("F8");
  await expect.poll(() => sven.evaluate(() => document.activeElement?.textContent)).toBe("Accept");
  await sven.keyboard.press("Enter");
  for (const page of [rosa, sven]) {
    await bar(page).getByText("2 suggestions of Mira (AI)").waitFor();
    await expect.poll(() => written(page)).toContain("The gates open at nine.");
  }

  // Rosa lets one go, and Sven takes the rest.
  await rows(rosa).last().getByRole("button", { name: "Reject" }).click();
  await bar(sven).getByText("1 suggestion of Mira (AI)").waitFor();
  await bar(sven).getByRole("button", { name: "Accept all" }).click();
  await bar(sven).waitFor({ state: "detached" });
  await bar(rosa).waitFor({ state: "detached" });
  const wanted = body
    .replace("Gates", "Gates of the north side")
    .replace("at nine in the morning", "at nine")
    .replace("Bring water.", "Bring water and a hat.\n\nLeave your dog at home.");
  await stored(stage.rosa, note, (text) => text === wanted);
  expect(await open(note)).toEqual([]);
});

journey("a suggestion whose words somebody changed says so, and goes away when it is dismissed", async ({ people }) => {
  const note = await makeNote(stage.rosa, "outdated", body, { workspace: await sharedWorkspace(stage.rosa) });
  await suggested(note, changes.slice(0, 1));
  const page = await reading(people, "Rosa Marten", note);
  await bar(page).getByRole("button", { name: "Look at them" }).click();
  await chip(page, /^Saved$/).waitFor();
  await rows(page).waitFor();
  await caretBehind(page, "in the morn");
  await page.keyboard.type("xx");
  await rows(page).getByText("The words have changed: this no longer fits.").waitFor();
  expect(await rows(page).getByRole("button", { name: "Accept" }).count()).toBe(0);
  await rows(page).getByRole("button", { name: "Dismiss" }).click();
  await bar(page).waitFor({ state: "detached" });
});
