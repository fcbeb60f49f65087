import { cleanup, render } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createReading } from "#/client/messages/reading.ts";
import { ids, said } from "#/client/messages/testing/room.tsx";

let reading!: ReturnType<typeof createReading>;
const read: string[] = [];
let held = false;

beforeEach(() => {
  vi.useFakeTimers();
  read.length = 0;
  held = false;
  vi.spyOn(document, "hasFocus").mockReturnValue(true);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function open(jumped = false): void {
  render(() => {
    reading = createReading({
      mark: () => read.push("all"),
      markTo: (message) => read.push(message.content.body ?? ""),
      jumped,
      isHeld: () => held,
    });
    return null;
  });
}
const message = (body: string) => said(ids.bram, body);

test("what stands still for a second is read, what is only scrolled by is not", () => {
  open();
  reading.passed(message("one"));
  vi.advanceTimersByTime(600);
  reading.passed(message("two"));
  vi.advanceTimersByTime(999);
  expect(read).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(read).toEqual(["two"]);
});

test("nothing is read that way without the focus, while it is marked unread by hand, or where a link led", () => {
  open();
  window.dispatchEvent(new Event("blur"));
  vi.mocked(document.hasFocus).mockReturnValue(false);
  window.dispatchEvent(new Event("blur"));
  reading.passed(message("one"));
  vi.advanceTimersByTime(2_000);
  vi.mocked(document.hasFocus).mockReturnValue(true);
  window.dispatchEvent(new Event("focus"));
  held = true;
  reading.passed(message("two"));
  vi.advanceTimersByTime(2_000);
  cleanup();
  held = false;
  open(true);
  reading.passed(message("three"));
  vi.advanceTimersByTime(2_000);
  expect(read).toEqual([]);
});
