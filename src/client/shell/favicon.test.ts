import { expect, test } from "vitest";
import { faviconOf } from "#/client/shell/favicon.ts";

const told = (unread: number, mentions: number, invitations = 0) =>
  decodeURIComponent(faviconOf({ unread, mentions, invitations }) ?? "none");

test("the tab shows a number for what needs one, a dot for what is new, and neither when all is read", () => {
  expect(told(0, 0)).toBe("none");
  expect(told(5, 0)).not.toContain("<text");
  expect(told(5, 0)).toContain("#1d7fb0");
  expect(told(5, 2, 1)).toContain(">3</text>");
  expect(told(50, 12)).toContain(">9+</text>");
});
