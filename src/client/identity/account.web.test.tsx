import { cleanup, fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, expect, test } from "vitest";
import type { Account } from "#/client/identity/account.ts";
import { SecurityPage } from "#/client/identity/security-page.tsx";
import { TokensPage } from "#/client/identity/tokens-page.tsx";
import { showInSettings } from "#/client/shell/testing/settings.tsx";
import { SwError } from "#/domain/errors.ts";
import type { CreateTokenInput } from "#/domain/identity/inputs.ts";
import type { PersonalToken, Session } from "#/domain/identity/schema.ts";

afterEach(cleanup);

const minute = 60_000;
const before = (ms: number) => new Date(Date.now() - ms).toISOString();
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0";

const session = (id: string, more: Partial<Session> = {}): Session => ({
  id,
  kind: "browser",
  user_agent: firefox,
  created_at: before(90 * minute),
  last_used_at: before(5 * minute),
  expires_at: before(-90 * minute),
  current: false,
  ...more,
});
const here = session("here", { current: true });

/** A server that does as it is told and remembers what that was. */
function accountThat(more: Partial<Account> = {}) {
  const asked: unknown[] = [];
  const heard =
    (what: string) =>
    async (input?: unknown): Promise<void> => {
      asked.push([what, input]);
    };
  const account: Account = {
    changePassword: heard("changePassword"),
    endSession: heard("endSession"),
    endOtherSessions: heard("endOtherSessions"),
    createToken: async (input: CreateTokenInput) => {
      asked.push(["createToken", input]);
      return { ...token("new"), name: input.name, token: "swp_this-is-shown-once" };
    },
    revokeToken: heard("revokeToken"),
    ...more,
  };
  return { account, asked };
}

function security(sessions: readonly Session[], account: Account) {
  let reads = 0;
  const shown = showInSettings("/you/security", () => (
    <SecurityPage
      sessions={{ ok: true, value: sessions }}
      again={() => {
        reads += 1;
      }}
      account={account}
    />
  ));
  return { ...shown, reads: () => reads };
}

test("each session says what it is and when it was used; this device is marked and can't be ended", () => {
  security([here, session("other", { kind: "program", user_agent: "curl/8.5.0" })], accountThat().account);
  expect(screen.getByText("This device").parentElement?.textContent).toContain("Firefox on Linux");
  expect(screen.getByText(/In use now/)).toBeTruthy();
  expect(screen.getAllByRole("button", { name: /^End / })).toHaveLength(1);
  expect(screen.getByRole("button", { name: "End curl, last used 5 min ago" })).toBeTruthy();
});

test("ending one session asks the server for that one and reads the list anew", async () => {
  const { account, asked } = accountThat();
  const { reads } = security([here, session("other")], account);
  fireEvent.click(screen.getByRole("button", { name: /^End Firefox/ }));
  await waitFor(() => expect(reads()).toBe(1));
  expect(asked).toEqual([["endSession", "other"]]);
});

test("ending all others says what that means, begins on Cancel, and tells how many it were", async () => {
  const { account, asked } = accountThat();
  const { toasts } = security([here, session("a"), session("b")], account);
  fireEvent.click(screen.getByRole("button", { name: "Sign out everywhere else" }));
  expect(screen.getByRole("dialog", { name: "Sign out 2 other sessions?" }).textContent).toContain(
    "your access tokens keep working",
  );
  expect(screen.getByRole("button", { name: "Cancel" }).hasAttribute("autofocus")).toBe(true);
  fireEvent.click(screen.getByRole("button", { name: /^Sign out the others/ }));
  await waitFor(() => expect(toasts()).toEqual(["2 other sessions were signed out."]));
  expect(asked).toEqual([["endOtherSessions", undefined]]);
});

test("where one is signed in here alone, the button says so", () => {
  security([here], accountThat().account);
  const button = screen.getByRole("button", { name: "Sign out everywhere else" });
  expect(button.getAttribute("aria-disabled")).toBe("true");
  expect(button.getAttribute("aria-description")).toBe("You are signed in here alone");
});

test("a wrong current password is told at its field, where the cursor then is", async () => {
  const refuse = async () => {
    throw new SwError("SW_AUTH_BAD_CREDENTIALS");
  };
  security([here], accountThat({ changePassword: refuse }).account);
  fireEvent.click(screen.getByRole("button", { name: "Change password" }));
  const current = screen.getByLabelText("Current password");
  fireEvent.input(current, { target: { value: "wrong" } });
  fireEvent.input(screen.getByLabelText("New password"), { target: { value: "a better one than that" } });
  fireEvent.submit(current.closest("form")!);
  await waitFor(() => expect(screen.getByText("That is not your password.")).toBeTruthy());
  expect(document.activeElement).toBe(current);
});

test("a changed password tells how many sessions it ended", async () => {
  const { account, asked } = accountThat();
  const { toasts } = security([here, session("a")], account);
  fireEvent.click(screen.getByRole("button", { name: "Change password" }));
  fireEvent.input(screen.getByLabelText("Current password"), { target: { value: "the old one" } });
  fireEvent.input(screen.getByLabelText("New password"), { target: { value: "a better one than that" } });
  fireEvent.submit(screen.getByLabelText("New password").closest("form")!);
  await waitFor(() => expect(toasts()).toEqual(["Password changed. 1 other session was signed out."]));
  expect(asked).toEqual([
    ["changePassword", { current_password: "the old one", new_password: "a better one than that" }],
  ]);
});

const token = (id: string, more: Partial<PersonalToken> = {}): PersonalToken => ({
  id,
  name: "Nightly report",
  scopes: ["read"],
  created_at: before(90 * minute),
  last_used_at: null,
  expires_at: null,
  ...more,
});

function tokens(all: readonly PersonalToken[], account: Account, roles: string[] = []) {
  return showInSettings(
    "/you/tokens",
    () => <TokensPage tokens={{ ok: true, value: all }} again={() => undefined} account={account} />,
    roles,
  );
}

test("a token is made with a name, scopes and a lifetime, and shown once", async () => {
  const { account, asked } = accountThat();
  tokens([], account);
  expect(screen.getByText("No tokens yet")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "New token" }));
  const name = screen.getByLabelText("Name");
  fireEvent.submit(name.closest("form")!);
  expect(screen.getByRole("alert").textContent).toMatch(/Write a name/);
  fireEvent.input(name, { target: { value: " Backup " } });
  fireEvent.click(screen.getByLabelText("Write"));
  fireEvent.submit(name.closest("form")!);
  await waitFor(() => expect(screen.getByText("swp_this-is-shown-once")).toBeTruthy());
  expect(asked).toEqual([["createToken", { name: "Backup", scopes: ["read"], expires_in_days: 90 }]]);
  expect(screen.getByText(/it is shown this once/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "I have it" }));
  expect(document.body.textContent).not.toContain("swp_this-is-shown-once");
});

test("a token that may do nothing is not made, and the scopes say why", () => {
  const { account, asked } = accountThat();
  tokens([], account);
  fireEvent.click(screen.getByRole("button", { name: "New token" }));
  fireEvent.input(screen.getByLabelText("Name"), { target: { value: "Backup" } });
  fireEvent.click(screen.getByLabelText("Read"));
  fireEvent.click(screen.getByLabelText("Write"));
  fireEvent.submit(screen.getByLabelText("Name").closest("form")!);
  expect(screen.getByRole("alert").textContent).toMatch(/Choose what it may do/);
  expect(asked).toEqual([]);
});

test("the admin scope is for admins, and says so to others", () => {
  tokens([], accountThat().account);
  fireEvent.click(screen.getByRole("button", { name: "New token" }));
  expect(screen.getByLabelText("Admin").getAttribute("aria-disabled")).toBe("true");
  cleanup();
  tokens([], accountThat().account, ["admin"]);
  fireEvent.click(screen.getByRole("button", { name: "New token" }));
  expect(screen.getByLabelText("Admin").getAttribute("aria-disabled")).toBeNull();
});

test("revoking names the token and what stops", async () => {
  const { account, asked } = accountThat();
  const { toasts } = tokens([token("one", { expires_at: before(-40 * minute) })], account);
  expect(screen.getByText(/Never used/)).toBeTruthy();
  expect(screen.getByText("expires today")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Revoke Nightly report" }));
  fireEvent.click(screen.getByRole("button", { name: /^Revoke token/ }));
  await waitFor(() => expect(toasts()).toEqual(["“Nightly report” was revoked"]));
  expect(asked).toEqual([["revokeToken", "one"]]);
});

test("what didn't load says so, with a way to try again", () => {
  let reads = 0;
  showInSettings("/you/tokens", () => (
    <TokensPage
      tokens={{ ok: false, code: "SW_UNAVAILABLE" }}
      again={() => {
        reads += 1;
      }}
      account={accountThat().account}
    />
  ));
  expect(screen.getByText("Your tokens didn't load")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(reads).toBe(1);
});

test("the way to the admin area appears and goes with one's role", () => {
  const { setRoles } = tokens([], accountThat().account);
  expect(screen.queryByRole("link", { name: "Audit log" })).toBeNull();
  setRoles(["admin"]);
  expect(screen.getByRole("link", { name: "Audit log" })).toBeTruthy();
  setRoles([]);
  expect(screen.queryByRole("link", { name: "Audit log" })).toBeNull();
});
