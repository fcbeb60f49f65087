import { cleanup, fireEvent, render, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Composer } from "#/client/messages/composer.tsx";
import { installComposerDom } from "#/client/messages/testing/composer-dom.ts";
import { InRoom, ids, roomView } from "#/client/messages/testing/room.tsx";

beforeEach(installComposerDom);
afterEach(cleanup);

/** As a browser pastes: it tells, and then puts the words in. */
function paste(before: string, words: string): HTMLTextAreaElement {
  render(() => (
    <InRoom view={roomView([])}>
      <Composer roomId={ids.room} />
    </InRoom>
  ));
  const field = screen.getByRole<HTMLTextAreaElement>("textbox");
  field.value = before;
  field.setSelectionRange(before.length, before.length);
  fireEvent.input(field);
  fireEvent.paste(field, { clipboardData: { getData: (type: string) => (type === "text/plain" ? words : "") } });
  field.setRangeText(words, before.length, before.length, "end");
  fireEvent.input(field);
  return field;
}
const lines = Array.from({ length: 40 }, (_, line) => `line ${line}`).join("\n");

test("many pasted lines may become a block of code by one press", async () => {
  const field = paste("see\n", lines);
  fireEvent.click(screen.getByRole("button", { name: "Put into a block of code" }));
  await waitFor(() => expect(field.value).toBe(`see\n\`\`\`\n${lines}\n\`\`\``));
  expect(screen.queryByText("That is a lot of text.")).toBeNull();
});

test("they stay as they are when one says so, and a few lines or an open fence ask nothing", () => {
  const field = paste("", lines);
  fireEvent.click(screen.getByRole("button", { name: "Leave it as it is" }));
  expect(field.value).toBe(lines);
  expect(screen.queryByText("That is a lot of text.")).toBeNull();
  cleanup();
  sessionStorage.clear();
  paste("", "one\ntwo");
  expect(screen.queryByText("That is a lot of text.")).toBeNull();
  cleanup();
  sessionStorage.clear();
  paste("```\n", lines);
  expect(screen.queryByText("That is a lot of text.")).toBeNull();
});
