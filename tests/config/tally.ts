import { writeFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** What one step counted, and each failure in a few lines. */
export type Tally = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly string[];
};

/** The first lines of a failure say what happened; the rest stands where it was printed. */
const linesOfFailure = 16;

/**
 * A reporter of Vitest that writes a `Tally` as JSON to the file named by `TALLY_FILE`. Besides failed tests it counts files
 * that could not be loaded, hooks that failed and errors that belong to no test: each of them fails the run, so each is named.
 */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const states = tests.map((test) => test.result().state);
    const failures = [
      ...modules.flatMap((module) => failuresOf(module)),
      ...unhandled.map((error) => failure("(no test)", error)),
    ];
    const count = (state: string) => states.filter((each) => each === state).length;
    const tally: Tally = {
      passed: count("passed"),
      failed: failures.length,
      skipped: count("skipped") + count("pending"),
      failures,
    };
    writeFileSync(process.env.TALLY_FILE ?? "tally.json", JSON.stringify(tally));
  }
}

function failuresOf(module: TestModule): string[] {
  const file = module.relativeModuleId;
  const suites = [...module.children.allSuites()];
  const tests = [...module.children.allTests("failed")];
  return [
    ...module.errors().map((error) => failure(file, error)),
    ...suites.flatMap((suite) => suite.errors().map((error) => failure(`${file} > ${suite.fullName}`, error))),
    ...tests.map((test) => failure(`${file} > ${test.fullName}`, test.result().errors?.[0])),
  ];
}

type Failed = { readonly message: string; readonly stack?: string; readonly diff?: string };

function failure(where: string, error: Failed = { message: "failed" }): string {
  const told = stripVTControlCharacters(`${error.message}\n${error.diff ?? ""}`)
    .trimEnd()
    .split("\n");
  const place = error.stack?.split("\n").find((line) => /\.tsx?:\d/.test(line) && !line.includes("node_modules"));
  return [where, ...told.slice(0, linesOfFailure), ...(place ? [place.trim()] : [])].join("\n      ");
}
