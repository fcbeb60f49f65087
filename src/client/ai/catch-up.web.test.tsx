import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { afterEach, expect, test, vi } from "vitest";
import { CatchUp } from "#/client/ai/catch-up.tsx";
import { unreadHere } from "#/client/ai/unread-here.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { SwError } from "#/domain/errors.ts";

const told = vi.hoisted(() => ({ asked: [] as unknown[], refusal: null as unknown }));

vi.mock("#/client/sync/api.ts", () => ({
  faultOf: (error: unknown) => ({ kind: "refused", error, retryAfterMs: null }),
  api: {
    aiSummaries: {
      catchUp: {
        mutate: async (input: unknown) => {
          told.asked.push(input);
          if (told.refusal) throw told.refusal;
          return { participant_id: "mira", summary: "The launch **moves** to Friday.", messages: 42 };
        },
      },
    },
  },
}));

afterEach(() => {
  cleanup();
  told.asked.length = 0;
  told.refusal = null;
});

/** A room as one comes in, with so much unread. */
function room(unread: number, more: { type?: string; membership?: string; hides?: boolean; ai?: boolean } = {}) {
  const mira = { participant: { id: "mira", participant_type: more.ai === false ? "human" : "model" } };
  return {
    roomId: () => "design",
    entry: () => ({
      membership: more.membership ?? "join",
      room_type: more.type ?? "group",
      read_position: 7,
      unread: Array.from({ length: unread }, () => ({})),
    }),
    view: () => ({ members: { mira } }),
    person: () => ({ name: "Mira", kind: "ai" }),
    session: { state: { own: { screen: { hide_ai: more.hides ?? false }, blocked: [] }, ai: { hidden: false } } },
  } as unknown as Conversation;
}

test("a summary is offered for much that is unread, where an AI may write one that is shown", () => {
  expect(unreadHere(room(42))).toEqual({ count: 42, after: 7 });
  expect(unreadHere(room(5))).toBeUndefined();
  expect(unreadHere(room(42, { ai: false }))).toBeUndefined();
  expect(unreadHere(room(42, { hides: true }))).toBeUndefined();
  expect(unreadHere(room(42, { type: "incognito" }))).toBeUndefined();
  expect(unreadHere(room(42, { membership: "invite" }))).toBeUndefined();
});

test("it is asked for once, says that nobody else sees it and of how much it is, and goes by a button", async () => {
  render(() => <CatchUp conversation={room(42)} unread={{ count: 42, after: 7 }} />);
  const offer = screen.getByRole("button", { name: "Summarise 42 unread for me" });
  fireEvent.click(offer);
  fireEvent.click(offer);
  const summary = await screen.findByRole("region", { name: "What you missed" });
  expect(summary.textContent).toContain("Only you see this. Mira read 42 messages.");
  expect(summary.querySelector("strong")?.textContent).toBe("moves");
  expect(told.asked).toEqual([{ room_id: "design", after: 7 }]);
  fireEvent.click(screen.getByRole("button", { name: "Close the summary" }));
  expect(screen.queryAllByRole("button")).toEqual([]);
});

test("a refusal says why and leaves the offer; the offer itself can be sent away", async () => {
  told.refusal = new SwError("SW_AI_BUDGET_EXCEEDED", "This month's AI budget is used up.");
  render(() => <CatchUp conversation={room(42)} unread={{ count: 100, after: 7 }} />);
  fireEvent.click(screen.getByRole("button", { name: "Summarise the unread for me" }));
  expect((await screen.findByRole("alert")).textContent).toContain("budget is used up");
  fireEvent.click(screen.getByRole("button", { name: "Don't summarise" }));
  expect(screen.queryAllByRole("button")).toEqual([]);
});
