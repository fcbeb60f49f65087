import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { IconButton } from "../controls/icon-button.tsx";
import { installTopLayer } from "./jsdom-top-layer.ts";
import { TooltipHost } from "./tooltip-host.tsx";

beforeAll(installTopLayer);
beforeEach(() => {
  vi.useFakeTimers();
  render(() => (
    <>
      <IconButton label="Reply" shortcut="R">
        r
      </IconButton>
      <TooltipHost />
    </>
  ));
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const tooltip = () => screen.getByRole("tooltip", { hidden: true }).textContent;

function pointAt(element: Element, pointerType: string) {
  const event = new MouseEvent("pointerover", { bubbles: true });
  Object.defineProperty(event, "pointerType", { value: pointerType });
  element.dispatchEvent(event);
}

test("a tooltip comes after 400 ms with its shortcut, and Esc hides it", () => {
  pointAt(screen.getByRole("button"), "mouse");
  vi.advanceTimersByTime(399);
  expect(tooltip()).toBe("");
  vi.advanceTimersByTime(1);
  expect(tooltip()).toBe("ReplyR");
  fireEvent.keyDown(document.body, { key: "Escape" });
  expect(tooltip()).toBe("");
});

test("a finger gets no tooltip", () => {
  pointAt(screen.getByRole("button"), "touch");
  vi.advanceTimersByTime(1_000);
  expect(tooltip()).toBe("");
});
