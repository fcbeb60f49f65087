import solid from "vite-plugin-solid";
import { defineConfig } from "vitest/config";

const root = new URL("../..", import.meta.url).pathname;

// Three kinds of tests by suffix: `.test.ts` is pure, `.pg.test.ts` needs a real PostgreSQL or another real process,
// `.web.test.tsx` needs a DOM. Browser journeys live in tests/e2e and have a runner of their own.
export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        test: {
          name: "unit",
          environment: "node",
          include: ["{src,party,tests}/**/*.test.ts"],
          exclude: ["**/*.pg.test.ts", "**/*.web.test.ts", "tests/e2e/**", "node_modules/**"],
        },
      },
      {
        root,
        plugins: [solid()],
        test: {
          name: "web",
          environment: "jsdom",
          include: ["src/**/*.web.test.{ts,tsx}"],
        },
      },
      {
        root,
        test: {
          name: "integration",
          environment: "node",
          include: ["{src,party,tests}/**/*.pg.test.ts"],
          exclude: ["tests/e2e/**", "node_modules/**"],
          globalSetup: ["tests/config/postgres.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
