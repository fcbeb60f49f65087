import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildParty } from "./build.ts";

const here = import.meta.dirname;
const configuration = join(here, "wrangler.jsonc");
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "scaiwave-wrangler-"));
  await buildParty(join(folder, "party"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Wrangler = {
  compatibility_date: string;
  compatibility_flags: string[];
  durable_objects: { bindings: { name: string; class_name: string }[] };
  migrations: { new_sqlite_classes: string[] }[];
};

/** The file without its comments, none of which stands behind a value. */
function read(): Wrangler {
  const text = readFileSync(configuration, "utf8");
  return JSON.parse(text.replace(/^\s*\/\/.*$/gm, "").replace(/,(\s*[}\]])/g, "$1"));
}

test("wrangler builds the parties for Cloudflare from the bundle that runs here", async () => {
  const wrangler = join(here, "../node_modules/wrangler/bin/wrangler.js");
  const output = join(folder, "deployed");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [wrangler, "deploy", join(folder, "party/party.mjs"), "--dry-run", "--outdir", output, "--config", configuration],
    {
      cwd: folder,
      timeout: 60_000,
      env: { PATH: process.env.PATH, HOME: folder, CI: "1", WRANGLER_SEND_METRICS: "false" },
    },
  );
  expect(stdout).toContain("env.tenant (tenantDO)");
  expect(stdout).not.toMatch(/warning/i);
  const built = readFileSync(join(output, readdirSync(output).find((name) => name.endsWith(".js"))!), "utf8");
  for (const { class_name } of read().durable_objects.bindings) expect(built).toContain(class_name);
});

test("Cloudflare runs what workerd runs here: the same date, flags, bindings and classes", () => {
  const local = readFileSync(join(folder, "party/config.capnp"), "utf8");
  const { compatibility_date, compatibility_flags, durable_objects, migrations } = read();
  expect(local).toContain(`compatibilityDate = "${compatibility_date}"`);
  const flags = /compatibilityFlags = \[(.*)\]/.exec(local)?.[1] ?? "";
  expect(flags.match(/\w+/g)).toEqual(compatibility_flags);
  const bound = [...local.matchAll(/name = "(\w+)", durableObjectNamespace = "(\w+)"/g)].map(
    ([, name, class_name]) => ({ name, class_name }),
  );
  expect(bound.length).toBeGreaterThan(1);
  expect(durable_objects.bindings).toEqual(bound);
  expect(migrations.flatMap((migration) => migration.new_sqlite_classes).sort()).toEqual(
    bound.map(({ class_name }) => class_name).sort(),
  );
});
