import { expect, test } from "vitest";
import { noteIdPath, notePath, noteSlug, readNotePath } from "#/domain/notes/paths.ts";

const id = "0198a1b2-0000-7000-8000-8f0c2a9b4d1e";

test("an address says the title for people and ends with what finds the note", () => {
  expect(notePath("product", { id, title: "Launch plan: Ünter 2" })).toBe(
    "/w/product/n/launch-plan-unter-2-8f0c2a9b4d1e",
  );
  expect(readNotePath(noteSlug({ id, title: "Launch plan" }))).toEqual({ tail: "8f0c2a9b4d1e" });
  expect(readNotePath(noteSlug({ id, title: "計画" }))).toEqual({ tail: "8f0c2a9b4d1e" });
});

test("a whole id is an address too, and so is the end alone", () => {
  expect(readNotePath(noteIdPath("product", id).split("/").at(-1)!)).toEqual({ id });
  expect(readNotePath("8F0C2A9B4D1E")).toEqual({ tail: "8f0c2a9b4d1e" });
});

test("what names no note is none", () => {
  for (const part of ["", "launch-plan", "8f0c2a9b4d1", "x8f0c2a9b4d1e", "8f0c2a9b4d1e-", "../8f0c2a9b4d1e/x", "%"]) {
    expect(readNotePath(part), part).toBeNull();
  }
});
