import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const index = readFileSync(join(import.meta.dirname, "bad-inputs.md"), "utf8");

/** Each test that the index names: a file in backticks, and the names in quotes that follow it. */
const named = index.split("\n").flatMap((line) => {
  let file = "";
  return [...line.matchAll(/`((?:src|party|tests)\/[^`]+)`|"([^"]+)"/g)].flatMap(([, path, name]) => {
    if (path) file = path;
    return name && file ? [{ file, name }] : [];
  });
});

test("the index of bad inputs names tests of many files, so that the look below cannot pass by seeing nothing", () => {
  expect(named.length).toBeGreaterThan(70);
  expect(new Set(named.map(({ file }) => file)).size).toBeGreaterThan(35);
});

test.each(named)("$file has “$name”", ({ file, name }) => {
  expect(existsSync(join(root, file))).toBe(true);
  expect(readFileSync(join(root, file), "utf8")).toContain(name);
});
