import { randomUUID } from "node:crypto";
import type { Locator, Page } from "playwright";
import { expect, inject } from "vitest";
import { notePath } from "../../../src/domain/notes/paths.ts";
import type { NoteDetails, NoteSummary } from "../../../src/domain/notes/schema.ts";
import type { Overview } from "../../../src/domain/views/state.ts";
import { call, originOf, type Session } from "./http.ts";
import type { Someone } from "./people.ts";
import { live } from "./screen.ts";
import { linden } from "./world.ts";

/** A note as journeys know it: by where it is opened. */
export type Note = { readonly id: string; readonly title: string; readonly path: string; readonly workspaceId: string };
export type Shared = { readonly id: string; readonly slug: string };

/** The workspace that everybody of the demo is in. */
export async function sharedWorkspace(session: Session): Promise<Shared> {
  const { workspaces } = await call<Overview>(session, "views.overview");
  const shared = Object.values(workspaces).find(({ kind }) => kind !== "personal");
  if (!shared) throw new Error("The demo has no shared workspace.");
  return { id: shared.id, slug: shared.slug };
}

/** A note with a name of its own, so that journeys do not meet. */
export async function makeNote(
  session: Session,
  purpose: string,
  body: string,
  more: { workspace?: Shared; status?: "draft"; pinned?: boolean; frontmatter?: object } = {},
): Promise<Note> {
  const { workspace = await sharedWorkspace(session), ...rest } = more;
  const title = `${purpose} ${randomUUID().slice(0, 6)}`;
  const made = await call<NoteSummary>(session, "notes.create", { workspace_id: workspace.id, title, body, ...rest });
  return { id: made.id, title, path: notePath(workspace.slug, made), workspaceId: workspace.id };
}

/** What the server holds of the note. */
export function noteOf(session: Session, note: Pick<Note, "id">): Promise<NoteDetails> {
  return call<NoteDetails>(session, "notes.get", { note_id: note.id });
}

export function noteAddress(path: string, host = linden): string {
  return `${originOf({ host, port: inject("port") })}${path}`;
}

/** Opens a note to read it and waits until the page is alive. */
export async function openNote(page: Page, note: Note, search = ""): Promise<void> {
  await page.goto(noteAddress(`${note.path}${search}`));
  await page.getByRole("heading", { level: 1, name: note.title }).waitFor();
  await live(page);
}

/** The text one writes in. */
export function editor(page: Page): Locator {
  return page.getByRole("textbox", { name: /^Text of / });
}

/** Where one's words are, as the chip tells it. */
export function chip(page: Page, words: string | RegExp): Locator {
  return page.getByRole("status").filter({ hasText: words });
}

/** Opens a note for writing; the document is there when it is answered. */
export async function writeIn(someone: Pick<Someone, "page">, note: Note): Promise<Locator> {
  const { page } = someone;
  await openNote(page, note);
  await page.getByRole("button", { name: /^Edit(?! properties)/ }).click();
  await editor(page).waitFor();
  await chip(page, /^Saved$/).waitFor();
  return editor(page);
}

/** Puts the caret behind the first place of these words. */
export async function caretBehind(page: Page, words: string): Promise<void> {
  await editor(page).evaluate((root, wanted) => {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1;
      if (at < 0) continue;
      (root as HTMLElement).focus();
      document.getSelection()?.collapse(node, at + wanted.length);
      return;
    }
    throw new Error(`“${wanted}” is not in the editor.`);
  }, words);
}

export async function stopWriting(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Done" }).click();
  await editor(page).waitFor({ state: "detached" });
}

/** The words of the text that is written, without what only the screen shows. */
export function written(page: Page): Promise<string> {
  return editor(page).evaluate((root) =>
    [...root.querySelectorAll(".cm-line")]
      .map((line) => {
        const words = line.cloneNode(true) as Element;
        for (const shown of words.querySelectorAll("[aria-hidden]")) shown.remove();
        return words.textContent;
      })
      .join("\n"),
  );
}

/** Waits until the server holds the note as wanted. */
export async function stored(session: Session, note: Note, wanted: (text: string) => boolean): Promise<void> {
  await expect.poll(async () => (await noteOf(session, note)).markdown, { timeout: 20_000 }).toSatisfy(wanted);
}
