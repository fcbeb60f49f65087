import type { ArgsDef } from "citty";

export type CommandSpec = {
  readonly description: string;
  /** Positional arguments and options, as citty reads them. */
  readonly args: ArgsDef;
  /** Other names of the same command. */
  readonly aliases?: readonly string[];
  readonly examples?: readonly string[];
};

const json = { type: "boolean", description: "Print JSON, for programs." } as const;
const tenant = { type: "string", required: true, valueHint: "slug", description: "The tenant, by its slug." } as const;
const who = {
  type: "string",
  required: true,
  valueHint: "name|email",
  description: "The person, by short name or mail address.",
} as const;
const role = { type: "positional", required: true, description: "`admin` or `owner`." } as const;
const empty = { type: "boolean", description: "Make a new demo without people and rooms." } as const;
const limit = (what: string) =>
  ({ type: "string", valueHint: "number|none", description: `${what}; \`none\` lifts the limit.` }) as const;

/**
 * Every command of `scaiwave`: what help prints, what is accepted, and what the reference shows. Data alone, so that the
 * documentation can read it without the programs behind it.
 */
export const commands = {
  start: {
    description: "Builds if anything changed, and runs everything until Ctrl-C.",
    args: { empty },
    examples: ["SCAIWAVE_SERVER_NAME=chat.example.org scaiwave start"],
  },
  dev: { description: "Runs everything from source and reloads on every change.", args: { empty } },
  build: { description: "Builds the web server and the party, if anything changed.", args: {} },
  worker: {
    description: "Follows the log and does jobs without a web server, beside web processes that run elsewhere.",
    args: {},
  },
  config: {
    description: "Prints every setting, with secrets masked, and checks them.",
    args: { json },
    aliases: ["show-config"],
  },
  doctor: {
    description: "Checks each part of the instance, and says what to do about a problem.",
    args: { json },
    aliases: ["status"],
  },
  migrate: { description: "Brings the database's tables up to this version. `start` does it too.", args: { json } },
  seed: { description: "Fills an empty demo with people, rooms and talk.", args: {} },
  "tenant list": {
    description: "Lists the tenants with their hosts and figures.",
    args: { json },
    aliases: ["admin list-tenants"],
  },
  "tenant create": {
    description: "Makes a tenant, which answers at its own host.",
    args: {
      slug: { type: "string", required: true, valueHint: "slug", description: "Short name: a-z, 0-9 and hyphens." },
      name: { type: "string", required: true, valueHint: "name", description: "Name that people see." },
      host: { type: "string", valueHint: "host", description: "Its host; `<slug>.<server name>` without it." },
      "scaikey-tenant-id": {
        type: "string",
        valueHint: "id",
        description: "The tenant of ScaiKey whose people it takes.",
      },
      "partner-id": { type: "string", valueHint: "id", description: "The partner who looks after it." },
      json,
    },
    aliases: ["admin create-tenant"],
    examples: ['scaiwave tenant create --slug acme --name "Acme Works"'],
  },
  "tenant suspend": {
    description: "Closes a tenant within five seconds: its host answers as an unknown one does. Nothing is lost.",
    args: { slug: { type: "positional", required: true, description: "The tenant." } },
  },
  "tenant resume": {
    description: "Opens a suspended tenant again.",
    args: { slug: { type: "positional", required: true, description: "The tenant." } },
  },
  "tenant limits": {
    description: "Shows a tenant's limits, or sets those that are given.",
    args: {
      slug: { type: "positional", required: true, description: "The tenant." },
      "max-participants": limit("Active people"),
      "max-rooms": limit("Rooms that are not closed"),
      "max-notes": limit("Notes, archived ones too"),
      "max-storage-bytes": limit("Bytes of files"),
      "ai-tokens-monthly": limit("Tokens of AI a month"),
      "sends-per-minute": limit("Messages a minute, all together"),
      json,
    },
    examples: ["scaiwave tenant limits acme --max-participants 50 --sends-per-minute none"],
  },
  "role grant": { description: "Gives a person a role.", args: { role, tenant, who } },
  "role revoke": { description: "Takes a role from a person.", args: { role, tenant, who } },
  "role list": { description: "Lists who has a role in a tenant.", args: { tenant, json } },
  "key rotate": {
    description: "Makes a new key for access tokens; what the old one signed stays valid until it expires.",
    args: {
      "drop-old": { type: "boolean", description: "The old key got out: what it signed is refused from now on." },
      json,
    },
  },
  "token create": {
    description: "Makes a personal token for a person, and prints it this once.",
    args: {
      tenant,
      who,
      name: { type: "string", required: true, valueHint: "name", description: "What the token is for." },
      scopes: {
        type: "string",
        default: "read",
        valueHint: "list",
        description: "`read`, `write`, `admin`, by commas.",
      },
      days: { type: "string", valueHint: "number", description: "Days until it expires; it does not without." },
      json,
    },
    examples: ["scaiwave token create --tenant linden --who ana --name reports --days 30"],
  },
  sync: {
    description: "Compares people and groups with the identity provider, and mends what differs.",
    args: { json },
  },
  "reindex notes": {
    description: "Works the links and todos of every note out of its text again.",
    args: { json },
  },
  backup: {
    description: "Writes the whole instance, as it is at one moment, into one file. It may run and be used meanwhile.",
    args: {
      file: { type: "positional", required: true, description: "The file to write." },
      force: { type: "boolean", description: "Replace the file if it exists." },
      json,
    },
    examples: ["scaiwave backup /backups/scaiwave-monday.tar.gz"],
  },
  restore: {
    description: "Fills an empty data folder or database from a backup.",
    args: { file: { type: "positional", required: true, description: "The backup." }, json },
    examples: ["SCAIWAVE_DATA=/srv/scaiwave scaiwave restore /backups/scaiwave-monday.tar.gz"],
  },
} as const satisfies Record<string, CommandSpec>;

export type CommandName = keyof typeof commands;

export const commandNames = Object.keys(commands) as CommandName[];

/** The command of a name or an alias. */
export function commandNamed(words: string): CommandName | undefined {
  return commandNames.find((name) => name === words || aliasesOf(name).includes(words));
}

export function aliasesOf(name: CommandName): readonly string[] {
  return (commands[name] as CommandSpec).aliases ?? [];
}
