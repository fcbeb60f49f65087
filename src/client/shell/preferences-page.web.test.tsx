import { cleanup, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clockTime, wholeTime } from "#/client/language/times.ts";
import { writingChoices } from "#/client/messages/writing-choices.ts";
import { followChoices } from "#/client/shell/choose.ts";
import { PreferencesPage } from "#/client/shell/preferences-page.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { showInSettings } from "#/client/shell/testing/settings.tsx";

/** What the server was asked; it takes everything unless a test says otherwise. */
let asked: unknown[] = [];
let answer = () =>
  new Response(JSON.stringify({ result: { data: {} } }), { headers: { "content-type": "application/json" } });

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
    asked.push(JSON.parse(String(init.body)));
    return answer();
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function Page() {
  followChoices(useSession());
  return <PreferencesPage />;
}
const show = () => showInSettings("/you/preferences", Page);
const pick = async (setting: RegExp, option: string) => {
  screen.getByRole("button", { name: setting }).click();
  (await screen.findByRole("menuitemradio", { name: option })).click();
};
const noon = Date.parse("2026-11-20T14:02:09Z") / 1000;

test("a theme, a size and a density take effect at once and are told to the server", async () => {
  const { session } = show();
  await pick(/^Theme/, "Dark");
  expect(document.documentElement.dataset.theme).toBe("dark");
  await pick(/^Text size/, "Large, 112 %");
  expect(document.documentElement.dataset.text).toBe("112");
  expect(document.cookie).toContain("scaiwave_look=dark.comfortable.normal.112");
  await waitFor(() => expect(asked).toEqual([{ theme: "dark" }, { font_size: "112" }]));
  session.store.change((draft) => {
    draft.own.screen.theme = "light";
  });
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe("light"));
});

test("times follow the format and the zone that one chose", async () => {
  show();
  expect(clockTime(noon, "UTC")).toBe("14:02");
  await pick(/^Time format/, "2:02 pm");
  await waitFor(() => expect(clockTime(noon, "UTC")).toBe("2:02 pm"));
  expect(wholeTime(noon, "UTC")).toBe("Friday 20 November 2026, 2:02:09 pm");
  expect(clockTime(Date.parse("2026-11-20T00:05:00Z") / 1000, "UTC")).toBe("12:05 am");
  await pick(/^Time format/, "14:02");
  await waitFor(() => expect(clockTime(noon, "UTC")).toBe("14:02"));
});

test("another language is kept for the next page, and the page says what stays English", async () => {
  const { session } = show();
  expect(screen.getByText("The documentation is in English.")).toBeTruthy();
  await pick(/^Language/, "Nederlands");
  await waitFor(() => expect(document.cookie).toMatch(/scaiwave_look=[^;]+\.nl(;|$)/));
  expect(session.state.own.screen.locale).toBe("nl");
});

test("what sends is told to the composer", async () => {
  show();
  expect(writingChoices().sendWith).toBe("enter");
  await pick(/^Send messages with/, "Ctrl+Enter");
  await waitFor(() => expect(writingChoices().sendWith).toBe("ctrl_enter"));
  await pick(/^Send messages with/, "Enter");
  await waitFor(() => expect(writingChoices().sendWith).toBe("enter"));
});

test("a change that the server doesn't take is put back, with the reason beside it", async () => {
  const before = answer;
  answer = () => {
    throw new TypeError("no network");
  };
  const { session } = show();
  await pick(/^Single keys/, "On");
  expect((await screen.findByRole("alert")).textContent).toMatch(/^Not saved/);
  expect(session.state.own.screen.single_keys).toBe(false);
  answer = before;
});
