import type { Config } from "#/server/config.ts";

/** What a newcomer reads under the address: who can sign in here, a line each. */
export function signInHint(config: Config): readonly string[] {
  if (config.mode === "production") return ["Sign in with your account."];
  return ["This is a demo: open the address and pick a person to sign in as."];
}
