import type { Config } from "#/server/config.ts";
import { acme, linden } from "#/server/seed/demo-people.ts";

type Facts = { empty: boolean; setupCode: string | null };

/** What a newcomer reads under the address: how one gets in here, a line each. */
export function signInHint(config: Config, { empty, setupCode }: Facts): readonly string[] {
  if (config.mode === "production") return productionHint(config, setupCode);
  if (config.authMode !== "mock") return [`This is a demo, for this computer only. ${waysIn[config.authMode]}`];
  if (empty) return ["This is a demo with nobody in it."];
  const names = ({ people }: typeof linden) => people.map((person) => person.display_name).join(", ");
  const port = config.port === 80 ? "" : `:${config.port}`;
  return [
    "This is a demo, for this computer only. Sign in with one click as",
    `${names(linden)}`,
    `or, at http://${acme.slug}.${config.serverName}${port}, as ${names(acme)}.`,
  ];
}

const waysIn = {
  local: "Register with a mail address: without SMTP, the mail is a file in the data folder.",
  hybrid: "Sign in with the provider, or register with a mail address.",
  scaikey: "Sign in with the provider.",
};

function productionHint({ serverName, authMode }: Config, setupCode: string | null): readonly string[] {
  if (setupCode !== null) {
    return [
      "Nobody owns this instance yet. Make the first account with this code, which the next start replaces:",
      setupCode,
      `at https://${serverName}/setup`,
    ];
  }
  return authMode === "scaikey" ? ["People sign in with the provider."] : [];
}
