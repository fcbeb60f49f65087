/** The value below which a share `q` of the samples lies; NaN of nothing. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

export type Figure = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The aim, when there is one: at most or at least. */
  readonly aim?: { readonly atMost: number } | { readonly atLeast: number };
  readonly note?: string;
};

/** What one measurement found. Losses and duplicates are the only thing that fails the bench. */
export type Measured = { readonly figures: readonly Figure[]; readonly faults?: readonly string[] };

export function meets({ value, aim }: Figure): boolean | undefined {
  if (!aim) return undefined;
  return "atMost" in aim ? value <= aim.atMost : value >= aim.atLeast;
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    shown(figure.value, figure.unit),
    aimOf(figure),
    verdict(figure),
    figure.note ?? "",
  ]);
  const header = ["what", "measured", "aim", "", ""];
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(header), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}

function verdict(figure: Figure): string {
  const met = meets(figure);
  return met === undefined ? "" : met ? "met" : "NOT MET";
}

function aimOf({ aim, unit }: Figure): string {
  if (!aim) return "";
  return "atMost" in aim ? `≤ ${shown(aim.atMost, unit)}` : `≥ ${shown(aim.atLeast, unit)}`;
}

function shown(value: number, unit: string): string {
  const text = value >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(value >= 10 ? 1 : 2);
  return unit ? `${text} ${unit}` : text;
}
