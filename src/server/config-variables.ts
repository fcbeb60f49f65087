import { isIP } from "node:net";
import { z } from "zod";
import { gatewayBase } from "#/server/ports/inference/gateway-address.ts";

export const hostname = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** Every variable that an operator may set, with what the reference says of it. Secret ones are printed masked. */
export const operatorVariables = {
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, "must be a whole number from 1 to 65535")
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65535, "must be a whole number from 1 to 65535")
    .default(3000)
    .describe("Port of the web server."),
  HOST: z
    .string()
    .refine((host) => isIP(host) > 0 || hostname.test(host), "must be an address or a host name")
    .optional()
    .describe("Address to listen on: loopback in a demo, every address in production."),
  SCAIWAVE_DATA: z.string().default(".data").describe("The data folder: database, secrets, mail, logs."),
  DATABASE_URL: url(
    ["postgres:", "postgresql:"],
    "must look like postgres://user:password@host:5432/database",
  ).describe("A PostgreSQL 16 or newer; without it, PostgreSQL from npm runs in the data folder."),
  SCAIWAVE_SERVER_NAME: z
    .string()
    .regex(hostname, "must be a host name in lower case, without scheme or port")
    .refine((name) => isIP(name) === 0, "must be a host name, not an address")
    .optional()
    .describe("Host of the first tenant. With it the instance is production; without it, a demo."),
  SCAIWAVE_DEMO: z
    .literal("public", { error: "can only be `public`" })
    .optional()
    .describe("`public` lets a demo, which lets anybody in, listen beyond this computer."),
  SCAIWAVE_PARTY_URL: url(["http:", "https:"], "must be an http or https address").describe(
    "A realtime server that runs elsewhere; without it, workerd runs as a child.",
  ),
  SCAIWAVE_PARTY_SECRET: z
    .string()
    .min(32, "must be at least 32 characters")
    .optional()
    .describe("Secret shared with a realtime server that runs elsewhere."),
  SCAIWAVE_HUB_SHARDS: z
    .string()
    .regex(/^\d{1,2}$/, "must be a whole number from 1 to 64")
    .transform(Number)
    .refine((shards) => shards >= 1 && shards <= 64, "must be a whole number from 1 to 64")
    .default(1)
    .describe("Over how many hubs each tenant's live streams are spread; the same for every process."),
  SCAIWAVE_LOG: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      error: "must be trace, debug, info, warn, error, fatal or silent",
    })
    .default("warn")
    .describe("Level of the server's own lines."),
  SCAIWAVE_AUTH_MODE: z
    .enum(["local", "scaikey", "hybrid", "mock"], { error: "must be local, scaikey, hybrid or mock" })
    .optional()
    .describe("How people sign in: `local` accounts, a provider (`scaikey`), both (`hybrid`); `mock` in a demo."),
  SCAIWAVE_SCAIKEY_URL: url(["http:", "https:"], "must be an http or https address").describe(
    "Address of ScaiKey. Its discovery document is found by ScaiKey's own paths.",
  ),
  SCAIWAVE_SCAIKEY_TENANT: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,100}$/, "must be the slug of a tenant of ScaiKey")
    .optional()
    .describe("The tenant of ScaiKey to sign in at; without it, its platform."),
  SCAIWAVE_SCAIKEY_DISCOVERY: url(["http:", "https:"], "must be an http or https address").describe(
    "Address of the discovery document of any other OpenID Connect provider.",
  ),
  SCAIWAVE_SCAIKEY_CLIENT_ID: z.string().max(500).optional().describe("Our client id at the provider."),
  SCAIWAVE_SCAIKEY_CLIENT_SECRET: secret().describe("Our client secret at the provider."),
  SCAIWAVE_SCAIKEY_WEBHOOK_SECRET: secret().describe(
    "Secret of the provider's webhook; two separated by a comma while it is being changed.",
  ),
  SCAIWAVE_SCAIGRID_URL: z
    .string()
    .refine(isGateway, "must be an http or https address without a name, a password, ? or #")
    .optional()
    .describe(
      "AI gateway of the instance: ScaiGrid, or the base address of any that speaks OpenAI's wire; without it, the demo model answers.",
    ),
  SCAIWAVE_SCAIGRID_API_KEY: secret().describe("Our key at that gateway."),
  SCAIWAVE_SECRET_KEY: z
    .string()
    .min(32, "must be at least 32 characters")
    .max(1000)
    .optional()
    .describe(
      "What stored secrets, such as tenants' gateway keys, are sealed with. Without it, a key is made in the data folder; with DATABASE_URL it must be given.",
    ),
  SCAIWAVE_SMTP_URL: url(["smtp:", "smtps:"], "must look like smtps://user:password@host:465").describe(
    "How mail leaves; without it, mail is written into the data folder.",
  ),
  SCAIWAVE_MAIL_FROM: z
    .string()
    .regex(/^[^\s@<>]{1,64}@[^\s@<>]{1,255}$/, "must be a mail address")
    .optional()
    .describe("Sender of mail; `no-reply@` the server name without it."),
  SCAIWAVE_METRICS_TOKEN: z
    .string()
    .min(16, "must be at least 16 characters")
    .optional()
    .describe("Bearer token that `/metrics` asks for; without it, `/metrics` answers on loopback only."),
  SCAIWAVE_TRUSTED_PROXIES: z
    .string()
    .default("127.0.0.1,::1")
    .transform((list) => list.split(",").map((entry) => entry.trim()))
    .refine((list) => list.every(isNetwork), "must be addresses or networks like 10.0.0.0/8, separated by commas")
    .describe("Proxies whose `X-Forwarded-For` is believed."),
};

/** Variables by which the supervisor tells a child process where its neighbours are. */
const childVariables = {
  SCAIWAVE_DATABASE_SOCKET: z.string().optional(),
  SCAIWAVE_PARTY_SOCKET: z.string().optional(),
  SCAIWAVE_WEB_SOCKET: z.string().optional(),
  SCAIWAVE_INTERNAL_KEY: z.string().min(32, "must be at least 32 characters").optional(),
  VERCEL: z.string().optional(),
};

export const secretVariables: ReadonlySet<string> = new Set([
  "SCAIWAVE_SCAIKEY_CLIENT_SECRET",
  "SCAIWAVE_SCAIKEY_WEBHOOK_SECRET",
  "SCAIWAVE_SCAIGRID_API_KEY",
  "SCAIWAVE_SECRET_KEY",
  "SCAIWAVE_METRICS_TOKEN",
  "SCAIWAVE_PARTY_SECRET",
]);

export const variables = z.object({ ...operatorVariables, ...childVariables });
export type Parsed = z.infer<typeof variables>;

function secret() {
  return z.string().min(8, "must be at least 8 characters").max(1000).optional();
}

function isGateway(value: string): boolean {
  try {
    gatewayBase(value, "anywhere");
    return true;
  } catch {
    return false;
  }
}

function isNetwork(entry: string): boolean {
  const [address = "", bits] = entry.split("/");
  const family = isIP(address);
  return family > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)));
}

function url(protocols: readonly string[], message: string) {
  return z
    .string()
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), message)
    .optional();
}
