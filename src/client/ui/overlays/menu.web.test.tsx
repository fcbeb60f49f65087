import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { IconButton } from "../controls/icon-button.tsx";
import { installTopLayer } from "./jsdom-top-layer.ts";
import { Menu, type MenuEntry } from "./menu.tsx";

beforeAll(installTopLayer);
afterEach(cleanup);

function show(entries: readonly MenuEntry[]) {
  render(() => (
    <Menu
      label="Message"
      entries={entries}
      trigger={(attributes) => (
        <IconButton {...attributes} label="More">
          …
        </IconButton>
      )}
    />
  ));
  const trigger = screen.getByRole("button", { name: "More" });
  trigger.focus();
  return trigger;
}

function entries(onSelect: (label: string) => void = () => {}): readonly MenuEntry[] {
  return [
    { label: "Reply", onSelect: () => onSelect("Reply") },
    { label: "Edit", disabledReason: "Messages can be edited for 24 hours", onSelect: () => onSelect("Edit") },
    "line",
    { label: "Remove", danger: true, onSelect: () => onSelect("Remove") },
  ];
}

const press = (key: string) => fireEvent.keyDown(document.activeElement as Element, { key });

test("Enter on the trigger opens the menu on its first item, and the trigger says so", async () => {
  const trigger = show(entries());
  expect(trigger.getAttribute("aria-expanded")).toBe("false");
  fireEvent.click(trigger, { detail: 0 });
  await Promise.resolve();
  expect(screen.getByRole("menu", { name: "Message" })).toBeDefined();
  expect(trigger.getAttribute("aria-expanded")).toBe("true");
  expect(document.activeElement?.textContent).toBe("Reply");
});

test("the up arrow on the trigger opens it on the last item", async () => {
  show(entries());
  press("ArrowUp");
  await Promise.resolve();
  expect(document.activeElement?.textContent).toBe("Remove");
});

test("arrows walk round, Home and End jump, letters find", async () => {
  show(entries());
  press("ArrowDown");
  await Promise.resolve();
  press("ArrowUp");
  expect(document.activeElement?.textContent).toBe("Remove");
  press("ArrowDown");
  expect(document.activeElement?.textContent).toBe("Reply");
  press("End");
  expect(document.activeElement?.textContent).toBe("Remove");
  press("Home");
  press("r");
  expect(document.activeElement?.textContent).toBe("Remove");
  press("e");
  expect(document.activeElement?.textContent).toContain("Remove");
});

test("Esc closes it, gives the focus back, and is not heard by what lies behind", async () => {
  const behind = vi.fn();
  window.addEventListener("keydown", behind);
  const trigger = show(entries());
  press("ArrowDown");
  await Promise.resolve();
  behind.mockClear();
  press("Escape");
  expect(screen.queryByRole("menu")).toBeNull();
  expect(document.activeElement).toBe(trigger);
  expect(behind).not.toHaveBeenCalled();
  window.removeEventListener("keydown", behind);
});

test("choosing closes the menu first and acts once; an item with a reason does neither", async () => {
  const chosen = vi.fn();
  show(entries(chosen));
  press("ArrowDown");
  await Promise.resolve();
  const blocked = screen.getByRole("menuitem", { name: "Edit" });
  expect(blocked.getAttribute("aria-description")).toBe("Messages can be edited for 24 hours");
  fireEvent.click(blocked);
  expect(chosen).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("menuitem", { name: "Remove" }));
  expect(screen.queryByRole("menu")).toBeNull();
  expect(chosen.mock.calls).toEqual([["Remove"]]);
});

/** A menu whose button stands in a list that scrolls, at a height that the test chooses. */
async function showInList() {
  let top = 100;
  render(() => (
    <>
      <div data-testid="elsewhere" />
      <div data-testid="list">
        <Menu label="Message" entries={entries()} trigger={(attributes) => <button type="button" {...attributes} />} />
      </div>
    </>
  ));
  const trigger = screen.getByRole("button");
  trigger.getClientRects = () => [new DOMRect()] as unknown as DOMRectList;
  trigger.getBoundingClientRect = () => new DOMRect(20, top, 32, 32);
  Object.defineProperty(document.documentElement, "clientWidth", { configurable: true, value: 1000 });
  fireEvent.click(trigger);
  await Promise.resolve();
  return (where: string, to: number) => {
    top = to;
    fireEvent.scroll(screen.getByTestId(where));
  };
}

test("what scrolls elsewhere leaves it open where it is", async () => {
  const scroll = await showInList();
  const before = screen.getByRole("menu").style.getPropertyValue("--y");
  scroll("elsewhere", 60);
  expect(screen.getByRole("menu").style.getPropertyValue("--y")).toBe(before);
});

test("it goes along with its button, and closes when that leaves the view", async () => {
  const scroll = await showInList();
  scroll("list", 60);
  expect(screen.getByRole("menu").style.getPropertyValue("--y")).toBe("96px");
  scroll("list", -40);
  expect(screen.queryByRole("menu")).toBeNull();
});

test("a press outside closes it", async () => {
  show(entries());
  press("ArrowDown");
  await Promise.resolve();
  fireEvent.pointerDown(document.body);
  expect(screen.queryByRole("menu")).toBeNull();
});
