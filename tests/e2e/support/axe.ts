import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Half faded in, everything has too little contrast. */
export const still = { reducedMotion: "reduce" } as const;

/** Every violation as one line: the rule, and where. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const options: RunOptions = { resultTypes: ["violations"] };
  const results = await page.evaluate(
    (given) => (window as unknown as { axe: { run: (options: unknown) => Promise<AxeResults> } }).axe.run(given),
    options,
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes
      // A tip repeats the name of what is pointed at, for the eye, and stands over every part of the page: where the
      // pointer happens to rest is no fault of the page.
      .filter(({ html }) => id !== "region" || !html.includes('role="tooltip"'))
      .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary?.replaceAll(/\s+/g, " ")}`),
  );
}
