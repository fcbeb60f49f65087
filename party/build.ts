import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type BuildOptions, build, context, type Plugin } from "esbuild";

const here = import.meta.dirname;
const root = join(here, "..");

/** Parties beside `main`, one file and one class each. */
const parties = ["tenant", "note"].filter((name) => existsSync(join(here, `${name}.ts`)));

/** Environment of workerd that parties read as `room.env`. One that is unset binds null, which breaks the facade. */
const partyVariables = ["SCAIWAVE_INTERNAL_KEY"];

/** What the build leaves in its folder. */
export const partyFiles = ["party.mjs", "config.capnp"];

// PartyKit serves static files by a list that its own command makes; we have none.
const noStaticAssets: Plugin = {
  name: "no-static-assets",
  setup(steps) {
    steps.onResolve({ filter: /^__STATIC_ASSETS_MANIFEST__$/ }, ({ path }) => ({ path, namespace: "empty" }));
    steps.onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "export default { assets: {} };" }));
  },
};

/** Bundles the parties behind PartyKit's facade, and the configuration of workerd, into `folder`. */
export async function buildParty(folder: string): Promise<void> {
  await writeConfiguration(folder);
  await build(await options(folder));
}

/** Like `buildParty`, again at every change; `rebuilt` is called after each success but the first. */
export async function watchParty(folder: string, rebuilt: () => void): Promise<() => Promise<void>> {
  await writeConfiguration(folder);
  let first = true;
  const afterBuild: Plugin = {
    name: "after-build",
    setup(steps) {
      steps.onEnd((result) => {
        if (result.errors.length > 0) return;
        if (!first) rebuilt();
        first = false;
      });
    },
  };
  const base = await options(folder);
  const watching = await context({ ...base, logLevel: "warning", plugins: [noStaticAssets, afterBuild] });
  await watching.rebuild();
  await watching.watch();
  return () => watching.dispose();
}

async function options(folder: string): Promise<BuildOptions> {
  return {
    stdin: { contents: await facade(), resolveDir: root, sourcefile: "facade.js" },
    outfile: join(folder, "party.mjs"),
    bundle: true,
    format: "esm",
    target: "esnext",
    conditions: ["partykit", "workerd", "worker"],
    external: ["node:*", "cloudflare:*"],
    define: { PARTYKIT_HOST: '"party"', PARTYKIT_API_BASE: '"http://party"' },
    plugins: [noStaticAssets],
    logLevel: "silent",
  };
}

// The package's export map hides its facade, so it is read by path. It is a template with four holes.
async function facade(): Promise<string> {
  const template = await readFile(join(root, "node_modules/partykit/dist/generated.js"), "utf8");
  const declarations = parties.map(
    (name) => `import ${name} from ${JSON.stringify(join(here, `${name}.ts`))};
export const ${className(name)} = createDurable(${name}, { name: "${name}" });
Workers["${name}"] = ${name};`,
  );
  return template
    .replace("__WORKER__", () => join(here, "main.ts"))
    .replace("__R2_BINDINGS__", "[]")
    .replace("__KV_BINDINGS__", "[]")
    .replace("__PARTIES__", () => declarations.join("\n"));
}

async function writeConfiguration(folder: string): Promise<void> {
  const classes = [["PARTYKIT_DURABLE", "PartyKitDurable"], ...parties.map((name) => [name, className(name)])];
  const namespaces = classes.map(([, name]) => `(className = "${name}", uniqueKey = "${name}")`);
  const bindings = [
    ...classes.map(([binding, name]) => `(name = "${binding}", durableObjectNamespace = "${name}")`),
    '(name = "PARTYKIT_CRONS", json = "{}")',
    ...partyVariables.map((name) => `(name = "pkvar-${name}", fromEnvironment = "${name}")`),
  ];
  const template = await readFile(join(here, "config.capnp"), "utf8");
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "config.capnp"),
    template.replace("__NAMESPACES__", namespaces.join(", ")).replace("__BINDINGS__", bindings.join(", ")),
  );
}

function className(party: string): string {
  return `${party}DO`;
}
