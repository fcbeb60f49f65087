import { cleanup, fireEvent, render, screen, within } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Composer } from "#/client/messages/composer.tsx";
import { InRoom, ids, roomView } from "#/client/messages/testing/room.tsx";
import type { Session } from "#/client/shell/session.tsx";
import { installTopLayer } from "#/client/ui/overlays/jsdom-top-layer.ts";

beforeEach(() => {
  installTopLayer();
  sessionStorage.clear();
  localStorage.clear();
  window.matchMedia ??= (() => ({ matches: false })) as unknown as typeof matchMedia;
  globalThis.CSS ??= { supports: () => true } as unknown as typeof CSS;
});
afterEach(cleanup);

function open() {
  let rows!: ReturnType<Session["timeline"]>;
  render(() => (
    <InRoom
      view={roomView([])}
      onSession={(session) => {
        rows = session.timeline(() => ids.room);
      }}
    >
      <Composer roomId={ids.room} />
    </InRoom>
  ));
  return {
    field: () => screen.getByRole<HTMLTextAreaElement>("textbox"),
    said: () => rows().map((row) => row.value.message.content.body),
  };
}

function select(field: HTMLTextAreaElement, text: string, start: number, end: number): void {
  field.focus();
  field.value = text;
  fireEvent.input(field);
  field.setSelectionRange(start, end);
}

const toggle = () => fireEvent.click(screen.getByRole("button", { name: "Formatting" }));

test.each([
  ["Bold", { key: "b", ctrlKey: true }, "make **this** bold"],
  ["Italic", { key: "i", ctrlKey: true }, "make *this* bold"],
  ["Struck through", { key: "X", ctrlKey: true, shiftKey: true }, "make ~~this~~ bold"],
  ["Code", { key: "C", ctrlKey: true, shiftKey: true }, "make `this` bold"],
  ["Link", { key: "k", ctrlKey: true }, "make [this]() bold"],
])("%s does the same by its button and by its key", async (name, keys, expected) => {
  const { field } = open();
  toggle();
  const bar = await screen.findByRole("toolbar", { name: "Formatting" });
  select(field(), "make this bold", 5, 9);
  fireEvent.click(within(bar).getByRole("button", { name: new RegExp(`^${name}`) }));
  expect(field().value).toBe(expected);
  select(field(), "make this bold", 5, 9);
  fireEvent.keyDown(field(), keys);
  expect(field().value).toBe(expected);
  expect(document.activeElement).toBe(field());
});

test("the bar is remembered, and gone by the same button", async () => {
  open();
  toggle();
  await screen.findByRole("toolbar");
  cleanup();
  open();
  await screen.findByRole("toolbar");
  toggle();
  expect(screen.queryByRole("toolbar")).toBeNull();
});

test("the bar is one stop for Tab, and the arrows go through it", async () => {
  open();
  toggle();
  const bar = await screen.findByRole("toolbar");
  const buttons = within(bar).getAllByRole("button");
  expect(buttons.filter((button) => button.tabIndex === 0)).toHaveLength(1);
  buttons[0]!.focus();
  fireEvent.keyDown(buttons[0]!, { key: "ArrowRight" });
  expect(document.activeElement).toBe(buttons[1]);
  fireEvent.keyDown(buttons[1]!, { key: "End" });
  expect(document.activeElement).toBe(buttons.at(-1));
  expect(buttons.filter((button) => button.tabIndex === 0)).toEqual([buttons.at(-1)]);
});

test("the preview follows the text, and nothing is lost by switching", async () => {
  const { field, said } = open();
  toggle();
  await screen.findByRole("toolbar");
  select(field(), "a **bold** `word`\n\n- and a list", 3, 3);
  fireEvent.click(screen.getByRole("button", { name: "Preview" }));
  const preview = screen.getByRole("region", { name: "Preview" });
  expect(await within(preview).findByText("bold")).toHaveProperty("tagName", "STRONG");
  fireEvent.click(screen.getByRole("button", { name: "Preview" }));
  expect(screen.queryByRole("region", { name: "Preview" })).toBeNull();
  expect([field().value, field().selectionStart]).toEqual(["a **bold** `word`\n\n- and a list", 3]);
  fireEvent.click(screen.getByRole("button", { name: "Preview" }));
  fireEvent.keyDown(field(), { key: "Enter", ctrlKey: true });
  expect(said()).toEqual(["a **bold** `word`\n\n- and a list"]);
  expect(screen.getByText("Nothing to preview yet.")).toBeDefined();
});
