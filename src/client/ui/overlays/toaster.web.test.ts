import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createToaster } from "./toaster.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const texts = (toaster: ReturnType<typeof createToaster>) => toaster.toasts().map((toast) => toast.text);

test("a toast stays 5 s, one with Undo 10 s", () => {
  const toaster = createToaster();
  toaster.show("Link copied");
  toaster.show("Marked 12 rooms as read", () => {});
  vi.advanceTimersByTime(5_000);
  expect(texts(toaster)).toEqual(["Marked 12 rooms as read"]);
  vi.advanceTimersByTime(5_000);
  expect(texts(toaster)).toEqual([]);
});

test("the oldest leaves when a third comes", () => {
  const toaster = createToaster();
  for (const text of ["one", "two", "three"]) toaster.show(text);
  expect(texts(toaster)).toEqual(["two", "three"]);
});

test("no time passes while someone points at it", () => {
  const toaster = createToaster();
  toaster.show("Link copied");
  toaster.hold();
  vi.advanceTimersByTime(60_000);
  expect(texts(toaster)).toEqual(["Link copied"]);
  toaster.release();
  vi.advanceTimersByTime(5_000);
  expect(texts(toaster)).toEqual([]);
});
