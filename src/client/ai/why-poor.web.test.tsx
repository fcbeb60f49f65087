import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { afterEach, expect, test, vi } from "vitest";
import { WhyPoor } from "#/client/ai/why-poor.tsx";

afterEach(cleanup);

function show() {
  const [send, close, outside] = [vi.fn(), vi.fn(), vi.fn()];
  render(() => (
    // biome-ignore lint/a11y/noStaticElementInteractions: stands for the page, whose Escape stops an answer
    <div onKeyDown={(event) => outside(event.key)}>
      <WhyPoor send={send} close={close} />
    </div>
  ));
  return { send, close, outside, field: screen.getByRole("textbox", { name: "What was wrong with it?" }) };
}

test("whoever finds an answer poor may say why at once, in at most 500 characters", () => {
  const { send, close, field } = show();
  expect(document.activeElement).toBe(field);
  expect((field as HTMLInputElement).maxLength).toBe(500);
  fireEvent.input(field, { target: { value: "  The date is wrong.  " } });
  fireEvent.click(screen.getByRole("button", { name: "Send" }));
  expect(send.mock.calls).toEqual([["The date is wrong."]]);
  expect(close).not.toHaveBeenCalled();
});

test("without words, and with Escape, the thumb stands alone and nothing else is stopped", () => {
  const { send, close, outside, field } = show();
  fireEvent.click(screen.getByRole("button", { name: "Send" }));
  fireEvent.keyDown(field, { key: "Escape" });
  expect(close).toHaveBeenCalledTimes(2);
  expect(send).not.toHaveBeenCalled();
  expect(outside).not.toHaveBeenCalled();
});
