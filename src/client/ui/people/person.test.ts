import { expect, test } from "vitest";
import { initials, personHue } from "./person.ts";

test("initials are the first letters of the first and last word", () => {
  expect(initials("Ana de Vries")).toBe("AV");
  expect(initials("bram")).toBe("B");
  expect(initials("jean-luc.picard")).toBe("JP");
});

test("initials survive names that are not Latin, and names without letters", () => {
  expect(initials("王小明")).toBe("王");
  expect(initials("Ольга Ильина")).toBe("ОИ");
  expect(initials("🦊 🦊")).toBe("");
});

test("a hue depends on the id alone, and all eight are used", () => {
  expect(personHue("018f-ana")).toBe(personHue("018f-ana"));
  const seen = new Set(Array.from({ length: 200 }, (_, n) => personHue(`person-${n}`)));
  expect([...seen].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});
