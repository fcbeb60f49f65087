/** One key for each pair, whoever starts: the two ids in order, with a space between. */
export function dmKey(one: string, other: string): string {
  return [one, other].sort().join(" ");
}
