import { cleanup, fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, expect, test } from "vitest";
import type { Admin } from "#/client/admin/admin.ts";
import { AuditPage } from "#/client/admin/audit-page.tsx";
import { OverviewPage } from "#/client/admin/overview-page.tsx";
import { PeoplePage } from "#/client/admin/people-page.tsx";
import { TenantSettingsPage } from "#/client/admin/tenant-settings-page.tsx";
import { participant } from "#/client/rooms/overview.testing.ts";
import { showInSettings } from "#/client/shell/testing/settings.tsx";
import type { AuditEntry, ManagedParticipant } from "#/domain/admin/schema.ts";
import { SwError } from "#/domain/errors.ts";
import type { TenantSettings, UpdateSettingsInput } from "#/domain/tenants/settings.ts";

afterEach(cleanup);

const managed = (id: string, more: Partial<ManagedParticipant> = {}): ManagedParticipant => ({
  ...participant(id),
  email: `${id}@linden.example`,
  roles: [],
  created_at: "2026-03-02T09:00:00.000Z",
  deactivated_at: null,
  last_seen_at: null,
  sign_in: ["password"],
  ...more,
});

const settled: TenantSettings = {
  name: "Linden",
  registration: "closed",
  registration_domains: [],
  password_grant_enabled: false,
};

/** A server that does as it is told and remembers what that was. */
function adminThat(more: Partial<Admin> = {}) {
  const asked: unknown[] = [];
  let settings = settled;
  const heard =
    (what: string) =>
    async (input: unknown): Promise<void> => {
      asked.push([what, input]);
    };
  const admin: Admin = {
    invite: heard("invite"),
    setRoles: heard("setRoles"),
    endSessions: heard("endSessions"),
    deactivate: heard("deactivate"),
    reactivate: heard("reactivate"),
    older: async (input) => {
      asked.push(["older", input]);
      return { items: [entry("older-1")], has_more: false };
    },
    updateSettings: async (input: UpdateSettingsInput) => {
      asked.push(["updateSettings", input]);
      settings = { ...settings, ...(Object.fromEntries(Object.entries(input)) as Partial<TenantSettings>) };
      return settings;
    },
    ...more,
  };
  return { admin, asked };
}

function people(
  items: readonly ManagedParticipant[],
  { roles = ["admin"], admin = adminThat().admin, q = "" }: { roles?: string[]; admin?: Admin; q?: string } = {},
) {
  const filters: unknown[] = [];
  const shown = showInSettings(
    "/admin/people",
    () => (
      <PeoplePage
        people={{ ok: true, value: { items, has_more: false, total: items.length } }}
        filter={{ q, status: "all", page: 1 }}
        onFilter={(filter) => filters.push(filter)}
        again={() => undefined}
        admin={admin}
      />
    ),
    roles,
  );
  return { ...shown, filters };
}

const actions = (name: string) => fireEvent.click(screen.getByRole("button", { name: `Actions for ${name}` }));
const menuitem = (name: RegExp) => screen.getByRole("menuitem", { name });

test("people are a table that says who they are, how they sign in, and what became of them", () => {
  people([
    managed("ana", { roles: ["owner"] }),
    managed("bram", { sign_in: ["invited"], deactivated_at: "2026-01-02T09:00:00.000Z" }),
  ]);
  const [, ana, bram] = screen.getAllByRole("row");
  expect(within(ana!).getByText("Owner")).toBeTruthy();
  expect(within(ana!).getByText("you")).toBeTruthy();
  expect(within(bram!).getByText("Invited, no password yet")).toBeTruthy();
  expect(within(bram!).getByText(/^Deactivated /)).toBeTruthy();
  expect(screen.getByText("2 people")).toBeTruthy();
});

test("an admin may deactivate a member, and is told what it means before", async () => {
  const { admin, asked } = adminThat();
  const { toasts } = people([managed("bram")], { admin });
  actions("Bram");
  fireEvent.click(menuitem(/^Deactivate/));
  const dialog = screen.getByRole("dialog", { name: "Deactivate Bram?" });
  expect(dialog.textContent).toContain("What they wrote stays");
  expect(within(dialog).getByRole("button", { name: "Cancel" }).hasAttribute("autofocus")).toBe(true);
  fireEvent.click(within(dialog).getByRole("button", { name: /^Deactivate/ }));
  await waitFor(() => expect(toasts()).toEqual(["Bram was deactivated"]));
  expect(asked).toEqual([["deactivate", "bram"]]);
});

test("what an admin may not do stays in sight with the reason", () => {
  people([managed("bram", { roles: ["admin"] })]);
  actions("Bram");
  expect(menuitem(/^Deactivate/).getAttribute("aria-description")).toBe(
    "Only an owner can do this to an admin or owner",
  );
  expect(menuitem(/^Change role/).getAttribute("aria-description")).toBe("Only an owner gives roles");
  fireEvent.click(menuitem(/^Deactivate/));
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("nobody ends their own account here", () => {
  people([managed("ana", { roles: ["owner"] })], { roles: ["owner"] });
  actions("Ana");
  expect(menuitem(/^Deactivate/).getAttribute("aria-description")).toBe("This is your own account");
  expect(menuitem(/^Sign out everywhere/).getAttribute("aria-description")).toBe("This is your own account");
});

test("an owner gives a role", async () => {
  const { admin, asked } = adminThat();
  const { toasts } = people([managed("bram")], { admin, roles: ["owner"] });
  actions("Bram");
  fireEvent.click(menuitem(/^Change role/));
  expect(screen.getByRole<HTMLInputElement>("radio", { name: /^Member/ }).checked).toBe(true);
  fireEvent.click(screen.getByRole("radio", { name: /^Admin/ }));
  fireEvent.submit(screen.getByRole("radio", { name: /^Admin/ }).closest("form")!);
  await waitFor(() => expect(toasts()).toEqual(["Bram is an admin now"]));
  expect(asked).toEqual([["setRoles", { participant_id: "bram", roles: ["admin"] }]]);
});

test("a refusal leaves the dialog open and says why", async () => {
  const refuse = async () => {
    throw new SwError("SW_TENANT_NEEDS_OWNER");
  };
  people([managed("bram", { roles: ["owner"] })], { admin: adminThat({ setRoles: refuse }).admin, roles: ["owner"] });
  actions("Bram");
  fireEvent.click(menuitem(/^Change role/));
  fireEvent.submit(screen.getByRole("radio", { name: /^Admin/ }).closest("form")!);
  await waitFor(() => expect(screen.getByRole("alert").textContent).toBe("A server keeps at least one owner."));
  expect(screen.getByRole("dialog")).toBeTruthy();
});

test("an invitation asks for what it needs and offers a short name", async () => {
  const { admin, asked } = adminThat();
  const { toasts } = people([managed("bram")], { admin });
  fireEvent.click(screen.getByRole("button", { name: "Invite" }));
  const mail = screen.getByLabelText("Mail address");
  fireEvent.submit(mail.closest("form")!);
  expect(document.activeElement).toBe(mail);
  fireEvent.input(mail, { target: { value: "zoe@linden.example" } });
  fireEvent.input(screen.getByLabelText("Name"), { target: { value: "Zoë van Dam" } });
  fireEvent.submit(mail.closest("form")!);
  await waitFor(() => expect(toasts()).toEqual(["A mail with a link is on its way to zoe@linden.example"]));
  expect(asked).toEqual([
    ["invite", { email: "zoe@linden.example", display_name: "Zoë van Dam", local_id: "zoe.van.dam" }],
  ]);
});

test("a taken short name is told at its field", async () => {
  const refuse = async () => {
    throw new SwError("SW_NAME_TAKEN");
  };
  people([managed("bram")], { admin: adminThat({ invite: refuse }).admin });
  fireEvent.click(screen.getByRole("button", { name: "Invite" }));
  fireEvent.input(screen.getByLabelText("Mail address"), { target: { value: "zoe@linden.example" } });
  fireEvent.input(screen.getByLabelText("Name"), { target: { value: "Zoë" } });
  fireEvent.submit(screen.getByLabelText("Name").closest("form")!);
  const field = screen.getByLabelText("Short name");
  await waitFor(() => expect(field.getAttribute("aria-invalid")).toBe("true"));
  expect(document.activeElement).toBe(field);
});

test("a search that finds nobody says what was searched and leads back", () => {
  const { filters } = people([], { q: "lanch" });
  expect(screen.getByText("Nobody matches “lanch”")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Show everyone" }));
  expect(filters).toEqual([{ q: "", status: "all", page: 1 }]);
});

const entry = (id: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  id,
  at: new Date(Date.now() - 60_000).toISOString(),
  actor_id: "ana",
  actor_name: "Ana",
  action: "account.invited",
  target_type: "participant",
  target_id: "bram",
  details: {},
  address: "203.0.113.7",
  ...more,
});

test("the audit log reads as sentences under their days, and older ones follow when asked for", async () => {
  const { admin, asked } = adminThat();
  const [action, setAction] = createSignal<"account.invited">();
  showInSettings("/admin/audit", () => (
    <AuditPage
      newest={{ ok: true, value: { items: [entry("newest-1"), entry("newest-2")], has_more: true } }}
      action={action()}
      onAction={(chosen) => setAction(chosen as "account.invited")}
      nameOf={(id) => (id === "bram" ? "Bram" : undefined)}
      again={() => undefined}
      older={admin.older}
    />
  ));
  expect(screen.getAllByText("Ana invited Bram")).toHaveLength(2);
  expect(screen.getAllByText("203.0.113.7")).toHaveLength(2);
  fireEvent.click(screen.getByRole("button", { name: /^Load older/ }));
  await waitFor(() => expect(screen.getAllByText("Ana invited Bram")).toHaveLength(3));
  expect(asked).toEqual([["older", { before: "newest-2" }]]);
  expect(screen.getByText("That is all of it.")).toBeTruthy();
});

test("a log that may not be read any more says so", () => {
  showInSettings("/admin/audit", () => (
    <AuditPage
      newest={{ ok: false, code: "SW_AUTH_INSUFFICIENT_PERMISSION" }}
      action={undefined}
      onAction={() => undefined}
      nameOf={() => undefined}
      again={() => undefined}
      older={adminThat().admin.older}
    />
  ));
  expect(screen.getByText("You can't see this")).toBeTruthy();
});

function settings(admin: Admin) {
  return showInSettings("/admin/settings", () => (
    <TenantSettingsPage settings={{ ok: true, value: settled }} again={() => undefined} update={admin.updateSettings} />
  ));
}

test("who may register is saved when chosen, and domains are asked for where they matter", async () => {
  const { admin, asked } = adminThat();
  settings(admin);
  expect(screen.queryByLabelText("Mail domains")).toBeNull();
  fireEvent.click(screen.getByRole("radio", { name: /^People of some mail domains/ }));
  const domains = await screen.findByLabelText("Mail domains");
  expect(screen.getByText(/While there is none, nobody can register/)).toBeTruthy();
  fireEvent.input(domains, { target: { value: "not a domain" } });
  fireEvent.submit(domains.closest("form")!);
  expect(screen.getByRole("alert").textContent).toMatch(/is not a domain/);
  fireEvent.input(domains, { target: { value: "Linden.example\n@acme.example, linden.example" } });
  fireEvent.submit(domains.closest("form")!);
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(asked).toEqual([
    ["updateSettings", { registration: "domains" }],
    ["updateSettings", { registration_domains: ["linden.example", "acme.example"] }],
  ]);
});

test("a refused choice goes back to what holds, and says why", async () => {
  const refuse = async () => {
    throw new SwError("SW_AUTH_INSUFFICIENT_PERMISSION");
  };
  settings(adminThat({ updateSettings: refuse }).admin);
  fireEvent.click(screen.getByRole("radio", { name: /^Everybody/ }));
  await waitFor(() => expect(screen.getByRole("alert").textContent).toBe("You don't have the right to do this."));
  const held = screen.getByRole<HTMLInputElement>("radio", { name: /^By invitation only/ });
  await waitFor(() => expect(held.checked).toBe(true));
});

test("figures stand beside their limits, and a limit that is reached says so", () => {
  const stats = {
    participants: { active: 50, deactivated: 2, limit: 50 },
    rooms: { open: 1234, limit: null },
    messages: { total: 9, last_day: 1 },
    sessions: 3,
  };
  showInSettings("/admin", () => <OverviewPage stats={{ ok: true, value: stats }} again={() => undefined} />);
  expect(screen.getByText("The limit is reached").closest("li")?.textContent).toContain("50 of 50");
  expect(screen.getByText("1,234")).toBeTruthy();
  expect(screen.getByText("1 in the last 24 hours")).toBeTruthy();
});
