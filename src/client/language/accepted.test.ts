import { expect, test } from "vitest";
import { acceptedLanguage } from "#/client/language/accepted.ts";

test.each([
  [null, "en"],
  ["", "en"],
  ["*", "en"],
  ["de", "de"],
  ["de-AT,de;q=0.9,en;q=0.8", "de"],
  ["fr-FR, nl;q=0.8, en;q=0.5", "nl"],
  ["en;q=0.5,nl;q=0.8", "nl"],
  ["nl;q=0,en", "en"],
  ["ja,ko", "en"],
  ["NL-be", "nl"],
  ["de;q=x,nl", "nl"],
  [`${"xx,".repeat(400)}de`, "en"],
])("a browser that asks for %s is answered in %s", (header, language) => {
  expect(acceptedLanguage(header)).toBe(language);
});
