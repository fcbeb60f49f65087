import { expect, test } from "vitest";
import { doorProblem, passwordLength, shortNameOf, shortNameProblem } from "#/client/identity/door-words.ts";
import { minPasswordLength } from "#/domain/identity/inputs.ts";
import { localId } from "#/domain/ids.ts";

test("the length that the page names is the length that the server asks for", () => {
  expect(passwordLength).toBe(minPasswordLength);
});

test.each(["Ana de Vries", "Zoë", "Łukasz Żak", "O’Brien, Seán", "a".repeat(90), "  Dots . and -- dashes "])(
  "the short name offered for %j is one that the server takes",
  (name) => {
    const offered = shortNameOf(name);
    expect(localId.safeParse(offered).success).toBe(true);
    expect(shortNameProblem(offered)).toBeUndefined();
  },
);

test("a name without Latin letters is offered nothing", () => {
  expect(shortNameOf("田中")).toBe("");
});

test.each(["Ana", "ana!", ".ana", "ana.", ""])("%j is no short name, here and on the server", (name) => {
  expect(shortNameProblem(name)).toBeTruthy();
  expect(localId.safeParse(name).success).toBe(false);
});

test("a code that has no words of its own here is told with the product's sentence", () => {
  expect(doorProblem("SW_UNAVAILABLE")?.text).toBe("The server is starting or restarting.");
  expect(doorProblem("constructor")?.text).toBe("Signing in didn't work. Try again.");
});
