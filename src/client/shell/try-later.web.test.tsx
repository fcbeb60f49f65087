import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { afterEach, expect, test, vi } from "vitest";
import TryLater from "#/client/shell/try-later.tsx";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test("a page that comes later says why and when, and tries again then, once", () => {
  vi.useFakeTimers();
  const onTry = vi.fn();
  render(() => <TryLater later={{ code: "SW_RATE_LIMIT_EXCEEDED", seconds: 8 }} onTry={onTry} />);
  expect(screen.getByText("This page tries again in 8 s.")).toBeTruthy();
  vi.advanceTimersByTime(3_000);
  expect(screen.getByText("This page tries again in 5 s.")).toBeTruthy();
  expect(onTry).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(onTry).toHaveBeenCalledTimes(1);
});

test("whoever does not want to wait tries at once", () => {
  const onTry = vi.fn();
  render(() => <TryLater later={{ code: "SW_UNAVAILABLE", seconds: 10 }} onTry={onTry} />);
  fireEvent.click(screen.getByRole("button", { name: "Try now" }));
  expect(onTry).toHaveBeenCalledTimes(1);
});
