import { MetaProvider } from "@solidjs/meta";
import { cleanup, render, screen } from "@solidjs/testing-library";
import { afterEach, expect, test } from "vitest";
import { RoomRefused } from "#/client/shell/room-refused.tsx";

afterEach(cleanup);

const heading = (code: "SW_ROOM_NOT_FOUND" | "SW_UNAVAILABLE", lost?: string) => {
  render(() => (
    <MetaProvider>
      <RoomRefused code={code} lost={lost} />
    </MetaProvider>
  ));
  const { textContent } = screen.getByRole("heading");
  cleanup();
  return textContent;
};

test("says of a room that can't be opened the same whether it is absent or private, and of one that is lost its name", () => {
  expect(heading("SW_ROOM_NOT_FOUND")).toBe("You can't open this");
  expect(heading("SW_ROOM_NOT_FOUND", "")).toBe("You can't open this");
  expect(heading("SW_ROOM_NOT_FOUND", "design")).toBe("You are no longer in design");
  expect(heading("SW_UNAVAILABLE", "")).toBe("This room didn't load");
});
