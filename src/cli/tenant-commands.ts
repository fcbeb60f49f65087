import type { TenantLimits } from "#/domain/tenants/settings.ts";
import { slug as slugForm } from "#/domain/text.ts";
import { readConfig } from "#/server/config.ts";
import { hostname } from "#/server/config-variables.ts";
import { createTenant } from "#/server/tenants/create-tenant.ts";
import * as tenants from "#/server/tenants/operate-tenants.ts";
import type { ArgumentsOf } from "./command-line.ts";
import { StartError, UsageError } from "./failure.ts";
import { withApp } from "./instance-database.ts";
import { operatorOf, tenantNamed } from "./operator.ts";
import { printJson, printTable } from "./output.ts";

export async function listTenants({ json }: ArgumentsOf<"tenant list">): Promise<void> {
  const found = await withApp(readConfig(process.env), ({ database }) => tenants.listTenants(database));
  if (json) return printJson({ tenants: found });
  printTable(
    ["SLUG", "NAME", "HOST", "MEMBERS", "ROOMS", "MESSAGES", "STATE"],
    found.map((each) => [
      each.slug,
      each.name,
      each.host,
      each.members,
      each.rooms,
      each.messages,
      each.suspended ? "suspended" : "active",
    ]),
  );
}

export async function makeTenant(args: ArgumentsOf<"tenant create">): Promise<void> {
  const config = readConfig(process.env);
  const { slug, name, json } = args;
  const serverName = (args.host ?? `${slug}.${config.serverName}`).toLowerCase();
  if (!slugForm.safeParse(slug).success) {
    throw new UsageError(`\`${slug}\` is no slug: a-z, 0-9 and hyphens, 48 at most, no hyphen at its ends.`);
  }
  if (name.length > 80 || name.trim() !== name)
    throw new UsageError("A name has 80 characters at most, and no space at its ends.");
  if (!hostname.test(serverName)) throw new UsageError(`\`${serverName}\` is no host name.`);
  const made = await withApp(config, async (app) => {
    const more = { scaikeyTenantId: args["scaikey-tenant-id"], partnerId: args["partner-id"] };
    const tenant = { id: app.newId(), slug, name, serverName, ...more };
    try {
      await createTenant(app.database, app.now(), tenant, operatorOf(app));
    } catch (error) {
      if ((error as { code?: unknown }).code !== "23505") throw error;
      throw new StartError(`There is a tenant \`${slug}\`, or one at ${serverName}, already.`);
    }
    return { id: tenant.id, slug, name, host: serverName };
  });
  if (json) return printJson(made);
  console.log(`${name} answers at ${serverName}.`);
}

export function suspend({ slug }: ArgumentsOf<"tenant suspend">): Promise<void> {
  return setSuspended(slug, true);
}

export function resume({ slug }: ArgumentsOf<"tenant resume">): Promise<void> {
  return setSuspended(slug, false);
}

async function setSuspended(slug: string, suspended: boolean): Promise<void> {
  const changed = await withApp(readConfig(process.env), async (app) => {
    const { id } = await tenantNamed(app, slug);
    return tenants.setSuspended(app.database, operatorOf(app), id, suspended);
  });
  const state = suspended ? "suspended" : "active";
  console.log(changed ? `${slug} is ${state}, everywhere within five seconds.` : `${slug} was ${state} already.`);
}

const limitNames = [
  "max-participants",
  "max-rooms",
  "max-notes",
  "max-storage-bytes",
  "ai-tokens-monthly",
  "sends-per-minute",
] as const;
type LimitName = (typeof limitNames)[number];

export async function limits(args: ArgumentsOf<"tenant limits">): Promise<void> {
  const changes = Object.fromEntries(
    limitNames.flatMap((name) => {
      const given = args[name];
      return given === undefined ? [] : [[name.replaceAll("-", "_"), numberOf(name, given)]];
    }),
  );
  const after = await withApp(readConfig(process.env), async (app) => {
    const { id } = await tenantNamed(app, args.slug);
    if (Object.keys(changes).length === 0) return tenants.limitsOf(app.database, id);
    return tenants.changeLimits(app.database, operatorOf(app), id, changes);
  });
  if (args.json) return printJson({ limits: after });
  printTable(
    ["LIMIT", "VALUE"],
    limitNames.map((name) => [name, String(after[name.replaceAll("-", "_") as keyof TenantLimits] ?? "none")]),
  );
}

/** Bytes and tokens are counted in billions; people, rooms and messages in what fits 32 bits. */
const largest: Readonly<Record<LimitName, number>> = {
  "max-participants": 2_000_000_000,
  "max-rooms": 2_000_000_000,
  "max-notes": 2_000_000_000,
  "max-storage-bytes": Number.MAX_SAFE_INTEGER,
  "ai-tokens-monthly": Number.MAX_SAFE_INTEGER,
  "sends-per-minute": 2_000_000_000,
};

function numberOf(name: LimitName, given: string): number | null {
  if (given === "none") return null;
  const number = /^\d{1,16}$/.test(given) ? Number(given) : Number.NaN;
  if (number <= largest[name]) return number;
  throw new UsageError(`--${name} is a whole number up to ${largest[name]}, or \`none\`.`);
}
