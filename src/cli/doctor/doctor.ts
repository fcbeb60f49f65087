import { accessSync, constants, existsSync, lstatSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { type Config, readConfig } from "#/server/config.ts";
import { fetchMetadata } from "#/server/identity/provider/metadata.ts";
import { openMail } from "#/server/ports/mail/choose.ts";
import type { ArgumentsOf } from "../command-line.ts";
import { sentenceFor } from "../failure.ts";
import { isHealthy } from "../health-probe.ts";
import { bytesInWords, printJson } from "../output.ts";
import { workerd } from "../party.ts";
import { checkPort } from "../ports.ts";
import { examine, type Finding, Skipped, Trouble } from "./check.ts";
import { examineDatabase } from "./database-checks.ts";

const leastNode = 24;
/** What PostgreSQL and a day's logs need to go on. */
const leastSpace = 500_000_000;

/** Looks at every part, says of each whether it works, and ends with 1 when one does not. */
export async function doctor({ json }: ArgumentsOf<"doctor">): Promise<void> {
  const findings = await examineAll();
  const healthy = findings.every(({ state }) => state !== "problem");
  if (!healthy) process.exitCode = 1;
  if (json) return printJson({ status: healthy ? "ok" : "problem", parts: findings });
  const width = Math.max(...findings.map(({ part }) => part.length));
  for (const { part, state, found, advice } of findings) {
    console.log(`${state.padEnd(7)}  ${part.padEnd(width)}  ${found}`);
    if (advice) console.log(`${" ".repeat(width + 11)}→ ${advice}`);
  }
}

async function examineAll(): Promise<Finding[]> {
  const first = [await examine("node", nodeVersion, `Use Node ${leastNode} or newer: run it through npm.`)];
  let config: Config;
  try {
    config = readConfig(process.env);
    first.push({ part: "settings", state: "ok", found: `A ${config.mode} instance for ${config.serverName}.` });
  } catch (error) {
    const found = sentenceFor(error) ?? String(error);
    return [
      ...first,
      { part: "settings", state: "problem", found, advice: "Correct the variable; `scaiwave config` lists all." },
    ];
  }
  return [
    ...first,
    await examine("data folder", () => dataFolder(config), "Choose a folder of this user with SCAIWAVE_DATA."),
    ...(await examineDatabase(config)),
    await examine("realtime", () => party(config), "Check SCAIWAVE_PARTY_URL and that its server runs."),
    await examine("mail", () => mail(config), "Check SCAIWAVE_SMTP_URL: host, port, user and password."),
    await examine("provider", () => provider(config), "Check SCAIWAVE_SCAIKEY_URL, or _DISCOVERY, from this machine."),
    await examine("port", () => port(config), "Choose another port with PORT."),
  ];
}

function nodeVersion(): string {
  if (Number(process.versions.node.split(".")[0]) < leastNode) throw new Error(`${process.version} is too old.`);
  return process.version;
}

function dataFolder({ dataDirectory }: Config): string {
  if (!existsSync(dataDirectory)) throw new Skipped(`${dataDirectory} is not there yet; the first start makes it.`);
  const { uid, mode } = lstatSync(dataDirectory);
  const me = process.getuid?.();
  if (me !== 0 && uid !== me) throw new Trouble(`${dataDirectory} belongs to another user.`, "Run this as that user.");
  if ((mode & 0o077) !== 0) {
    throw new Trouble(`${dataDirectory} can be entered by other users of this machine.`, `chmod 700 ${dataDirectory}`);
  }
  accessSync(dataDirectory, constants.R_OK | constants.W_OK | constants.X_OK);
  const { bavail, bsize } = statfsSync(dataDirectory);
  const free = bavail * bsize;
  if (free < leastSpace)
    throw new Trouble(`${bytesInWords(free)} are left on its disk.`, "Make room, or move the folder.");
  return `${dataDirectory}, ${bytesInWords(free)} free.`;
}

async function party({ party: place }: Config): Promise<string> {
  if (place.kind !== "url") return `workerd is at ${workerd()}.`;
  const { host } = new URL(place.url);
  const answer = await fetch(new URL("/health", place.url), { signal: AbortSignal.timeout(5_000), redirect: "error" });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`${host} answered ${answer.status}.`);
  return `${host} answers.`;
}

async function mail(config: Config): Promise<string> {
  if (config.mail.kind === "folder" && !existsSync(config.dataDirectory)) {
    throw new Skipped("Mail is written into the data folder, which is not there yet.");
  }
  await openMail(config).check();
  if (config.mail.kind === "smtp") return "The mail server lets us in.";
  return `No SCAIWAVE_SMTP_URL: mail is written into ${join(config.dataDirectory, "mail")}.`;
}

async function provider({ provider: configured, mode }: Config): Promise<string> {
  if (!configured) throw new Skipped("None is configured: people have accounts here.");
  const { value } = await fetchMetadata(configured.discoveryUrl, mode === "production");
  return `${value.issuer} says how to sign in.`;
}

async function port(config: Config): Promise<string> {
  if (await isHealthy(config)) return `This instance answers on ${config.port}, and is well.`;
  await checkPort(config.listen, config.port);
  return `${config.port} is free.`;
}
