import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/** Calls go down this order, events come up: a feature imports those before it and never one after it. */
const features = [
  "tenants", "participants", "workspaces", "rooms", "media", "messages", "presence", "identity", "notes", "todos",
  "calls", "search", "ai", "plans", "sidekicks", "notifications", "federation", "bridges", "admin", "views",
]; // biome-ignore format: one list, read as a line

/** What any feature of a room may import beside the features before it: the ground, which imports no feature back. */
const ground: Record<string, string[]> = {
  domain: [
    "catalogue.ts",
    "envelope.ts",
    "errors.ts",
    "ids.ts",
    "slugify.ts",
    "text.ts",
    "uuid.ts",
    "markdown",
    "stream",
  ],
  server: [
    "database",
    "log",
    "jobs",
    "limits",
    "ports",
    "api/trpc.ts",
    "config.ts",
    "log-lines.ts",
    "metrics",
    "secrets",
    "version.ts",
  ],
  client: ["language", "ui", "sync", "shell", "markdown"],
};

type Import = { from: string; to: string; typeOnly: boolean };

const sources = walk(join(root, "src")).concat(walk(join(root, "party")));
const imports = sources.flatMap(importsOf);

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function isTest(file: string): boolean {
  return /\.(test|testing)\.tsx?$|\/testing\//.test(file);
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^"';]*?from\s+"([^"]+)"|import\(\s*"([^"]+)"\s*\)|^import\s+"([^"]+)"/gm,
  );
  return [...found].flatMap((match) => {
    const specifier = match[2] ?? match[3] ?? match[4] ?? "";
    const to = specifier.startsWith("#/")
      ? `src/${specifier.slice(2)}`
      : specifier.startsWith(".")
        ? relative(root, resolve(root, dirname(file), specifier))
        : specifier;
    return [{ from: file, to, typeOnly: match[1] !== undefined }];
  });
}

function room(file: string): string {
  return /^src\/(domain|server|client|routes|cli)\//.exec(file)?.[1] ?? (file.startsWith("party/") ? "party" : "root");
}

function feature(file: string): string | null {
  const name = file.split("/")[2] ?? "";
  return features.includes(name) ? name : null;
}

const code = imports.filter((each) => !isTest(each.from));
/** The files that run when these do: imported by value, at once or later. */
function reachedFrom(entries: string[]): Set<string> {
  const reached = new Set<string>();
  const visit = (file: string) => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const each of code) if (each.from === file && !each.typeOnly) visit(each.to);
  };
  for (const entry of entries) visit(entry);
  return reached;
}

const show = (each: Import) => `${each.from} → ${each.to}`;

describe("the house", () => {
  test("has imports to look at, so that the rules below cannot pass by seeing nothing", () => {
    expect(code.length).toBeGreaterThan(300);
    expect(new Set(code.map((each) => room(each.from)))).toEqual(
      new Set(["domain", "server", "client", "routes", "cli", "party", "root"]),
    );
  });

  test("names every import by its file, with its extension", () => {
    const own = imports.filter((each) => each.to.startsWith("src/") || each.to.startsWith("party/"));
    const nameless = own.filter((each) => !/\.(tsx?|css|json|js)(\?\w+)?$/.test(each.to));
    expect(nameless.map(show)).toEqual([]);
  });

  test("keeps the domain pure: nothing of the other rooms, of Node or of a framework", () => {
    const allowed = /^(zod\/mini|mdast|micromark|hast|unist|yaml$|fast-diff$|#)/;
    const strangers = code.filter(
      (each) => room(each.from) === "domain" && room(each.to) !== "domain" && !allowed.test(each.to),
    );
    expect(strangers.map(show)).toEqual([]);
  });

  test("keeps the domain without clock, randomness and waiting", () => {
    const impure = sources
      .filter((file) => room(file) === "domain" && !isTest(file))
      .filter((file) =>
        /\bDate\.now\(|new Date\(\)|Math\.random|crypto\.|\basync\b|\bawait\b|\bPromise\b|\bsetTimeout\b|\bfetch\(/.test(
          readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ""),
        ),
      );
    expect(impure).toEqual([]);
  });

  test("lets a feature import only the features before it", () => {
    const upward = code.filter((each) => {
      const [from, to] = [feature(each.from), feature(each.to)];
      return from && to && room(each.from) === room(each.to) && features.indexOf(from) < features.indexOf(to);
    });
    expect(upward.map(show)).toEqual([]);
  });

  test("gives features of the domain and the server no other ground than the common one", () => {
    const strays = code.filter((each) => {
      const here = room(each.from);
      if (!feature(each.from) || room(each.to) !== here || feature(each.to)) return false;
      if (here !== "domain" && here !== "server") return false;
      const place = each.to.slice(`src/${here}/`.length);
      return !ground[here]!.some((known) => place === known || place.startsWith(`${known}/`));
    });
    expect(strays.map(show)).toEqual([]);
  });

  test("keeps the server out of the browser and the browser out of the server", () => {
    const crossing = code.filter((each) => {
      const [from, to] = [room(each.from), room(each.to)];
      if (from === "client" && to === "server") return !(each.typeOnly && each.to === "src/server/api/router.ts");
      return from === "server" && (to === "client" || to === "routes");
    });
    expect(crossing.map(show)).toEqual([]);
  });

  test("keeps the design system a leaf", () => {
    const reaching = code.filter(
      (each) =>
        each.from.startsWith("src/client/ui/") &&
        each.to.startsWith("src/") &&
        !/^src\/client\/(ui|language)\//.test(each.to),
    );
    expect(reaching.map(show)).toEqual([]);
  });

  test("lets the words import nothing", () => {
    const reaching = code.filter(
      (each) =>
        each.from.startsWith("src/client/language/") &&
        each.to.startsWith("src/") &&
        !each.to.startsWith("src/client/language/"),
    );
    expect(reaching.map(show)).toEqual([]);
  });

  test("keeps parties on the domain alone", () => {
    const strangers = code.filter(
      (each) => room(each.from) === "party" && each.to.startsWith("src/") && room(each.to) !== "domain",
    );
    expect(strangers.filter((each) => each.from !== "party/build.ts").map(show)).toEqual([]);
  });

  test("keeps schemas out of the browser: nothing a page can load reaches zod", () => {
    const pages = sources.filter((file) => file.endsWith(".tsx") && (room(file) === "routes" || room(file) === "root"));
    const reached = reachedFrom(pages.concat("src/entry-client.tsx"));
    const schemas = code.filter((each) => reached.has(each.from) && !each.typeOnly && /^zod\b/.test(each.to));
    expect(schemas.map(show)).toEqual([]);
    expect(reached).toContain("src/client/sync/socket.ts");
    expect(reached).toContain("src/domain/messages/content.ts");
  });

  test("lets nothing that the command line reaches be JSX", () => {
    const reached = reachedFrom(["src/cli/main.ts"]);
    expect([...reached].filter((file) => file.endsWith(".tsx"))).toEqual([]);
    expect(reached.size).toBeGreaterThan(20);
  });

  test("keeps full zod on the server", () => {
    const heavy = code.filter((each) => each.to === "zod" && !["server", "cli"].includes(room(each.from)));
    expect(heavy.map(show)).toEqual([]);
  });
});
