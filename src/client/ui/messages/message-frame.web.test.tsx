import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { afterEach, expect, test } from "vitest";
import type { Person } from "../people/person.ts";
import { MessageFrame } from "./message-frame.tsx";
import { ReplyPreview } from "./thread-footer.tsx";

afterEach(cleanup);

const ana: Person = { id: "a", name: "Ana", kind: "person" };
const mira: Person = { id: "m", name: "Mira", kind: "ai" };
const time = { iso: "2026-11-20T09:02:00Z", text: "09:02" };

test("a message is named by its author and time, also when it follows another", () => {
  render(() => (
    <>
      <MessageFrame author={ana} time={time}>
        one
      </MessageFrame>
      <MessageFrame author={ana} time={time} follower>
        two
      </MessageFrame>
    </>
  ));
  expect(screen.getAllByRole("article", { name: "Ana 09:02" })).toHaveLength(2);
});

test("an AI's message says so in a word, for eyes and ears", () => {
  render(() => (
    <MessageFrame author={mira} time={time} model="scai-large" demo>
      hello
    </MessageFrame>
  ));
  expect(screen.getByText("AI demo")).toBeDefined();
  expect(screen.getByRole("button", { name: "Mira, AI assistant" })).toBeDefined();
});

test("the bar is built when the message is pointed at or focused, and leaves with it", () => {
  render(() => (
    <MessageFrame author={ana} time={time} tabIndex={0} bar={() => <button type="button">Reply</button>}>
      one
    </MessageFrame>
  ));
  const message = screen.getByRole("article");
  expect(screen.queryByText("Reply")).toBeNull();
  message.focus();
  expect(screen.getByText("Reply")).toBeDefined();
  screen.getByText("Reply").focus();
  expect(screen.getByText("Reply")).toBeDefined();
  screen.getByText("Reply").blur();
  expect(screen.queryByText("Reply")).toBeNull();
});

test("a pointer at rest keeps the bar when the focus comes and goes; what a press has focused does not", () => {
  render(() => (
    <MessageFrame author={ana} time={time} tabIndex={0} bar={() => <button type="button">Reply</button>}>
      one
    </MessageFrame>
  ));
  const message = screen.getByRole("article");
  fireEvent.pointerEnter(message);
  fireEvent.focusIn(message);
  fireEvent.focusOut(message, { relatedTarget: document.body });
  expect(screen.getByText("Reply")).toBeDefined();
  fireEvent.focusIn(message);
  fireEvent.pointerLeave(message);
  expect(screen.queryByText("Reply")).toBeNull();
});

test("a finger that presses something brings no bar over the words, and a key does", () => {
  render(() => (
    <MessageFrame author={ana} time={time} tabIndex={0} bar={() => <button type="button">Reply</button>}>
      one
    </MessageFrame>
  ));
  const message = screen.getByRole("article");
  message.dispatchEvent(Object.assign(new Event("pointerdown", { bubbles: true }), { pointerType: "touch" }));
  message.focus();
  expect(screen.queryByText("Reply")).toBeNull();
  message.blur();
  fireEvent.keyDown(message, { key: "ArrowUp" });
  message.focus();
  expect(screen.getByText("Reply")).toBeDefined();
});

test("what a bar has opened keeps it when the pointer goes over to that", () => {
  render(() => (
    <MessageFrame
      author={ana}
      time={time}
      bar={() => (
        <button type="button" aria-expanded="true">
          More
        </button>
      )}
    >
      one
    </MessageFrame>
  ));
  const message = screen.getByRole("article");
  fireEvent.pointerEnter(message);
  fireEvent.pointerLeave(message);
  expect(screen.getByText("More")).toBeDefined();
});

test("a reply to something gone says so; a long one is cut by whole letters", () => {
  render(() => (
    <>
      <ReplyPreview />
      <ReplyPreview original={{ author: ana, text: "🦊".repeat(100), href: "#x" }} />
    </>
  ));
  expect(screen.getByText("Original message unavailable")).toBeDefined();
  expect(screen.getByText(`${"🦊".repeat(79)}…`)).toBeDefined();
});
