import { DatabaseSync } from "node:sqlite";

// A connection that nobody refers to is collected and closed, and its lock with it.
const held = new Set<DatabaseSync>();

/**
 * Takes a lock that ends with the process, `kill -9` included. SQLite's exclusive transaction is the one advisory file
 * lock that Node offers; the file itself stays empty.
 *
 * @returns the release, or undefined when another process holds it
 */
export function lockFile(path: string): (() => void) | undefined {
  const file = new DatabaseSync(path);
  try {
    file.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    held.add(file);
    return () => {
      held.delete(file);
      file.close();
    };
  } catch (error) {
    file.close();
    if (error instanceof Error && /locked|busy/i.test(error.message)) return undefined;
    throw error;
  }
}
