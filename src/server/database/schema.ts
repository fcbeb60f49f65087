import { customType, pgSchema, timestamp, uuid } from "drizzle-orm/pg-core";

/** Everything of tenants. The SQL files in `drizzle/` make the tables; these definitions only describe them for queries. */
export const app = pgSchema("app");

export const bytes = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });

/** Every table of `app` has it, and foreign keys include it. */
export const tenantId = () => uuid("tenant_id").notNull();

/** ISO text both ways: what leaves the server is what the database holds. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
