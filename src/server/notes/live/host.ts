import type { Database } from "#/server/database/connect.ts";
import type { LogWake } from "#/server/log/wake.ts";
import type { Party } from "#/server/ports/party.ts";

/** What the live side of notes needs of the running app. */
export type NoteHost = {
  readonly database: Database;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly wake: Pick<LogWake, "advanced">;
};

/** And to tell the realtime door. */
export type NoteTeller = NoteHost & { readonly party: Party };
