import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { Dialog } from "./dialog.tsx";
import { installTopLayer } from "./jsdom-top-layer.ts";

beforeAll(installTopLayer);
afterEach(cleanup);

function show(onClose: () => void) {
  const [open, setOpen] = createSignal(true);
  render(() => (
    <Dialog open={open()} title="Delete #launch?" onClose={onClose}>
      <p>214 messages go for everyone.</p>
    </Dialog>
  ));
  return setOpen;
}

test("a dialog is named by its title and holds its question", () => {
  show(() => {});
  const dialog = screen.getByRole("dialog", { name: "Delete #launch?" });
  expect(dialog.textContent).toContain("214 messages");
});

test("Esc, the cross and the scrim ask to close; the opener decides", () => {
  const onClose = vi.fn();
  show(onClose);
  const dialog = screen.getByRole("dialog");
  const cancel = new Event("cancel", { cancelable: true });
  dialog.dispatchEvent(cancel);
  expect(cancel.defaultPrevented).toBe(true);
  fireEvent.click(screen.getByRole("button", { name: "Close" }));
  fireEvent.pointerDown(dialog);
  fireEvent.click(dialog);
  expect(onClose).toHaveBeenCalledTimes(3);
  expect(screen.queryByRole("dialog")).not.toBeNull();
});

test("text dragged from inside onto the scrim does not close it", () => {
  const onClose = vi.fn();
  show(onClose);
  fireEvent.pointerDown(screen.getByText("214 messages go for everyone."));
  fireEvent.click(screen.getByRole("dialog"));
  expect(onClose).not.toHaveBeenCalled();
});

test("a closed dialog leaves nothing in the page", () => {
  const setOpen = show(() => {});
  setOpen(false);
  expect(screen.queryByRole("dialog")).toBeNull();
});
