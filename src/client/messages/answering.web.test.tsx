import { cleanup, fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test } from "vitest";
import { composingOf } from "#/client/messages/composing.ts";
import { installComposerDom } from "#/client/messages/testing/composer-dom.ts";
import { openComposer, typeInto } from "#/client/messages/testing/open-composer.tsx";
import { ids, roomView, said } from "#/client/messages/testing/room.tsx";

beforeEach(installComposerDom);
afterEach(cleanup);

test("Up edits one's last words, Enter saves them, and the draft is back", async () => {
  const own = said(ids.ana, "the first words");
  const { field, timeline } = openComposer(roomView([own, said(ids.bram, "mine")]));
  fireEvent.keyDown(field(), { key: "ArrowUp" });
  await waitFor(() => expect(field().value).toBe("the first words"));
  typeInto(field(), "the second words");
  fireEvent.keyDown(field(), { key: "Enter" });
  expect(timeline()[0]?.message.content.body).toBe("the second words");
  expect(timeline()[0]?.pending?.kind).toBe("edit");
  expect(field().value).toBe("");
});

test("an edit without a word asks whether the message shall go, and takes no for an answer", async () => {
  const own = said(ids.ana, "regretted");
  const { field, timeline } = openComposer(roomView([own]));
  for (const answer of ["Cancel", "Remove message"]) {
    if (answer === "Cancel") fireEvent.keyDown(field(), { key: "ArrowUp" });
    await waitFor(() => expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Edit the message" })));
    typeInto(screen.getByRole("textbox", { name: "Edit the message" }), "  ");
    fireEvent.keyDown(screen.getByRole("textbox", { name: "Edit the message" }), { key: "Enter" });
    expect(await screen.findByRole("dialog", { name: "Remove your message?" })).toBeDefined();
    expect(timeline()[0]?.pending).toBeNull();
    fireEvent.click(
      within(screen.getByRole("dialog", { name: "Remove your message?" })).getByRole("button", { name: answer }),
    );
  }
  expect(timeline()[0]?.pending?.kind).toBe("redact");
  expect(screen.queryByRole("textbox", { name: "Edit the message" })).toBeNull();
});

test("Esc leaves an edit and gives the draft back", async () => {
  const own = said(ids.ana, "said before");
  const { field, session } = openComposer(roomView([own]));
  typeInto(field(), "half a thought");
  composingOf(session, ids.room, null).setIntent({ kind: "edit", eventId: own.id });
  await waitFor(() => expect(field().value).toBe("said before"));
  fireEvent.keyDown(field(), { key: "Escape" });
  expect(field().value).toBe("half a thought");
});

test("a reply shows what it answers and carries its id", async () => {
  const theirs = said(ids.bram, "Who takes the minutes?");
  const { field, session, timeline } = openComposer(roomView([theirs]));
  composingOf(session, ids.room, null).setIntent({ kind: "reply", eventId: theirs.id });
  await waitFor(() => expect(screen.getByText(/Reply to Bram Okafor: Who takes the minutes\?/)).toBeDefined());
  typeInto(field(), "I do");
  fireEvent.keyDown(field(), { key: "Enter" });
  expect(timeline().at(-1)?.message.reply_to_event_id).toBe(theirs.id);
  expect(screen.queryByText(/Reply to Bram/)).toBeNull();
});

test("Shift+Up answers the last words of somebody else", async () => {
  const { field } = openComposer(roomView([said(ids.bram, "Who is in?"), said(ids.ana, "a moment")]));
  fireEvent.keyDown(field(), { key: "ArrowUp", shiftKey: true });
  await waitFor(() => expect(screen.getByText(/Reply to Bram Okafor: Who is in\?/)).toBeDefined());
});

test("Ctrl+Up brings back what was sent, and never over words of one's own", () => {
  const { field } = openComposer();
  for (const words of ["one", "two"]) {
    typeInto(field(), words);
    fireEvent.keyDown(field(), { key: "Enter" });
  }
  const press = (key: string) => fireEvent.keyDown(field(), { key, ctrlKey: true });
  press("ArrowUp");
  expect(field().value).toBe("two");
  press("ArrowUp");
  press("ArrowUp");
  expect(field().value).toBe("one");
  press("ArrowDown");
  press("ArrowDown");
  expect(field().value).toBe("");
  typeInto(field(), "mine");
  press("ArrowUp");
  expect(field().value).toBe("mine");
});
