import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, expect, test, vi } from "vitest";
import { Button } from "./button.tsx";
import { TextField } from "./text-field.tsx";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test("a busy button refuses at once, and says so only after 400 ms", () => {
  vi.useFakeTimers();
  const clicked = vi.fn();
  const [busy, setBusy] = createSignal(false);
  render(() => (
    <Button busy={busy()} busyLabel="Saving" onClick={clicked}>
      Save
    </Button>
  ));
  const button = screen.getByRole("button");
  const away = () => button.querySelector("[data-away]")?.textContent;
  setBusy(true);
  fireEvent.click(button);
  expect(clicked).not.toHaveBeenCalled();
  expect(away()).toBe("Saving");
  vi.advanceTimersByTime(400);
  expect(away()).toBe("Save");
  setBusy(false);
  fireEvent.click(button);
  expect(clicked).toHaveBeenCalledOnce();
});

test("a disabled button keeps its name and focus, tells the reason and does nothing", () => {
  const clicked = vi.fn();
  render(() => (
    <Button disabledReason="Write a name first" onClick={clicked}>
      Create
    </Button>
  ));
  const button = screen.getByRole("button", { name: "Create" });
  button.focus();
  expect(document.activeElement).toBe(button);
  expect(button.getAttribute("aria-description")).toBe("Write a name first");
  expect(button.getAttribute("data-tip")).toBe("Write a name first");
  fireEvent.click(button);
  expect(clicked).not.toHaveBeenCalled();
});

test("a field is named by its label and described by its error", () => {
  render(() => <TextField label="Mail" error="That mail is not complete." help="Your address at work." />);
  const field = screen.getByRole("textbox", { name: "Mail" });
  expect(field.getAttribute("aria-invalid")).toBe("true");
  const described = (field.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id)?.textContent);
  expect(described).toEqual(["Your address at work.", "That mail is not complete."]);
});
