import { expect, test } from "vitest";
import { isInView, place } from "./place.ts";

const room = { width: 1000, height: 600 };
const menu = { width: 200, height: 300 };

test("a menu opens below its button, aligned to its start", () => {
  expect(place({ x: 100, y: 50, width: 32, height: 32 }, menu, room, { side: "below", align: "start" })).toEqual({
    x: 100,
    y: 86,
  });
});

test("a menu at the foot of the window opens above its button", () => {
  expect(place({ x: 100, y: 560, width: 32, height: 32 }, menu, room, { side: "below", align: "end" })).toEqual({
    x: 8,
    y: 256,
  });
});

test("a menu never leaves the window, even when neither side has room", () => {
  const spot = place({ x: 980, y: 300, width: 16, height: 16 }, { width: 200, height: 590 }, room, {
    side: "below",
    align: "start",
  });
  expect(spot).toEqual({ x: 792, y: 8 });
});

test("a popover at the right edge opens to the left", () => {
  expect(place({ x: 900, y: 100, width: 40, height: 40 }, menu, room, { side: "right", align: "start" })).toEqual({
    x: 696,
    y: 100,
  });
});

test("a box is in view while a part of it shows through every frame around it", () => {
  const window = { x: 0, y: 0, ...room };
  const list = { x: 0, y: 100, width: 400, height: 200 };
  const button = (y: number) => ({ x: 20, y, width: 32, height: 32 });
  expect(isInView(button(150), [window, list])).toBe(true);
  expect(isInView(button(69), [window, list])).toBe(true);
  expect(isInView(button(68), [window, list])).toBe(false);
  expect(isInView(button(300), [window, list])).toBe(false);
  expect(isInView(button(300), [window])).toBe(true);
});
