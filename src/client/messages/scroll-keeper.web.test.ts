import { beforeEach, expect, test } from "vitest";
import { createScrollKeeper } from "#/client/messages/scroll-keeper.ts";

/** A box of 500 pixels on a list of 2,000. Its scroll events come later than what scrolled it, as in a browser. */
let box: HTMLElement;
let keeper: ReturnType<typeof createScrollKeeper>;
let height = 2_000;

beforeEach(() => {
  height = 2_000;
  let top = 0;
  box = document.createElement("div");
  Object.defineProperties(box, {
    clientHeight: { get: () => 500 },
    scrollHeight: { get: () => height },
    scrollTop: {
      get: () => top,
      set: (value: number) => {
        top = Math.max(0, Math.min(value, height - 500));
      },
    },
  });
  keeper = createScrollKeeper(
    () => box,
    () => undefined,
  );
});

test("at the end it stays there while heights change, and a message that comes is followed", () => {
  keeper.toBottom();
  keeper.scrolled();
  height = 2_400;
  keeper.resized();
  expect(box.scrollTop).toBe(1_900);
  height = 2_500;
  keeper.grew(false);
  expect(box.scrollTop).toBe(2_000);
});

test("sent to the divider while the end is still on its way, it stays at the divider", () => {
  keeper.toBottom();
  keeper.release();
  // The event of the first line above comes only now, and heights are measured before the list has gone anywhere.
  keeper.scrolled();
  keeper.resized();
  box.scrollTop = 600;
  keeper.scrolled();
  height = 2_300;
  keeper.resized();
  expect([box.scrollTop, keeper.isNear(), keeper.isPinned()]).toEqual([600, false, false]);
});

test("sent to what stands at the end, it follows what comes", () => {
  keeper.release();
  box.scrollTop = 1_500;
  keeper.scrolled();
  expect(keeper.isNear()).toBe(true);
  height = 2_100;
  keeper.grew(false);
  expect(box.scrollTop).toBe(1_600);
});

test("a hand that goes to the end holds it there again", () => {
  keeper.toBottom();
  keeper.release();
  box.scrollTop = 600;
  keeper.scrolled();
  box.dispatchEvent(new Event("wheel"));
  box.scrollTop = 1_500;
  keeper.scrolled();
  expect(keeper.isPinned()).toBe(true);
});
