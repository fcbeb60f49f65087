import { isIP } from "node:net";
import { resolve } from "node:path";
import { operatorVariables, type Parsed, secretVariables, variables } from "#/server/config-variables.ts";

/** A setting that cannot be obeyed. Its message is one sentence for the person who starts the server. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

type DatabaseConfig =
  | { readonly kind: "embedded" }
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "socket"; readonly directory: string; readonly name: string };

type PartyConfig =
  | { readonly kind: "embedded" }
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "socket"; readonly path: string };

type MailConfig = { readonly kind: "folder" } | { readonly kind: "smtp"; readonly url: string };

/** An OpenID Connect provider: ScaiKey by its own paths, or any other by its discovery document. */
export type ProviderConfig = {
  readonly name: "ScaiKey" | "single sign-on";
  readonly discoveryUrl: string;
  /** Base of ScaiKey's own API, for the reconcile; undefined for another provider. */
  readonly apiUrl: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Any of them may have signed a webhook: two while it is being changed. */
  readonly webhookSecrets: readonly string[];
};

export type Config = {
  readonly mode: "demo" | "production";
  readonly platform: "node" | "vercel";
  /** Host of the first tenant, without a port. */
  readonly serverName: string;
  readonly port: number;
  /** Addresses to listen on; a missing IPv6 among several is not an error. */
  readonly listen: readonly string[];
  /** Absolute path of the data folder. */
  readonly dataDirectory: string;
  readonly database: DatabaseConfig;
  readonly party: PartyConfig;
  /** Over how many hubs each tenant's live streams are spread. */
  readonly hubShards: number;
  readonly authMode: "local" | "scaikey" | "hybrid" | "mock";
  /** Present exactly in the modes `scaikey` and `hybrid`. */
  readonly provider: ProviderConfig | undefined;
  /** The AI gateway of the instance; undefined where the demo model answers. Its key is null where none is asked for. */
  readonly scaigrid: { readonly url: string; readonly key: string | null } | undefined;
  /** What stored secrets are sealed with; undefined: a key of the data folder. */
  readonly secretKey: string | undefined;
  readonly mail: MailConfig;
  readonly mailFrom: string;
  readonly metricsToken: string | undefined;
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** Unix socket on which the web process answers `/internal/*`, set by the supervisor. */
  readonly internalSocket: string | undefined;
  /** Secret shared by the web process and the party: new at every start, or given for a party that runs elsewhere. */
  readonly internalKey: string | undefined;
};

type Variables = Readonly<Record<string, string | undefined>>;

const loopback = ["127.0.0.1", "::1"];

/**
 * Reads and checks every setting. Variables that are set to nothing count as absent, and an unknown `SCAIWAVE_…`
 * is refused, because a misspelt `SCAIWAVE_SERVER_NAME` would quietly start a demo.
 *
 * @throws ConfigError
 */
export function readConfig(environment: Variables): Config {
  const parsed = parse(environment);
  const mode = parsed.SCAIWAVE_SERVER_NAME ? "production" : "demo";
  const platform = parsed.VERCEL ? "vercel" : "node";
  if (platform === "vercel") checkVercel(parsed);
  const chosenMode = authMode(parsed, mode);
  return {
    mode,
    platform,
    serverName: parsed.SCAIWAVE_SERVER_NAME ?? "localhost",
    port: parsed.PORT,
    listen: listenAddresses(parsed, mode),
    dataDirectory: resolve(parsed.SCAIWAVE_DATA),
    database: databaseOf(parsed),
    party: partyOf(parsed),
    hubShards: parsed.SCAIWAVE_HUB_SHARDS,
    authMode: chosenMode,
    provider: chosenMode === "scaikey" || chosenMode === "hybrid" ? providerOf(parsed, chosenMode, mode) : undefined,
    scaigrid: scaigridOf(parsed),
    secretKey: parsed.SCAIWAVE_SECRET_KEY,
    mail: parsed.SCAIWAVE_SMTP_URL ? { kind: "smtp", url: parsed.SCAIWAVE_SMTP_URL } : { kind: "folder" },
    mailFrom: parsed.SCAIWAVE_MAIL_FROM ?? `no-reply@${parsed.SCAIWAVE_SERVER_NAME ?? "localhost"}`,
    metricsToken: parsed.SCAIWAVE_METRICS_TOKEN,
    trustedProxies: parsed.SCAIWAVE_TRUSTED_PROXIES,
    internalSocket: parsed.SCAIWAVE_WEB_SOCKET,
    internalKey: parsed.SCAIWAVE_PARTY_SECRET ?? parsed.SCAIWAVE_INTERNAL_KEY,
  };
}

/** What `scaiwave config` prints: each setting of an operator, with secrets masked. */
export function describeConfig(environment: Variables): { name: string; value: string; given: boolean }[] {
  const parsed: Readonly<Record<string, unknown>> = parse(environment);
  return Object.keys(operatorVariables).map((name) => ({
    name,
    value: parsed[name] === undefined ? "" : secretVariables.has(name) ? "***" : masked(String(parsed[name])),
    given: Boolean(environment[name]),
  }));
}

/** Hides the password, and anything after `?`, of an address; other values are shown as they are. */
export function masked(value: string): string {
  if (!value.includes("://") || !URL.canParse(value)) return value;
  const address = new URL(value);
  if (address.password) address.password = "***";
  if (address.search) address.search = "?***";
  return address.href;
}

function parse(environment: Variables): Parsed {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const unknown = Object.keys(given).find((name) => name.startsWith("SCAIWAVE_") && !(name in variables.shape));
  if (unknown)
    throw new ConfigError(`${unknown} is not a setting of ScaiWave; \`npm run scaiwave config\` lists them.`);
  const result = variables.safeParse(given);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ConfigError(`${String(issue?.path[0])} ${issue?.message}.`);
}

function listenAddresses(parsed: Parsed, mode: Config["mode"]): readonly string[] {
  const { HOST: host, SCAIWAVE_DEMO: demo } = parsed;
  if (mode === "production") {
    if (demo)
      throw new ConfigError("SCAIWAVE_DEMO and SCAIWAVE_SERVER_NAME exclude each other: with a name it is no demo.");
    return host === undefined ? ["::", "0.0.0.0"] : addressesOf(host);
  }
  if (host === undefined) return loopback;
  if (demo !== "public" && !isLoopback(host)) {
    throw new ConfigError(
      `HOST=${host} would show a demo, which lets anybody in, to the network: set SCAIWAVE_SERVER_NAME for a real instance, or SCAIWAVE_DEMO=public if you mean it.`,
    );
  }
  return addressesOf(host);
}

function addressesOf(host: string): readonly string[] {
  return host === "localhost" ? loopback : [host];
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function databaseOf(parsed: Parsed): DatabaseConfig {
  if (parsed.DATABASE_URL) return { kind: "url", url: parsed.DATABASE_URL };
  if (parsed.SCAIWAVE_DATABASE_SOCKET) {
    return { kind: "socket", directory: parsed.SCAIWAVE_DATABASE_SOCKET, name: "scaiwave" };
  }
  return { kind: "embedded" };
}

function partyOf(parsed: Parsed): PartyConfig {
  if (parsed.SCAIWAVE_PARTY_URL) {
    if (!parsed.SCAIWAVE_PARTY_SECRET) throw new ConfigError("SCAIWAVE_PARTY_URL needs SCAIWAVE_PARTY_SECRET.");
    return { kind: "url", url: parsed.SCAIWAVE_PARTY_URL };
  }
  if (parsed.SCAIWAVE_PARTY_SOCKET) return { kind: "socket", path: parsed.SCAIWAVE_PARTY_SOCKET };
  return { kind: "embedded" };
}

function authMode(parsed: Parsed, mode: Config["mode"]): Config["authMode"] {
  const chosen = parsed.SCAIWAVE_AUTH_MODE ?? (mode === "demo" ? "mock" : "local");
  if (chosen === "mock" && mode === "production") {
    throw new ConfigError("SCAIWAVE_AUTH_MODE=mock lets anybody in and is for a demo only: choose local.");
  }
  return chosen;
}

function scaigridOf(parsed: Parsed): Config["scaigrid"] {
  const { SCAIWAVE_SCAIGRID_URL: url, SCAIWAVE_SCAIGRID_API_KEY: key = null } = parsed;
  if (key !== null && !url) throw new ConfigError("SCAIWAVE_SCAIGRID_API_KEY needs SCAIWAVE_SCAIGRID_URL.");
  return url ? { url, key } : undefined;
}

function providerOf(parsed: Parsed, chosen: string, mode: Config["mode"]): ProviderConfig {
  const { SCAIWAVE_SCAIKEY_URL: base, SCAIWAVE_SCAIKEY_DISCOVERY: discovery, SCAIWAVE_SCAIKEY_TENANT: tenant } = parsed;
  const { SCAIWAVE_SCAIKEY_CLIENT_ID: clientId, SCAIWAVE_SCAIKEY_CLIENT_SECRET: clientSecret } = parsed;
  if ((!base && !discovery) || !clientId || !clientSecret) {
    throw new ConfigError(
      `SCAIWAVE_AUTH_MODE=${chosen} needs SCAIWAVE_SCAIKEY_URL (or _DISCOVERY), _CLIENT_ID and _CLIENT_SECRET.`,
    );
  }
  const root = base?.replace(/\/+$/, "");
  const realm = tenant ? `/api/v1/auth/tenants/${tenant}` : "/api/v1/platform/oauth";
  const discoveryUrl = discovery ?? `${root}${realm}/.well-known/openid-configuration`;
  if (mode === "production" && new URL(discoveryUrl).protocol !== "https:") {
    throw new ConfigError("The identity provider must be reached over https: set its address with https://.");
  }
  return {
    name: discovery ? "single sign-on" : "ScaiKey",
    discoveryUrl,
    apiUrl: root,
    clientId,
    clientSecret,
    webhookSecrets: (parsed.SCAIWAVE_SCAIKEY_WEBHOOK_SECRET ?? "").split(",").filter(Boolean),
  };
}

function checkVercel(parsed: Parsed): void {
  const needed = ["SCAIWAVE_SERVER_NAME", "DATABASE_URL", "SCAIWAVE_PARTY_URL", "SCAIWAVE_PARTY_SECRET"] as const;
  const missing = needed.filter((name) => !parsed[name]);
  if (missing.length > 0) {
    throw new ConfigError(`On Vercel there is no disk, no child process and no demo: set ${listed(missing)}.`);
  }
}

function listed(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names.join("");
}
