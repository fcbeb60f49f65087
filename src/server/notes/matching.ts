import { type SQL, sql } from "drizzle-orm";

/** More words of a query than these do not make it find better. */
const maxWords = 8;

/**
 * Which notes `n` have all words of a query in their title or text, as beginnings, middles or ends of theirs, whatever
 * their case and accents; and which have all of them in the title. Null for no words.
 */
export function matching(q: string | undefined): { found: SQL; inTitle: SQL } | null {
  const patterns = [...new Set(folded(q ?? "").split(/\s+/))].filter((word) => word !== "").slice(0, maxWords);
  if (patterns.length === 0) return null;
  const likes = patterns.map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`);
  return {
    found: all(likes.map((like) => sql`(app.folded(n.title) like ${like} or app.folded(n.body) like ${like})`)),
    inTitle: all(likes.map((like) => sql`app.folded(n.title) like ${like}`)),
  };
}

const all = (conditions: SQL[]): SQL => sql`(${sql.join(conditions, sql` and `)})`;

/** As `app.folded` does it. */
const folded = (words: string): string =>
  words
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "");
