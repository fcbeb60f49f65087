/**
 * The LIKE pattern of texts that contain `words` literally. Unescaped, `%` would list everybody and a run of `%_` would
 * cost the database more than the search is worth.
 */
export function containing(words: string): string {
  // PostgreSQL cannot take U+0000 in a text, and no stored name has one.
  const text = words.normalize("NFC").trim().replaceAll("\u0000", "");
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}
