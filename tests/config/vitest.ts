import solid from "vite-plugin-solid";
import { defineConfig } from "vitest/config";

const root = new URL("../..", import.meta.url).pathname;

// How long something takes depends on the machine and on what else it does. A limit is there to end what hangs, so it is
// far above what anything needs: at least five times on a quiet machine.
const patient = { expect: { poll: { timeout: 15_000 } } };

// Three kinds of tests by suffix: `.test.ts` is pure, `.pg.test.ts` needs a real PostgreSQL or another real process,
// `.web.test.tsx` needs a DOM. Tests of the whole built instance live in tests/start, browser journeys in tests/e2e.
export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        test: {
          ...patient,
          name: "unit",
          environment: "node",
          include: ["{src,party,tests}/**/*.test.ts"],
          exclude: ["**/*.pg.test.ts", "**/*.web.test.ts", "tests/{start,e2e}/**", "node_modules/**"],
          // Property tests try thousands of texts.
          testTimeout: 60_000,
        },
      },
      {
        root,
        plugins: [solid()],
        test: {
          ...patient,
          name: "web",
          environment: "jsdom",
          include: ["src/**/*.web.test.{ts,tsx}"],
          setupFiles: ["tests/config/web.ts"],
          testTimeout: 60_000,
        },
      },
      {
        root,
        test: {
          ...patient,
          name: "integration",
          environment: "node",
          include: ["{src,party,tests}/**/*.pg.test.ts"],
          exclude: ["tests/{start,e2e}/**", "node_modules/**"],
          globalSetup: ["tests/config/postgres.ts"],
          testTimeout: 90_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          // Refusals are what most of these tests are about; their lines would bury what fails.
          env: { SCAIWAVE_LOG: "fatal" },
        },
      },
      {
        root,
        test: {
          ...patient,
          name: "start",
          environment: "node",
          include: ["tests/start/**/*.pg.test.ts"],
          globalSetup: ["tests/config/built.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
        },
      },
      {
        root,
        test: {
          ...patient,
          name: "e2e",
          environment: "node",
          include: ["tests/e2e/**/*.test.ts"],
          globalSetup: ["tests/config/built.ts", "tests/e2e/support/run.ts"],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
        },
      },
      {
        root,
        test: {
          ...patient,
          name: "pictures",
          environment: "node",
          include: ["tests/e2e/pictures.ts"],
          globalSetup: ["tests/config/built.ts", "tests/e2e/support/run.ts"],
          hookTimeout: 120_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
