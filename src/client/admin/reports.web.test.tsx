import { cleanup, fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { afterEach, expect, test, vi } from "vitest";
import { type ReportStretch, ReportsPage } from "#/client/admin/reports-page.tsx";
import { showInSettings } from "#/client/shell/testing/settings.tsx";
import { SwError } from "#/domain/errors.ts";
import type { MessageReport } from "#/domain/messages/report-schema.ts";

afterEach(cleanup);

function report(id: string, more: Partial<MessageReport> = {}): MessageReport {
  return {
    id,
    created_at: "2026-11-20T12:00:00.000Z",
    reason: "harassment",
    note: "He says it daily.",
    reporter: { id: "ana", name: "Ana" },
    room: { id: "design", name: "design", room_type: "group", workspace_id: "team", visible: true },
    message: {
      id: "event",
      thread_root_id: null,
      sender: { id: "bram", name: "Bram" },
      created_at: "2026-11-20T11:00:00.000Z",
      body: "you fool",
      removed: false,
    },
    outcome: null,
    resolved_by: null,
    resolved_at: null,
    ...more,
  };
}

function show(value: ReportStretch, resolve = vi.fn(async () => undefined as unknown)) {
  const again = vi.fn();
  const onChoose = vi.fn();
  const shown = showInSettings("/admin/reports", () => (
    <ReportsPage
      reports={{ ok: true, value }}
      status="open"
      page={1}
      onChoose={onChoose}
      again={again}
      resolve={resolve}
    />
  ));
  return { ...shown, again, onChoose, resolve };
}

test("a report tells what, why, by whom and where, and leads to the message", () => {
  show({ items: [report("one")], has_more: false });
  const shown = screen.getByRole("article", { name: "Harassment or bullying" });
  expect(shown.textContent).toContain("Ana reported it");
  expect(shown.textContent).toContain("Bram in #design");
  expect(within(shown).getByText("you fool").tagName).toBe("BLOCKQUOTE");
  expect(within(shown).getByRole("link", { name: "Open in the room" }).getAttribute("href")).toMatch(
    /\/r\/design\?message=event$/,
  );
});

test("of a room that the admin is not in there is no link, and of an incognito room no word", () => {
  const room = { id: "quiet", name: null, room_type: "incognito", workspace_id: "team", visible: false };
  const said = report("one", { note: null, room });
  show({ items: [{ ...said, message: { ...said.message, body: null } }], has_more: false });
  expect(screen.queryByRole("link", { name: "Open in the room" })).toBeNull();
  expect(screen.getByText("Only those in an incognito room can read its words.")).toBeTruthy();
});

test("dismissing is one press; removing is asked first; either is read again", async () => {
  const { resolve, again, toasts } = show({ items: [report("one")], has_more: false });
  fireEvent.click(screen.getByRole("button", { name: /^Dismiss/ }));
  await waitFor(() => expect(toasts()).toEqual(["The report was dismissed"]));
  fireEvent.click(screen.getByRole("button", { name: /^Remove message/ }));
  expect(resolve).toHaveBeenCalledTimes(1);
  const dialog = screen.getByRole("dialog");
  fireEvent.click(within(dialog).getByRole("button", { name: /^Remove message/ }));
  await waitFor(() => expect(resolve).toHaveBeenLastCalledWith("one", "removed"));
  await waitFor(() => expect(again).toHaveBeenCalledTimes(2));
});

test("a refusal is told where it was asked", async () => {
  const refuse = vi.fn(async () => {
    throw new SwError("SW_AUTH_INSUFFICIENT_PERMISSION");
  });
  show({ items: [report("one")], has_more: false }, refuse);
  fireEvent.click(screen.getByRole("button", { name: /^Dismiss/ }));
  expect((await screen.findByRole("alert")).textContent).toBe("You don't have the right to do this.");
});

test("what is reported or resolved elsewhere is read at once", () => {
  const { session, again } = show({ items: [], has_more: false });
  const at = { stream_position: session.store.cursor() + 1, origin_ts: 1, ts: "2026-11-20T12:00:00.000Z" };
  const who = { id: "event", tenant_id: "tenant", sender_id: "bram", room_id: null, workspace_id: null };
  const content = { report_id: "one", outcome: null };
  session.store.applyEvents([{ ...at, ...who, type: "swp.report", content, event_uuid: null, forgotten: false }]);
  expect(again).toHaveBeenCalledOnce();
});

test("pages go on while there is more, and nothing open is said kindly", () => {
  const { onChoose } = show({ items: [report("one")], has_more: true });
  fireEvent.click(screen.getByRole("button", { name: "Next" }));
  expect(onChoose).toHaveBeenCalledWith({ page: 2 });
  cleanup();
  show({ items: [], has_more: false });
  expect(screen.getByText("No open reports")).toBeTruthy();
});
