import { afterEach, expect, test, vi } from "vitest";
import { printJson, printTable } from "./output.ts";

const printed: string[] = [];
vi.spyOn(console, "log").mockImplementation((line: string) => void printed.push(line));
afterEach(() => void printed.splice(0));

/** A name that would clear the screen, set the title, begin a line of its own, and turn the text after it around. */
const hostile = "Ana\x1b[2J\x1b]0;owned\x07\nroot  \x9b31m\u202eevil";
const steers = /[\p{Cc}\u202e]/u;

test("a table shows names as one line each and steers no terminal by them", () => {
  printTable(["NAME", "ROOMS"], [[hostile, 3]]);
  expect(printed).toHaveLength(2);
  for (const line of printed) expect(line).not.toMatch(steers);
  expect(printed[1]).toContain("Ana\ufffd[2J");
});

test("a document for programs holds the name as it is, and steers no terminal either", () => {
  printJson({ name: hostile });
  const [document] = printed;
  expect(document!.replaceAll("\n", "")).not.toMatch(steers);
  expect(JSON.parse(document!)).toEqual({ name: hostile });
});
