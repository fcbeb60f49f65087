import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const readmes = globSync("{drizzle,party,src,tests}/**/README.md", { cwd: root });

test("the rooms have their READMEs, so that the look below cannot pass by seeing nothing", () => {
  for (const room of ["drizzle", "party", "src/client", "src/domain", "src/server", "tests"]) {
    expect(readmes).toContain(`${room}/README.md`);
  }
});

test.each(readmes)("%s is read in a minute: at most forty lines", (path) => {
  expect(readFileSync(join(root, path), "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(40);
});
