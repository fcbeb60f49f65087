import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, expect, test, vi } from "vitest";
import { DividerHandle } from "./divider-handle.tsx";

afterEach(cleanup);

function show(edge: "start" | "end", commit: (value: number) => void = () => {}) {
  const [value, setValue] = createSignal(264);
  render(() => (
    <DividerHandle
      label="Width of the sidebar"
      edge={edge}
      min={220}
      max={400}
      initial={264}
      value={value()}
      onChange={setValue}
      onCommit={commit}
    />
  ));
  return screen.getByRole("separator", { name: "Width of the sidebar" });
}

test("arrow keys move it by 16 within its bounds, Home and End to them", () => {
  const committed = vi.fn();
  const handle = show("end", committed);
  fireEvent.keyDown(handle, { key: "ArrowRight" });
  expect(handle.getAttribute("aria-valuenow")).toBe("280");
  fireEvent.keyDown(handle, { key: "End" });
  fireEvent.keyDown(handle, { key: "ArrowRight" });
  expect(handle.getAttribute("aria-valuenow")).toBe("400");
  fireEvent.dblClick(handle);
  expect(handle.getAttribute("aria-valuenow")).toBe("264");
  expect(committed).toHaveBeenLastCalledWith(264);
});

test("the handle of a right panel widens it to the left", () => {
  const handle = show("start");
  fireEvent.keyDown(handle, { key: "ArrowLeft" });
  expect(handle.getAttribute("aria-valuenow")).toBe("280");
});
