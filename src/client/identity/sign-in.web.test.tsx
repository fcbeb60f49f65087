import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SignIn, type SignInProps } from "#/client/identity/sign-in.tsx";

afterEach(cleanup);
beforeEach(() => sessionStorage.clear());

const people = ["Ana de Vries", "Bram Okafor"].map((display_name, index) => ({
  id: `id-${index}`,
  display_name,
  local_id: `person${index}`,
  admin: index === 0,
}));
const ways: SignInProps = {
  tenant: { name: "Linden", server_name: "localhost" },
  demo: false,
  people: [],
  password: false,
  provider: null,
  registration: false,
  setup: false,
};
const show = (more: Partial<SignInProps>) => render(() => <SignIn {...ways} {...more} />);
const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);

test("each person of a demo is a button of a plain form that posts who they are and where to go on", () => {
  show({ demo: true, people, next: "/w/team/r/design" });
  const ana = screen.getByRole("button", { name: /Ana de Vries/ }) as HTMLButtonElement;
  expect(ana.form?.getAttribute("action")).toBe("/auth/demo");
  expect(ana.form?.method).toBe("post");
  expect([...new FormData(ana.form!, ana)]).toEqual([
    ["next", "/w/team/r/design"],
    ["participant", "id-0"],
  ]);
  expect(ana.textContent).toContain("admin");
});

test("says that a demo is one, and what went wrong", () => {
  show({ demo: true, people, error: "unknown" });
  expect(screen.getByText("Demo server: only on this computer")).toBeTruthy();
  expect(screen.getByRole("alert").textContent).toBe("That person can't sign in here. Choose another.");
});

test("never repeats an unknown error of the address", () => {
  show({ demo: true, people, error: "<img src=x>" });
  expect(screen.getByRole("alert").textContent).toBe("Signing in didn't work. Try again.");
});

test("says what to do where nobody can sign in", () => {
  show({});
  expect(screen.getByText("Nobody can sign in yet")).toBeTruthy();
  expect(screen.getByText(/SCAIWAVE_AUTH_MODE/)).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});

test("a password is posted by a plain form, whose fields a password manager knows", () => {
  show({ password: true, next: "/you" });
  const form = screen.getByRole("form", { name: "Sign in" }) as HTMLFormElement;
  expect(form.getAttribute("action")).toBe("/auth/sign-in");
  expect(form.method).toBe("post");
  expect(field("Mail address or short name").autocomplete).toBe("username");
  expect(field("Password").autocomplete).toBe("current-password");
  expect([...new FormData(form).keys()]).toEqual(["next", "login", "password"]);
  expect(screen.getByRole("link", { name: "Forgot your password?" })).toBeTruthy();
  expect(screen.queryByRole("link", { name: "Create an account" })).toBeNull();
});

test("a provider comes first, as a link that takes along where one was going", () => {
  show({ password: true, provider: { name: "ScaiKey" }, registration: true, next: "/w/a/r/b" });
  const provider = screen.getByRole("link", { name: "Continue with ScaiKey" });
  expect(provider.getAttribute("href")).toBe("/auth/provider?next=%2Fw%2Fa%2Fr%2Fb");
  const form = screen.getByRole("form", { name: "Sign in" });
  expect(provider.compareDocumentPosition(form) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  expect(screen.getByRole("link", { name: "Create an account" })).toBeTruthy();
});

test("a server without an owner leads to its setup and to nothing else", () => {
  show({ password: true, setup: true });
  expect(screen.getByRole("link", { name: "Set up Linden" }).getAttribute("href")).toBe("/setup");
  expect(screen.queryByRole("form")).toBeNull();
});

test("wrong credentials are told at the password, which describes itself by them", () => {
  show({ password: true, error: "SW_AUTH_BAD_CREDENTIALS" });
  const password = field("Password");
  expect(password.getAttribute("aria-invalid")).toBe("true");
  expect(document.getElementById(password.getAttribute("aria-describedby") ?? "")?.textContent).toMatch(/don't match/);
  expect(password.autofocus).toBe(true);
  expect(field("Mail address or short name").autofocus).toBe(false);
});

test("an empty form stays, says what each field needs, and puts the cursor into the first", () => {
  show({ password: true });
  const form = screen.getByRole("form", { name: "Sign in" });
  expect(fireEvent.submit(form)).toBe(false);
  expect(screen.getAllByRole("alert").map((alert) => alert.textContent)).toEqual([
    "Write your mail address or short name.",
    "Write the password.",
  ]);
  expect(document.activeElement).toBe(field("Mail address or short name"));
});

test("what was written is there again after a refusal, the password is not", () => {
  show({ password: true });
  fireEvent.input(field("Mail address or short name"), { target: { value: "ana" } });
  fireEvent.input(field("Password"), { target: { value: "a secret of mine" } });
  expect(fireEvent.submit(screen.getByRole("form", { name: "Sign in" }))).toBe(true);
  expect(JSON.stringify({ ...sessionStorage })).not.toContain("secret");
  cleanup();
  show({ password: true, error: "SW_AUTH_BAD_CREDENTIALS" });
  expect(field("Mail address or short name").value).toBe("ana");
  expect(field("Password").value).toBe("");
});

test("a password can be looked at", () => {
  show({ password: true });
  const reveal = screen.getByRole("button", { name: "Show the password" });
  expect(field("Password").type).toBe("password");
  fireEvent.click(reveal);
  expect(field("Password").type).toBe("text");
  expect(reveal.getAttribute("aria-pressed")).toBe("true");
});

test("says that Caps Lock is on while one writes a password", () => {
  show({ password: true });
  fireEvent.keyDown(field("Password"), { key: "A", modifierCapsLock: true });
  expect(screen.getByText("Caps Lock is on")).toBeTruthy();
  fireEvent.keyUp(field("Password"), { key: "a", modifierCapsLock: false });
  expect(screen.queryByText("Caps Lock is on")).toBeNull();
});
