/** A short name, as rooms have for their address and roles for themselves. */
export function isSlug(text: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,46}[a-z0-9])?$/.test(text);
}

/** The short names in a line of them with commas between. */
export function slugsOf(text: string): string[] {
  return text
    .split(",")
    .map((slug) => slug.trim())
    .filter(Boolean);
}
