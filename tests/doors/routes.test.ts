import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/**
 * Every address of the product, by its route, with where it is held to the other tenants' walls. A route without a line
 * fails: a new door needs its row.
 *
 * - `procedures`: all it does goes through the router, which `tenant-matrix.pg.test.ts` walks.
 * - `page`: takes ids or names from its address; `tests/e2e/other-tenant.test.ts` compares it with one that never was.
 * - `self`: shows only what belongs to who is signed in, or the tenant's name, and takes no id.
 * - `secret`: takes a secret that is looked up under the Host's tenant; the tests named beside it try another tenant's.
 * - `instance`: answers for the whole machine, and nothing of any tenant.
 */
const routes: Record<string, "procedures" | "page" | "self" | "instance" | { secret: string }> = {
  "(app).tsx": "procedures",
  "(app)/admin.tsx": "procedures",
  "(app)/admin/ai/[ai].tsx": "procedures",
  "(app)/admin/ai/index.tsx": "procedures",
  "(app)/admin/ai/models.tsx": "procedures",
  "(app)/admin/ai/plugins.tsx": "procedures",
  "(app)/admin/ai/usage.tsx": "procedures",
  "(app)/admin/audit.tsx": "procedures",
  "(app)/admin/index.tsx": "procedures",
  "(app)/admin/people.tsx": "procedures",
  "(app)/admin/reports.tsx": "procedures",
  "(app)/admin/settings.tsx": "procedures",
  "(app)/index.tsx": "self",
  "(app)/invite/[secret].tsx": { secret: "src/server/rooms" },
  "(app)/join/[secret].tsx": { secret: "src/server/rooms" },
  "(app)/notes.tsx": "procedures",
  "(app)/r/[alias].tsx": "procedures",
  "(app)/threads.tsx": "procedures",
  "(app)/today.tsx": "procedures",
  "(app)/w/[slug]/index.tsx": "page",
  "(app)/w/[slug]/n/[note].tsx": "page",
  "(app)/w/[slug]/notes.tsx": "page",
  "(app)/w/[slug]/r/[room].tsx": "page",
  "(app)/you/ai.tsx": "procedures",
  "(app)/you/index.tsx": "procedures",
  "(app)/you/preferences.tsx": "procedures",
  "(app)/you/security.tsx": "procedures",
  "(app)/you/tokens.tsx": "procedures",
  "[...missing].tsx": "self",
  "[place]/jwks.json.ts": "instance",
  "api/trpc/[...path].ts": "procedures",
  "auth/complete-registration.ts": { secret: "src/server/identity" },
  "auth/demo.ts": { secret: "tests/doors/doors.pg.test.ts" },
  "auth/forgot.ts": "self",
  "auth/provider.ts": "self",
  "auth/register.ts": "self",
  "auth/reset.ts": { secret: "src/server/identity" },
  "auth/setup.ts": { secret: "src/server/identity" },
  "auth/sign-in.ts": { secret: "src/server/identity" },
  "auth/sign-out.ts": "self",
  "dev/ui.tsx": "instance",
  "docs/[...path].tsx": "instance",
  "forgot.tsx": "self",
  "health.ts": "instance",
  "internal/[...path].ts": { secret: "tests/live" },
  "metrics.ts": "instance",
  "register.tsx": { secret: "src/server/identity" },
  "reset.tsx": { secret: "src/server/identity" },
  "setup.tsx": "self",
  "sign-in.tsx": "self",
  "v1/[...rest].ts": "procedures",
  "v1/auth/config.ts": "self",
  "v1/auth/jwks.json.ts": "instance",
  "v1/auth/login.ts": { secret: "src/server/identity/provider" },
  "v1/auth/refresh.ts": { secret: "src/server/identity" },
  "v1/auth/register.ts": "self",
  "v1/auth/token.ts": { secret: "src/server/identity" },
  "v1/media/download/[media].ts": { secret: "tests/rest/media.pg.test.ts" },
  "v1/media/signed/[media].ts": { secret: "tests/rest/media.pg.test.ts" },
  "v1/media/upload.ts": { secret: "tests/rest/media.pg.test.ts" },
  "v1/openapi.json.ts": "instance",
  "v1/sync.ts": "self",
  "v1/workspaces/[workspace]/notes/export.ts": { secret: "tests/rest/note-folder.pg.test.ts" },
  "v1/workspaces/[workspace]/notes/import.ts": { secret: "tests/rest/note-folder.pg.test.ts" },
  "v1/webhooks/scaikey.ts": { secret: "src/server/identity/provider" },
};

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

describe("the table of routes", () => {
  test("names every route, and none that is gone", () => {
    const found = filesBelow("src/routes").map((file) => file.slice("src/routes/".length));
    expect(Object.keys(routes).sort()).toEqual(found.sort());
  });

  test("leaves no server function without a row: there is none", () => {
    const sources = filesBelow("src").filter((file) => /\.(ts|tsx)$/.test(file) && !file.includes(".test."));
    expect(sources.length).toBeGreaterThan(300);
    const found = sources.filter((file) => /^\s*["']use server["']/m.test(readFileSync(join(root, file), "utf8")));
    expect(found).toEqual([]);
  });
});
