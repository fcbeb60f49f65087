import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { installTopLayer } from "./jsdom-top-layer.ts";
import { SwitcherFrame, type SwitcherOption } from "./switcher-frame.tsx";

beforeAll(installTopLayer);
afterEach(cleanup);

const options: readonly SwitcherOption[] = [
  { id: "1", label: "design", unread: 3, mentions: 1 },
  { id: "2", label: "launch", place: "Globex" },
];

function show(onChoose: (option: SwitcherOption, how: { readonly newTab: boolean }) => void = () => {}) {
  const [query, setQuery] = createSignal("");
  render(() => (
    <SwitcherFrame
      open
      query={query()}
      onQuery={setQuery}
      options={options.filter((option) => option.label.includes(query()))}
      newTabKeys="Ctrl+↵"
      none="Nothing called that."
      onChoose={onChoose}
      onClose={() => {}}
    />
  ));
  return screen.getByRole("combobox", { name: "Search or jump to" });
}

const selected = () => screen.getByRole("option", { selected: true });

test("the foot names the keys of this platform", () => {
  show();
  expect(screen.getByText("Ctrl+↵ new tab")).toBeDefined();
  expect(document.body.textContent).not.toContain("⌘");
});

test("options say their place and what is unread", () => {
  show();
  expect(screen.getByRole("option", { name: "design, 3 unread, 1 mention" })).toBeDefined();
  expect(screen.getByRole("option", { name: "launch, Globex" })).toBeDefined();
});

test("arrows walk the list while the field keeps the focus and names the active option", () => {
  const field = show();
  fireEvent.keyDown(field, { key: "ArrowDown" });
  expect(selected().textContent).toContain("launch");
  expect(field.getAttribute("aria-activedescendant")).toBe(selected().id);
  fireEvent.keyDown(field, { key: "ArrowDown" });
  expect(selected().textContent).toContain("design");
});

test("Enter opens, with the modifier in a new tab, and not while a composition lasts", () => {
  const chosen = vi.fn();
  const field = show(chosen);
  fireEvent.keyDown(field, { key: "Enter", isComposing: true });
  expect(chosen).not.toHaveBeenCalled();
  fireEvent.keyDown(field, { key: "Enter" });
  fireEvent.keyDown(field, { key: "Enter", metaKey: true });
  expect(chosen.mock.calls).toEqual([
    [options[0], { newTab: false }],
    [options[0], { newTab: true }],
  ]);
});

test("typing starts again from the first match, and says so when there is none", () => {
  const field = show();
  fireEvent.keyDown(field, { key: "ArrowDown" });
  fireEvent.input(field, { target: { value: "des" } });
  expect(selected().textContent).toContain("design");
  fireEvent.input(field, { target: { value: "zzz" } });
  expect(screen.getByRole("status").textContent).toBe("Nothing called that.");
});
