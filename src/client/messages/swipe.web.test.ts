import { afterEach, beforeEach, expect, test } from "vitest";
import { onSwipe } from "#/client/messages/swipe.ts";

const drawn: string[] = [];
let stop: () => void;

beforeEach(() => {
  document.body.innerHTML = `<div id="box"><article id="one">words <pre>code</pre></article></div>`;
  drawn.length = 0;
  stop = onSwipe(document.querySelector<HTMLElement>("#box")!, "article", (article) => drawn.push(article.id));
});
afterEach(() => stop());

function touch(type: string, x: number, y: number, more: object = {}, on = "article"): void {
  const event = new MouseEvent(type, { bubbles: true, clientX: x, clientY: y });
  Object.assign(event, { pointerType: "touch", isPrimary: true, ...more });
  document.querySelector(on)!.dispatchEvent(event);
}
function swipe(path: [number, number][], more: object = {}, on = "article"): void {
  touch("pointerdown", ...path[0]!, more, on);
  for (const [x, y] of path.slice(1)) touch("pointermove", x, y, more, on);
  touch("pointerup", ...path.at(-1)!, more, on);
}
const article = () => document.querySelector<HTMLElement>("article")!;

test("a finger that goes 56 pixels to the right draws the message, which follows it and goes back", () => {
  touch("pointerdown", 100, 100);
  touch("pointermove", 130, 102);
  expect([article().style.translate, article().dataset.swiped]).toEqual(["30px 0", undefined]);
  touch("pointermove", 300, 102);
  expect([article().style.translate, article().dataset.swiped]).toEqual(["72px 0", ""]);
  touch("pointerup", 300, 102);
  expect([drawn, article().style.translate, article().dataset.swiped]).toEqual([["one"], "", undefined]);
});

test.each<[string, [number, number][], object, string]>([
  ["one that goes less far", [[100, 100], [150, 100]], {}, "article"],
  ["one that comes back", [[100, 100], [180, 100], [120, 100]], {}, "article"],
  ["one that scrolls", [[100, 100], [110, 140], [200, 180]], {}, "article"],
  ["one that goes to the left", [[200, 100], [100, 100]], {}, "article"],
  ["one from the edge, which is the device's", [[10, 100], [120, 100]], {}, "article"],
  ["one in what scrolls sideways itself", [[100, 100], [200, 100]], {}, "pre"],
  ["a mouse", [[100, 100], [200, 100]], { pointerType: "mouse" }, "article"],
  ["a second finger", [[100, 100], [200, 100]], { isPrimary: false }, "article"],
])("%s does nothing", (_what, path, more, on) => {
  swipe(path, more, on);
  expect([drawn, article().style.translate]).toEqual([[], ""]);
}); // biome-ignore format: a table

test("a finger that the browser takes for itself does nothing", () => {
  touch("pointerdown", 100, 100);
  touch("pointermove", 190, 100);
  touch("pointercancel", 190, 100);
  touch("pointerup", 190, 100);
  expect(drawn).toEqual([]);
});
