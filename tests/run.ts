import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "./config/chromium.ts";
import type { Tally } from "./config/tally.ts";

type Step = { readonly name: string; readonly run: (folder: string) => Promise<Tally> };

const root = join(import.meta.dirname, "..");

/** Every check there is, cheapest first. All run even when one fails, so that one run tells everything. */
const steps: readonly Step[] = [
  check("lint", ["@biomejs/biome/bin/biome", "check", "--config-path=tests/config/biome.json", "."]),
  check("types", ["typescript/bin/tsc", "--noEmit"]),
  check("knip", ["knip/bin/knip.js"]),
  tests("unit"),
  tests("web"),
  tests("integration"),
  { name: "build", run: async () => tallyOf(await run([join(root, "src/cli/main.ts"), "build"])) },
  tests("start"),
  { name: "e2e", run: async (folder) => vitest("e2e", folder, { CHROMIUM_PATH: chromium() }) },
];

/** What runs only when it is named: it takes time, and finds nothing by itself. */
const onRequest: readonly Step[] = [
  { name: "pictures", run: async (folder) => vitest("pictures", folder, { CHROMIUM_PATH: chromium() }) },
];

const chosen = selected(process.argv.slice(2));
const folder = await mkdtemp(join(tmpdir(), "scaiwave-test-run-"));
const total = { passed: 0, failed: 0, skipped: 0 };
const lines: string[] = [];
const failures: string[] = [];
try {
  for (const step of chosen) {
    console.log(`\n== ${step.name}`);
    const startedAt = performance.now();
    const tally = await step.run(folder).catch((error: Error): Tally => {
      console.error(error.message);
      return tallyOf(1);
    });
    for (const key of ["passed", "failed", "skipped"] as const) total[key] += tally[key];
    lines.push(summary(step.name, tally, performance.now() - startedAt));
    failures.push(...tally.failures.map((each) => `  ${step.name}: ${each}`));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
// Last, so that they are also in a log of which only the end was kept.
if (failures.length > 0) console.log(`\nFailed:\n\n${failures.join("\n\n")}`);
console.log(`\n${lines.join("\n")}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

function check(name: string, [script = "", ...rest]: readonly string[]): Step {
  return { name, run: async () => tallyOf(await run([join(root, "node_modules", script), ...rest])) };
}

function tests(name: string): Step {
  return { name, run: (folder) => vitest(name, folder) };
}

/** Runs one project of Vitest and counts its tests. A run that ends without a tally counts as one failure. */
async function vitest(project: string, folder: string, environment: Record<string, string> = {}): Promise<Tally> {
  const file = join(folder, `${project}.json`);
  const script = join(root, "node_modules/vitest/vitest.mjs");
  const options = ["--config", "tests/config/vitest.ts", "--project", project, "--passWithNoTests"];
  const reporters = ["--reporter=default", "--reporter=./tests/config/tally.ts"];
  const code = await run([script, "run", ...options, ...reporters], { ...environment, TALLY_FILE: file });
  const tally = await readFile(file, "utf8").then(
    (json): Tally => JSON.parse(json),
    () => tallyOf(1),
  );
  return code !== 0 && tally.failed === 0 ? { ...tallyOf(code), passed: tally.passed } : tally;
}

function run(command: readonly string[], environment: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...environment };
    const child = spawn(process.execPath, [...command], { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

function tallyOf(code: number): Tally {
  const ended = `ended with code ${code}`;
  return code === 0
    ? { passed: 1, failed: 0, skipped: 0, failures: [] }
    : { passed: 0, failed: 1, skipped: 0, failures: [ended] };
}

function selected(names: readonly string[]): readonly Step[] {
  const all = [...steps, ...onRequest];
  const unknown = names.find((name) => !all.some((step) => step.name === name));
  if (unknown) {
    console.error(`There is no step ${unknown}; there are ${all.map((step) => step.name).join(", ")}.`);
    process.exit(1);
  }
  return names.length === 0 ? steps : all.filter((step) => names.includes(step.name));
}

function summary(name: string, { passed, failed, skipped }: Tally, ms: number): string {
  const skips = skipped > 0 ? `, ${skipped} skipped` : "";
  const result = failed > 0 ? `${failed} failed of ${passed + failed}` : `${passed} passed`;
  return `  ${name.padEnd(12)} ${(result + skips).padEnd(28)} ${(ms / 1000).toFixed(1)} s`;
}
