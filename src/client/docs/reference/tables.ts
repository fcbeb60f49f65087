/** The generated tables of the reference, as Markdown. What they say comes from the objects that the product runs on. */

export type ErrorEntry = { readonly code: string; readonly status: number; readonly sentence: string };

const statusWords: Readonly<Record<number, string>> = {
  400: "The request is wrong",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not there",
  405: "Wrong method",
  409: "Not as things are",
  413: "Too large",
  429: "Too fast",
  500: "Our fault",
  502: "Another server's fault",
  503: "Not now",
};

/** Every code under its status. */
export function errorTables(entries: readonly ErrorEntry[]): string {
  const statuses = [...new Set(entries.map(({ status }) => status))].sort((one, other) => one - other);
  return statuses
    .map((status) => {
      const rows = entries
        .filter((entry) => entry.status === status)
        .map(({ code, sentence }) => `| \`${code}\` | ${cell(sentence)} |`);
      const title = `## ${status} · ${statusWords[status] ?? "Other"}`;
      return [title, "", "| code | what it says |", "|---|---|", ...rows].join("\n");
    })
    .join("\n\n");
}

export type VariableEntry = {
  readonly name: string;
  readonly about: string;
  readonly fallback: string | null;
  readonly secret: boolean;
};

const groups: readonly (readonly [title: string, names: RegExp])[] = [
  ["Where it listens", /^(PORT|HOST|SCAIWAVE_TRUSTED_PROXIES)$/],
  ["What it is", /^SCAIWAVE_(SERVER_NAME|DEMO|DATA|LOG)$/],
  ["Signing in", /^SCAIWAVE_(AUTH|SCAIKEY)/],
  ["Mail", /^SCAIWAVE_(SMTP|MAIL)/],
  ["Parts that run elsewhere", /^(DATABASE_URL$|SCAIWAVE_PARTY)/],
  ["Watching it", /^SCAIWAVE_METRICS/],
  ["Other", /^/],
];

/** Every variable of an operator, by what it is for. */
export function variableTables(entries: readonly VariableEntry[]): string {
  const left = new Set(entries);
  return groups
    .flatMap(([title, names]) => {
      const own = [...left].filter(({ name }) => names.test(name));
      for (const each of own) left.delete(each);
      return own.length === 0
        ? []
        : [[`## ${title}`, "", "| variable | what it does |", "|---|---|", ...own.map(variableRow)].join("\n")];
    })
    .join("\n\n");
}

function variableRow({ name, about, fallback, secret }: VariableEntry): string {
  const extra = [fallback === null ? "" : `Default \`${fallback}\`.`, secret ? "A secret: printed masked." : ""];
  return `| \`${name}\` | ${[cell(about), ...extra].filter((part) => part !== "").join(" ")} |`;
}

export type CommandEntry = {
  /** As it is typed after `scaiwave`: `tenant create`. */
  readonly name: string;
  readonly about: string;
  readonly usage: string;
  readonly aliases: readonly string[];
  readonly examples: readonly string[];
  readonly options: readonly {
    readonly name: string;
    readonly about: string;
    readonly required: boolean;
    readonly fallback: string | null;
  }[];
};

/** Every command with its options. */
export function commandSections(entries: readonly CommandEntry[]): string {
  return entries
    .map(({ name, about, usage, options, aliases, examples }) => {
      const rows = options.map((option) => {
        const marks = [
          option.required ? "Needed." : "",
          option.fallback === null ? "" : `Default \`${option.fallback}\`.`,
        ];
        return `| \`${cell(option.name)}\` | ${[cell(option.about), ...marks].filter((part) => part !== "").join(" ")} |`;
      });
      const table = rows.length === 0 ? "" : ["| option | what it does |", "|---|---|", ...rows].join("\n");
      const also = aliases.length === 0 ? "" : `Also called ${aliases.map((alias) => `\`${alias}\``).join(", ")}.`;
      return [`## ${name}`, `${about}${also && ` ${also}`}`, shell("Usage", [usage]), table, shell("Example", examples)]
        .filter((part) => part !== "")
        .join("\n\n");
    })
    .join("\n\n");
}

export function exitCodeTable(codes: readonly { readonly code: number; readonly meaning: string }[]): string {
  return [
    "| code | meaning |",
    "|---|---|",
    ...codes.map(({ code, meaning }) => `| \`${code}\` | ${cell(meaning)} |`),
  ].join("\n");
}

function shell(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : [`\`\`\`bash title=${title}`, ...lines, "```"].join("\n");
}

/** Text inside a table: a bar would end the cell, and a line break the row. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");
}
