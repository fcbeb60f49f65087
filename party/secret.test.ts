import { expect, test } from "vitest";
import { secretHeader } from "#/domain/stream/contract.ts";
import { equalInConstantTime, isInternal, secretVariable } from "./secret.ts";

const secret = "0123456789abcdef0123456789abcdef";
const asks = (given: string | null, own: unknown) =>
  isInternal(new Headers(given === null ? {} : { [secretHeader]: given }), { [secretVariable]: own });

test("only the whole secret opens", () => {
  expect(asks(secret, secret)).toBe(true);
  for (const wrong of [null, "", secret.slice(1), `${secret}0`, secret.toUpperCase(), `1${secret.slice(1)}`]) {
    expect(asks(wrong, secret)).toBe(false);
  }
});

test("without a good secret of its own the door stays shut", () => {
  for (const own of [undefined, null, "", "short", 42]) expect(asks(String(own), own)).toBe(false);
});

test("letters beyond ASCII are compared as they are", () => {
  expect(equalInConstantTime("é", "é")).toBe(true);
  expect(equalInConstantTime("é", "e")).toBe(false);
  expect(equalInConstantTime("\u0000", "")).toBe(false);
});
