/**
 * A PostgreSQL array literal of ids. Callers cast it (`::uuid[]`), and only UUIDs pass, so nothing in it needs quoting:
 * one parameter whatever the length, hence one prepared statement.
 */
export function array(ids: readonly string[]): string {
  for (const id of ids) if (!/^[0-9a-f-]{36}$/.test(id)) throw new Error("Only UUIDs go into an array of ids.");
  return `{${ids.join(",")}}`;
}
