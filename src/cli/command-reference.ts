import { type CommandName, type CommandSpec, commandNames, commands } from "./commands.ts";

export type ArgumentReference = {
  /** As it is typed: `--tenant`, or a positional's name in capitals. */
  readonly name: string;
  readonly positional: boolean;
  readonly description: string;
  readonly required: boolean;
  /** What stands for the value, such as `slug`; null for a switch and for a positional. */
  readonly value: string | null;
  readonly default: string | null;
};

export type CommandReference = {
  /** As it is typed after `scaiwave`, such as `tenant create`. */
  readonly name: CommandName;
  readonly description: string;
  /** One line: how it is called. */
  readonly usage: string;
  readonly arguments: readonly ArgumentReference[];
  readonly aliases: readonly string[];
  readonly examples: readonly string[];
};

/** Exit codes of every command. */
export const exitCodes = [
  { code: 0, meaning: "It is done." },
  { code: 1, meaning: "It could not be done; one sentence says why." },
  { code: 2, meaning: "It was called wrongly." },
  { code: 130, meaning: "It was interrupted." },
] as const;

/** Every command, in the order of help, described for programs and for the documentation. */
export function commandReference(): CommandReference[] {
  return commandNames.map(describeCommand);
}

export function describeCommand(name: CommandName): CommandReference {
  const spec: CommandSpec = commands[name];
  const described = Object.entries(spec.args).map(([key, argument]): ArgumentReference => {
    const positional = argument.type === "positional";
    return {
      name: positional ? key.toUpperCase() : `--${key}`,
      positional,
      description: argument.description ?? "",
      required: argument.required === true,
      value: argument.type === "string" ? (argument.valueHint ?? key) : null,
      default: argument.default === undefined ? null : String(argument.default),
    };
  });
  const usage = ["scaiwave", name, ...described.map(asTyped)].join(" ");
  const { description, aliases = [], examples = [] } = spec;
  return { name, description, usage, arguments: described, aliases, examples };
}

function asTyped({ name, positional, required, value }: ArgumentReference): string {
  const typed = positional ? `<${name.toLowerCase()}>` : value ? `${name} <${value}>` : name;
  return required ? typed : `[${typed}]`;
}
