import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { afterEach, expect, test, vi } from "vitest";
import { RoomRow } from "./room-row.tsx";

afterEach(cleanup);

test("a row is a link that says all its states", () => {
  render(() => <RoomRow href="/w/x/r/design" kind="group" name="design" unread={140} mentions={120} selected />);
  const link = screen.getByRole("link", { name: "design, 140 unread, 120 mentions" });
  expect(link.getAttribute("href")).toBe("/w/x/r/design");
  expect(link.getAttribute("aria-current")).toBe("page");
  expect(link.querySelector("[data-count]")?.getAttribute("data-count")).toBe("99+");
});

test("a muted row shows no badge, whatever waits in it", () => {
  const { container } = render(() => <RoomRow href="/r" kind="group" name="memes" muted unread={4} mentions={2} />);
  expect(screen.getByRole("link", { name: "memes, 4 unread, 2 mentions, muted" })).toBeDefined();
  expect(container.querySelector("[data-count]")).toBeNull();
});

test("a call is joined by a button beside the link, not inside it", () => {
  const join = vi.fn();
  render(() => <RoomRow href="/r" kind="group" name="standup" call={3} onJoinCall={join} />);
  const button = screen.getByRole("button", { name: "Join the call in standup, 3" });
  expect(button.closest("a")).toBeNull();
  fireEvent.click(button);
  expect(join).toHaveBeenCalledOnce();
});

test("a draft shows its first words as a tooltip", () => {
  render(() => <RoomRow href="/r" kind="group" name="design" draft={"x".repeat(90)} />);
  expect(screen.getByRole("link", { name: "design, draft" }).getAttribute("data-tip")).toBe("x".repeat(60));
});
