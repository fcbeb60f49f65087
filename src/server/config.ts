import { isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";

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
  readonly authMode: "local" | "scaikey" | "hybrid" | "mock";
  /** Unix socket on which the web process answers `/internal/*`, set by the supervisor. */
  readonly internalSocket: string | undefined;
  /** Secret shared by the web process and the party, new at every start. */
  readonly internalKey: string | undefined;
};

type Variables = Readonly<Record<string, string | undefined>>;

const loopback = ["127.0.0.1", "::1"];
const hostname = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** Every variable that an operator may set. Secret ones are printed masked. */
const operatorVariables = {
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, "must be a whole number from 1 to 65535")
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65535, "must be a whole number from 1 to 65535")
    .default(3000),
  HOST: z
    .string()
    .refine((host) => isIP(host) > 0 || hostname.test(host), "must be an address or a host name")
    .optional(),
  SCAIWAVE_DATA: z.string().default(".data"),
  DATABASE_URL: url(["postgres:", "postgresql:"], "must look like postgres://user:password@host:5432/database"),
  SCAIWAVE_SERVER_NAME: z
    .string()
    .regex(hostname, "must be a host name in lower case, without scheme or port")
    .refine((name) => isIP(name) === 0, "must be a host name, not an address")
    .optional(),
  SCAIWAVE_DEMO: z.literal("public", { error: "can only be `public`" }).optional(),
  SCAIWAVE_PARTY_URL: url(["http:", "https:"], "must be an http or https address"),
  SCAIWAVE_LOG: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      error: "must be trace, debug, info, warn, error, fatal or silent",
    })
    .default("warn"),
  SCAIWAVE_AUTH_MODE: z
    .enum(["local", "scaikey", "hybrid", "mock"], { error: "must be local, scaikey, hybrid or mock" })
    .optional(),
};

/** Variables by which the supervisor tells a child process where its neighbours are. */
const childVariables = {
  SCAIWAVE_DATABASE_SOCKET: z.string().optional(),
  SCAIWAVE_PARTY_SOCKET: z.string().optional(),
  SCAIWAVE_WEB_SOCKET: z.string().optional(),
  SCAIWAVE_INTERNAL_KEY: z.string().min(32, "must be at least 32 characters").optional(),
  VERCEL: z.string().optional(),
};

const variables = z.object({ ...operatorVariables, ...childVariables });
type Parsed = z.infer<typeof variables>;

function url(protocols: readonly string[], message: string) {
  return z
    .string()
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), message)
    .optional();
}

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
  return {
    mode,
    platform,
    serverName: parsed.SCAIWAVE_SERVER_NAME ?? "localhost",
    port: parsed.PORT,
    listen: listenAddresses(parsed, mode),
    dataDirectory: resolve(parsed.SCAIWAVE_DATA),
    database: databaseOf(parsed),
    party: partyOf(parsed),
    authMode: authMode(parsed, mode),
    internalSocket: parsed.SCAIWAVE_WEB_SOCKET,
    internalKey: parsed.SCAIWAVE_INTERNAL_KEY,
  };
}

/** What `scaiwave config` prints: each setting of an operator, with secrets masked. */
export function describeConfig(environment: Variables): { name: string; value: string; given: boolean }[] {
  const parsed: Readonly<Record<string, unknown>> = parse(environment);
  return Object.keys(operatorVariables).map((name) => ({
    name,
    value: parsed[name] === undefined ? "" : masked(String(parsed[name])),
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
  if (parsed.SCAIWAVE_PARTY_URL) return { kind: "url", url: parsed.SCAIWAVE_PARTY_URL };
  if (parsed.SCAIWAVE_PARTY_SOCKET) return { kind: "socket", path: parsed.SCAIWAVE_PARTY_SOCKET };
  return { kind: "embedded" };
}

function authMode(parsed: Parsed, mode: Config["mode"]): Config["authMode"] {
  const chosen = parsed.SCAIWAVE_AUTH_MODE ?? (mode === "demo" ? "mock" : "local");
  if (chosen === "mock" && mode === "production") {
    throw new ConfigError("SCAIWAVE_AUTH_MODE=mock lets anybody in and is for a demo only: choose local.");
  }
  if (chosen === "scaikey" || chosen === "hybrid") {
    throw new ConfigError(
      `SCAIWAVE_AUTH_MODE=${chosen} needs an identity provider, which cannot be configured yet: choose local.`,
    );
  }
  return chosen;
}

function checkVercel(parsed: Parsed): void {
  if (!parsed.SCAIWAVE_SERVER_NAME) {
    throw new ConfigError("On Vercel ScaiWave is never a demo: set SCAIWAVE_SERVER_NAME.");
  }
  const missing = (["DATABASE_URL", "SCAIWAVE_PARTY_URL"] as const).filter((name) => !parsed[name]);
  if (missing.length > 0) {
    throw new ConfigError(`Vercel has no disk and no child processes: set ${missing.join(" and ")}.`);
  }
}
