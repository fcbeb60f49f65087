import type { Sql } from "../../src/server/database/connect.ts";

/**
 * postgres 3.4.9 never answers `reserve()` on a connection that is new when `fetch_types` is off, so a pool opened so
 * hangs at its second concurrent transaction. To be removed with the option in `database/connect.ts`.
 */
export function fetchTypes(...pools: Sql[]): void {
  for (const pool of pools) (pool.options as { fetch_types: boolean }).fetch_types = true;
}
