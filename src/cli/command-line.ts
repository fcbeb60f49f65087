import { parseArgs as parseStrictly } from "node:util";
import { type ArgsDef, type ParsedArgs, parseArgs } from "citty";
import { commandReference, describeCommand } from "./command-reference.ts";
import { type CommandName, commandNamed, commandNames, commands } from "./commands.ts";
import { UsageError } from "./failure.ts";

export type ArgumentsOf<Name extends CommandName> = ParsedArgs<(typeof commands)[Name]["args"]>;

export type CommandLine =
  | { readonly kind: "run"; readonly name: CommandName; readonly args: ParsedArgs<ArgsDef> }
  /** `asked` is false when help is the answer to a call that names no command. */
  | { readonly kind: "help"; readonly text: string; readonly asked: boolean }
  | { readonly kind: "version" };

const helpFlags = ["--help", "-h"];

/**
 * Reads what was typed after `scaiwave`.
 *
 * @throws UsageError with one sentence
 */
export function readCommandLine(typed: readonly string[]): CommandLine {
  const [first, second] = typed;
  if (first === undefined) return { kind: "help", text: generalHelp(), asked: false };
  if (first === "help" || helpFlags.includes(first)) return { kind: "help", text: generalHelp(), asked: true };
  if (first === "--version" || first === "-v") return { kind: "version" };

  const pair = second === undefined ? undefined : commandNamed(`${first} ${second}`);
  const name = pair ?? commandNamed(first);
  const rest = typed.slice(pair ? 2 : 1);
  if (!name) return groupHelp(first, rest);
  const end = rest.indexOf("--");
  if (rest.slice(0, end < 0 ? undefined : end).some((word) => helpFlags.includes(word))) {
    return { kind: "help", text: helpOf(name), asked: true };
  }
  return { kind: "run", name, args: readArguments(name, rest) };
}

function groupHelp(group: string, rest: readonly string[]): CommandLine {
  const members = commandNames.filter((name) => name.startsWith(`${group} `));
  if (members.length === 0) {
    throw new UsageError(`There is no command \`${group}\`: \`scaiwave --help\` lists them.`);
  }
  const asked = rest.some((word) => helpFlags.includes(word));
  if (rest[0] !== undefined && !asked) {
    throw new UsageError(`There is no command \`${group} ${rest[0]}\`: \`scaiwave ${group} --help\` lists them.`);
  }
  return { kind: "help", text: listing(members).join("\n"), asked };
}

function readArguments(name: CommandName, rest: readonly string[]): ParsedArgs<ArgsDef> {
  const definition: ArgsDef = commands[name].args;
  checkForm(name, definition, rest);
  try {
    return parseArgs([...rest], definition);
  } catch (error) {
    throw new UsageError(`${(error as Error).message}; it is called as: ${describeCommand(name).usage}`);
  }
}

// The parser behind citty takes unknown options for switches: `--slg acme` would make a tenant of another name.
function checkForm(name: CommandName, definition: ArgsDef, rest: readonly string[]): void {
  const named = Object.entries(definition).filter(([, { type }]) => type !== "positional");
  const options = Object.fromEntries(
    named.map(([key, { type }]) => [key, { type: type === "boolean" ? ("boolean" as const) : ("string" as const) }]),
  );
  const places = Object.keys(definition).length - named.length;
  const { usage } = describeCommand(name);
  try {
    const { positionals, values } = parseStrictly({ args: [...rest], options, allowPositionals: true });
    if (positionals.length > places) throw new Error(`'${positionals[places]}' is one argument too many`);
    const blank = Object.keys(values).find((key) => values[key] === "");
    if (blank) throw new Error(`--${blank} needs a value`);
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\.\s|\n/);
    throw new UsageError(`${sentence!.replace(/\.$/, "")}; it is called as: ${usage}`);
  }
}

function generalHelp(): string {
  return [
    "scaiwave runs and looks after a ScaiWave instance.",
    "",
    ...listing(commandNames),
    "",
    "`scaiwave <command> --help` says more. Settings are environment variables: `scaiwave config` lists them.",
  ].join("\n");
}

function listing(names: readonly CommandName[]): string[] {
  const width = Math.max(...names.map((name) => name.length));
  return commandReference()
    .filter(({ name }) => names.includes(name))
    .map(({ name, description }) => `  ${name.padEnd(width)}  ${description}`);
}

function helpOf(name: CommandName): string {
  const { description, usage, arguments: described, aliases, examples } = describeCommand(name);
  const rows = described.map((argument): [string, string] => [
    argument.value ? `${argument.name} <${argument.value}>` : argument.name,
    argument.description + (argument.default === null ? "" : ` (without: ${argument.default})`),
  ]);
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  const lines = [description, "", `  ${usage}`, ...(rows.length > 0 ? [""] : [])];
  for (const [left, right] of rows) lines.push(`  ${left.padEnd(width)}  ${right}`);
  if (aliases.length > 0) lines.push("", `Also: ${aliases.map((alias) => `scaiwave ${alias}`).join(", ")}`);
  if (examples.length > 0) lines.push("", ...examples.map((example) => `  $ ${example}`));
  return lines.join("\n");
}
