import { describe, expect, test } from "vitest";
import { readCommandLine } from "./command-line.ts";
import { commandReference } from "./command-reference.ts";
import { aliasesOf, commandNames } from "./commands.ts";

const wrong = (typed: string) => {
  try {
    readCommandLine(typed.split(" "));
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("It was taken for a good one.");
};

describe("a command line", () => {
  test("names a command of two words and its arguments", () => {
    const typed = ["tenant", "create", "--slug", "acme", "--name", "Acme Works", "--json"];
    expect(readCommandLine(typed)).toMatchObject({
      kind: "run",
      name: "tenant create",
      args: { slug: "acme", name: "Acme Works", json: true },
    });
    expect(readCommandLine(["role", "grant", "admin", "--tenant=home", "--who", "ana"])).toMatchObject({
      args: { role: "admin", tenant: "home", who: "ana" },
    });
  });

  test("may use another name of the command", () => {
    expect(readCommandLine(["admin", "list-tenants"])).toMatchObject({ kind: "run", name: "tenant list" });
    expect(readCommandLine(["show-config"])).toMatchObject({ kind: "run", name: "config" });
  });

  test("that misspells an option is refused, and nothing is guessed", () => {
    expect(wrong("tenant create --slg acme --name x")).toBe(
      "Unknown option '--slg'; it is called as: scaiwave tenant create --slug <slug> --name <name> [--host <host>] [--scaikey-tenant-id <id>] [--partner-id <id>] [--json]",
    );
    expect(wrong("backup one two")).toContain(
      "'two' is one argument too many; it is called as: scaiwave backup <file>",
    );
    expect(wrong("tenant suspend")).toContain("it is called as: scaiwave tenant suspend <slug>");
    expect(wrong("role list")).toContain("Missing required argument: --tenant");
    expect(wrong("role list --tenant=")).toContain("--tenant needs a value");
    expect(wrong("role list --tenant")).toContain("--tenant <value>' argument missing");
    expect(wrong("tenat list")).toBe("There is no command `tenat`: `scaiwave --help` lists them.");
    expect(wrong("tenant lst")).toBe("There is no command `tenant lst`: `scaiwave tenant --help` lists them.");
  });

  test("with nothing on it gets help that nobody asked for", () => {
    expect(readCommandLine([])).toMatchObject({ kind: "help", asked: false });
    expect(readCommandLine(["tenant"])).toMatchObject({ kind: "help", asked: false });
    expect(readCommandLine(["--version"])).toEqual({ kind: "version" });
  });

  test.each(commandNames)("of `%s` can ask for help, which names every argument", (name) => {
    const help = readCommandLine([...name.split(" "), "--help"]);
    if (help.kind !== "help") throw new Error("no help");
    const described = commandReference().find((each) => each.name === name)!;
    for (const { name: argument, description } of described.arguments) {
      expect(help.text).toContain(argument);
      expect(description.length).toBeGreaterThan(5);
    }
    expect(help).toMatchObject({ asked: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there
    expect(help.text).not.toMatch(/\x1b/);
  });
});

test("the general help lists every command", () => {
  const help = readCommandLine(["--help"]);
  if (help.kind !== "help") throw new Error("no help");
  for (const name of commandNames) expect(help.text).toContain(`  ${name} `);
});

test("no name is used twice", () => {
  const names = commandNames.flatMap((name) => [name, ...aliasesOf(name)]);
  expect(new Set(names).size).toBe(names.length);
});
