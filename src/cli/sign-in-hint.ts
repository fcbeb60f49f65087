import type { Config } from "#/server/config.ts";
import { acme, linden } from "#/server/seed/demo-people.ts";

/** What a newcomer reads under the address: who can sign in here, a line each. */
export function signInHint(config: Config, { empty }: { empty: boolean }): readonly string[] {
  if (config.mode === "production") {
    // True until accounts, providers and the setup code exist.
    return ["Nobody can sign in to a production instance yet: this version has demo sign-in only."];
  }
  if (empty) return ["This is a demo with nobody in it."];
  const names = ({ people }: typeof linden) => people.map((person) => person.display_name).join(", ");
  const port = config.port === 80 ? "" : `:${config.port}`;
  return [
    "This is a demo, for this computer only. Sign in with one click as",
    `${names(linden)}`,
    `or, at http://${acme.slug}.${config.serverName}${port}, as ${names(acme)}.`,
  ];
}
