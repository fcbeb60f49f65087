import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ApprovalCard, ToolCard } from "./tool-card.tsx";
import { TurnStatus } from "./turn-status.tsx";

afterEach(cleanup);

const asked = [{ name: "text", value: "<img src=x onerror=alert(1)>" }];

describe("A card of a tool's call", () => {
  test("shows the exact arguments and the result as text, never as markup", () => {
    const { container } = render(() => (
      <ToolCard icon={null} title="Posted" arguments={asked} result="**bold** <b>x</b>" open />
    ));
    expect(screen.getByText("<img src=x onerror=alert(1)>")).toBeTruthy();
    expect(screen.getByRole("region", { name: "Result" }).textContent).toBe("**bold** <b>x</b>");
    expect(container.querySelector("img, b")).toBeNull();
  });
});

describe("A card that asks for approval", () => {
  test("hands each decision on, and says who asks for what", () => {
    const decide = vi.fn();
    render(() => <ApprovalCard request="Mira wants to post in #launch." arguments={asked} onDecide={decide} />);
    expect(screen.getByRole("region", { name: "Mira wants to post in #launch." })).toBeTruthy();
    for (const name of ["Allow once", "Always in this room", "Deny"])
      fireEvent.click(screen.getByRole("button", { name }));
    expect(decide.mock.calls).toEqual([["once"], ["always"], ["deny"]]);
  });

  test("offers nothing to one who may not decide", () => {
    render(() => <ApprovalCard request="Mira wants to post in #launch." arguments={asked} />);
    expect(screen.queryAllByRole("button")).toEqual([]);
    expect(screen.getByText("Waiting for a moderator")).toBeTruthy();
  });

  test("decides once: while a decision is on its way another does nothing", () => {
    const decide = vi.fn();
    render(() => <ApprovalCard request="?" arguments={asked} busy onDecide={decide} />);
    fireEvent.click(screen.getByRole("button", { name: /^Deny/ }));
    expect(decide).not.toHaveBeenCalled();
  });
});

test("What an AI does is told in words, and can be stopped by whoever may", () => {
  const stop = vi.fn();
  render(() => <TurnStatus status="Thinking" onStop={stop} />);
  expect(screen.getByText("Thinking")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Stop" }));
  expect(stop).toHaveBeenCalledOnce();
});
