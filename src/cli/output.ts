/** Prints for programs: one JSON document, ended by a line feed. What could steer a terminal is escaped in it. */
export function printJson(value: unknown): void {
  const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  console.log(
    JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, escaped),
  );
}

/**
 * Words that people chose, as a terminal may show them: characters that would steer it, break the line or turn the
 * direction of what follows stand as `\ufffd`.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, "\ufffd");
}

/** Prints rows in columns as wide as what they hold; numbers stand to the right. */
export function printTable(head: readonly string[], given: readonly (readonly (string | number)[])[]): void {
  const rows = given.map((row) => row.map((cell) => (typeof cell === "string" ? visible(cell) : cell)));
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => String(row[column] ?? "").length)),
  );
  const line = (cells: readonly (string | number)[]) =>
    cells
      .map((cell, column) =>
        typeof cell === "number" ? String(cell).padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join("  ")
      .trimEnd();
  console.log(line(head));
  for (const row of rows) console.log(line(row));
}

const units = ["B", "KB", "MB", "GB", "TB"];

export function bytesInWords(bytes: number): string {
  const unit = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0);
  return `${(bytes / 1000 ** unit).toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}
