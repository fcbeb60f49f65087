import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { onLongPress } from "#/client/messages/long-press.ts";

let box: HTMLElement;
let end: () => void;
const act = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  act.mockClear();
  document.body.innerHTML =
    '<div id="box"><article><p>words</p><a href="#x">link</a></article></div><button>menu</button>';
  box = document.getElementById("box")!;
  end = onLongPress(box, "article", act);
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

function pointer(type: string, target: Element, more: Record<string, unknown> = {}): void {
  const event = new MouseEvent(type, { bubbles: true, cancelable: true, clientX: 5, clientY: 5, ...more });
  Object.defineProperty(event, "pointerType", { value: more.pointerType ?? "touch" });
  target.dispatchEvent(event);
}
const words = () => box.querySelector("p")!;

test("a finger that rests on a message acts on it, once", () => {
  pointer("pointerdown", words());
  vi.advanceTimersByTime(449);
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(act.mock.calls).toEqual([[box.querySelector("article")]]);
});

test.each(["pointerup", "pointercancel"])("%s before that ends it", (type) => {
  pointer("pointerdown", words());
  pointer(type, words());
  vi.advanceTimersByTime(1_000);
  expect(act).not.toHaveBeenCalled();
});

test("a finger that moves scrolls, and does not press", () => {
  pointer("pointerdown", words());
  pointer("pointermove", words(), { clientY: 30 });
  vi.advanceTimersByTime(1_000);
  expect(act).not.toHaveBeenCalled();
});

test("a mouse, and a finger on a link, do not press", () => {
  pointer("pointerdown", words(), { pointerType: "mouse" });
  pointer("pointerdown", box.querySelector("a")!);
  vi.advanceTimersByTime(1_000);
  expect(act).not.toHaveBeenCalled();
});

test("lifting the finger presses nothing of what opened under it; the next press does", () => {
  const pressed = vi.fn();
  const menu = document.querySelector("button")!;
  menu.addEventListener("click", pressed);
  pointer("pointerdown", words());
  vi.advanceTimersByTime(500);
  pointer("click", menu);
  expect(pressed).not.toHaveBeenCalled();
  pointer("pointerdown", menu);
  pointer("click", menu);
  expect(pressed).toHaveBeenCalledOnce();
});
