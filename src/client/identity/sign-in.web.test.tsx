import { cleanup, render, screen } from "@solidjs/testing-library";
import { afterEach, expect, test } from "vitest";
import { SignIn } from "#/client/identity/sign-in.tsx";

afterEach(cleanup);

const tenant = { name: "Linden", server_name: "localhost" };
const people = ["Ana de Vries", "Bram Okafor"].map((display_name, index) => ({
  id: `id-${index}`,
  display_name,
  local_id: `person${index}`,
  admin: index === 0,
}));

test("each person is a button of a plain form that posts who they are and where to go on", () => {
  render(() => <SignIn tenant={tenant} demo people={people} next="/w/team/r/design" />);
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
  render(() => <SignIn tenant={tenant} demo people={people} error="unknown" />);
  expect(screen.getByText("Demo server: only on this computer")).toBeTruthy();
  expect(screen.getByRole("alert").textContent).toBe("That person can't sign in here. Choose another.");
});

test("never repeats an unknown error of the address", () => {
  render(() => <SignIn tenant={tenant} demo people={people} error="<img src=x>" />);
  expect(screen.getByRole("alert").textContent).toBe("Signing in didn't work. Try again.");
});

test("says what to do where nobody can sign in", () => {
  render(() => <SignIn tenant={tenant} demo={false} people={[]} />);
  expect(screen.getByText("Nobody can sign in yet")).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});
