import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { afterEach, expect, test } from "vitest";
import { FirstOwner } from "#/client/identity/first-owner.tsx";
import { Register } from "#/client/identity/register.tsx";
import { Forgot, ResetPassword } from "#/client/identity/reset-password.tsx";
import type { Ways } from "#/client/identity/sign-in.tsx";

afterEach(cleanup);

const ways: Ways = {
  tenant: { name: "Linden", server_name: "chat.linden.example" },
  demo: false,
  people: [],
  password: true,
  provider: null,
  registration: true,
  setup: false,
};
const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
const fields = () => [...new FormData(screen.getByRole("form") as HTMLFormElement).keys()];
const action = () => screen.getByRole("form").getAttribute("action");

test("registering asks for a mail address alone", () => {
  render(() => <Register {...ways} />);
  expect(action()).toBe("/auth/register");
  expect(fields()).toEqual(["email"]);
  expect(field("Mail address").autocomplete).toBe("email");
});

test("after registering the page is the same whether the address is known or not", () => {
  render(() => <Register {...ways} notice="mail-sent" />);
  expect(screen.getByRole("heading", { name: "Look in your mail" })).toBeTruthy();
  expect(screen.getByText(/If that address may register here/)).toBeTruthy();
  expect(screen.queryByRole("form")).toBeNull();
});

test("where only the invited come in, registering says whom to ask", () => {
  render(() => <Register {...ways} registration={false} />);
  expect(screen.getByText(/Ask an admin to invite you/)).toBeTruthy();
  expect(screen.queryByRole("form")).toBeNull();
});

test("a registration's link asks who one is, and offers a short name until one writes another", () => {
  const found = { purpose: "registration", email: "zoe@linden.example", display_name: null } as const;
  render(() => <Register {...ways} registration={false} link="secret" linkFor={found} />);
  expect(action()).toBe("/auth/complete-registration");
  expect(fields()).toEqual(["link", "display_name", "local_id", "password"]);
  fireEvent.input(field("Your name"), { target: { value: "Zoë van Dam" } });
  expect(field("Short name").value).toBe("zoe.van.dam");
  fireEvent.input(field("Short name"), { target: { value: "zoe" } });
  fireEvent.input(field("Your name"), { target: { value: "Zoë" } });
  expect(field("Short name").value).toBe("zoe");
  expect(field("Password").autocomplete).toBe("new-password");
});

test("the rule of passwords is said before one is written, and what it lacks when it is sent", () => {
  const found = { purpose: "reset_password", email: "zoe@linden.example", display_name: "Zoë" } as const;
  render(() => <ResetPassword {...ways} link="secret" linkFor={found} />);
  expect(screen.getByText(/At least 10 characters/)).toBeTruthy();
  fireEvent.input(field("Password"), { target: { value: "seven77" } });
  expect(fireEvent.submit(screen.getByRole("form"))).toBe(false);
  expect(screen.getByRole("alert").textContent).toBe("3 more characters needed.");
  expect(document.activeElement).toBe(field("Password"));
});

test("an invitation greets by name and posts the link with the password", () => {
  const found = { purpose: "invitation", email: "zoe@linden.example", display_name: "Zoë" } as const;
  render(() => <ResetPassword {...ways} link="secret" linkFor={found} />);
  expect(screen.getByRole("heading", { name: "Welcome, Zoë" })).toBeTruthy();
  expect(action()).toBe("/auth/reset");
  expect(fields()).toEqual(["link", "password"]);
});

test("a link that has ended leads to a new one", () => {
  render(() => <ResetPassword {...ways} link="secret" linkFor={null} />);
  expect(screen.getByRole("link", { name: "Ask for a new link" }).getAttribute("href")).toBe("/forgot");
  expect(screen.queryByRole("form")).toBeNull();
});

test("a forgotten password asks for the address", () => {
  render(() => <Forgot {...ways} />);
  expect(action()).toBe("/auth/forgot");
  expect(fields()).toEqual(["email"]);
});

test("what the server hands back after a refusal is in its field again, and the cursor where the trouble is", () => {
  const found = { purpose: "registration", email: "zoe@linden.example", display_name: null } as const;
  const kept = { display_name: "Zoë", local_id: "ana" };
  render(() => <Register {...ways} link="secret" linkFor={found} error="SW_NAME_TAKEN" kept={kept} />);
  expect(field("Your name").value).toBe("Zoë");
  expect(field("Short name").value).toBe("ana");
  expect(field("Short name").autofocus).toBe(true);
  fireEvent.input(field("Your name"), { target: { value: "Zoë van Dam" } });
  expect(field("Short name").value).toBe("ana");
});

test("the first owner brings the setup code, which no browser keeps as a password", () => {
  render(() => <FirstOwner {...ways} setup error="SW_AUTH_SETUP_CODE" />);
  expect(action()).toBe("/auth/setup");
  expect(fields()).toEqual(["code", "email", "display_name", "local_id", "password"]);
  expect(field("Setup code").autocomplete).toBe("one-time-code");
  expect(screen.getByRole("alert").textContent).toMatch(/That is not the code/);
});

test("a server that has its owner is not set up again", () => {
  render(() => <FirstOwner {...ways} />);
  expect(screen.queryByRole("form")).toBeNull();
});
