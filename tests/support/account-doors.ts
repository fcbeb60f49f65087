import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  answerCompleteRegistration,
  answerForgot,
  answerRegister,
  answerReset,
  answerSetup,
} from "../../src/server/api/account-doors.ts";
import { addressHeader } from "../../src/server/api/request-headers.ts";
import { answerDemoSignIn, answerSignIn, answerSignOut } from "../../src/server/api/sign-in-door.ts";
import { answerTrpc } from "../../src/server/api/trpc-door.ts";
import type { App } from "../../src/server/app.ts";
import { readConfig } from "../../src/server/config.ts";
import { Passwords } from "../../src/server/identity/passwords.ts";
import { startApp } from "../../src/server/start.ts";
import { makeWorld, type Person, type TenantWorld, type World } from "./world.ts";

const doorsByPath = {
  "/auth/sign-in": answerSignIn,
  "/auth/register": answerRegister,
  "/auth/complete-registration": answerCompleteRegistration,
  "/auth/forgot": answerForgot,
  "/auth/reset": answerReset,
  "/auth/setup": answerSetup,
  "/auth/demo": answerDemoSignIn,
  "/auth/sign-out": answerSignOut,
};
export type DoorPath = keyof typeof doorsByPath;
export const doorPaths = Object.keys(doorsByPath) as DoorPath[];

export type Asked = {
  host?: string;
  origin?: string | null;
  cookie?: string;
  /** Where the request comes from; a fresh address unless given, so that tests don't use up each other's limits. */
  address?: string;
  headers?: Record<string, string>;
};

export type AccountDoors = {
  world: World;
  app: App;
  post(path: DoorPath, fields: Record<string, string> | BodyInit, asked?: Asked): Promise<Response>;
  call(name: string, kind: "query" | "mutation", input: unknown, asked?: Asked): Promise<Response>;
  /** The mails written so far for an address, oldest first, waiting until there are so many. */
  mailsTo(email: string, count: number): Promise<string[]>;
  /** Waits until no job is left to do. */
  settled(): Promise<void>;
  /** Gives someone a password, as if they had chosen it. */
  setPassword(person: Person, password: string, tenant?: TenantWorld): Promise<void>;
  end(): Promise<void>;
};

let addresses = 0;

/** The doors of accounts on a database of one's own, with the real jobs and the real mail folder behind them. */
export async function openAccountDoors(environment: Record<string, string>): Promise<AccountDoors> {
  const world = await makeWorld();
  const data = mkdtempSync(join(tmpdir(), "scaiwave-accounts-"));
  const config = {
    ...readConfig({ ...environment, SCAIWAVE_DATA: data }),
    database: { kind: "socket" as const, directory: world.address.directory, name: world.address.database },
    internalKey: "k".repeat(32),
  };
  const app = await startApp(config);
  (globalThis as { scaiwaveApp?: Promise<App> }).scaiwaveApp = Promise.resolve(app);
  const scheme = config.mode === "production" ? "https" : "http";
  const ownHost = config.mode === "production" ? config.serverName : `localhost:${config.port}`;

  function request(path: string, body: BodyInit | null, asked: Asked): Request {
    const host = asked.host ?? ownHost;
    addresses += 1;
    const address = asked.address ?? `10.0.${addresses >> 8}.${addresses & 255}`;
    const headers = new Headers({ ...asked.headers, host, [addressHeader]: address });
    const origin = asked.origin === undefined ? `${scheme}://${host}` : asked.origin;
    if (origin !== null) headers.set("origin", origin);
    if (asked.cookie) headers.set("cookie", asked.cookie);
    return new Request(`${scheme}://${host}${path}`, { method: body === null ? "GET" : "POST", headers, body });
  }
  const isFields = (given: Record<string, string> | BodyInit): given is Record<string, string> =>
    Object.getPrototypeOf(given) === Object.prototype;

  const mails = join(data, "mail");
  const readMails = (email: string) => {
    const names = (() => {
      try {
        return readdirSync(mails).filter((name) => name.endsWith(".eml"));
      } catch {
        return [];
      }
    })();
    return names.sort().map(readMail).filter((mail) => mail.includes(`\r\nTo: ${email}\r\n`)); // biome-ignore format: one chain
  };
  const readMail = (name: string) => decoded(readFileSync(join(mails, name), "utf8"));

  async function until<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
    const deadline = performance.now() + 10_000;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (performance.now() > deadline) throw new Error(`Waited for ${what} in vain.`);
      await delay(20);
    }
  }

  return {
    world,
    app,
    post: (path, fields, asked = {}) =>
      doorsByPath[path](request(path, isFields(fields) ? new URLSearchParams(fields) : fields, asked)),
    call: (name, kind, input, asked = {}) => {
      const json = JSON.stringify(input ?? {});
      const headers = { "content-type": "application/json", ...asked.headers };
      return kind === "query"
        ? answerTrpc(request(`/api/trpc/${name}?input=${encodeURIComponent(json)}`, null, asked))
        : answerTrpc(request(`/api/trpc/${name}`, json, { ...asked, headers }));
    },
    mailsTo: (email, count) =>
      until(async () => {
        const found = readMails(email);
        return found.length >= count ? found : undefined;
      }, `${count} mails to ${email}`),
    settled: () =>
      until(async () => {
        const rows = await world.owner`select id from app.jobs where status in ('queued', 'running')`;
        return rows.length === 0 ? true : undefined;
      }, "the jobs").then(() => undefined),
    async setPassword(person, password, tenant = world) {
      const hash = await quick.hash(password);
      await world.owner`
        insert into app.passwords (tenant_id, participant_id, hash) values (${tenant.tenantId}, ${person.participant.id}, ${hash})`;
      await world.owner`
        update app.participants set email_verified_at = now() where id = ${person.participant.id} and email is not null`;
    },
    async end() {
      await app.stop();
      await world.drop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

const quick = new Passwords();

/** Soft line breaks and encoded letters of a quoted-printable mail undone. */
function decoded(mail: string): string {
  if (!/quoted-printable/i.test(mail)) return mail;
  return mail
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

/** The link in a mail, and its secret. */
export function linkIn(mail: string): { href: string; secret: string } {
  const href = /https?:\/\/\S+\?link=\S+/.exec(mail)?.[0];
  if (!href) throw new Error("The mail has no link.");
  return { href, secret: new URL(href).searchParams.get("link")! };
}

export const cookieIn = (response: Response): string | null =>
  response.headers.getSetCookie().at(-1)?.split(";")[0] || null;

/** Where an answer leads: path, and the code of a refusal. */
export function ledTo(response: Response): { status: number; path: string | null; error: string | null } {
  const location = response.headers.get("location");
  const url = location === null ? null : new URL(location, "http://here.invalid");
  return { status: response.status, path: url?.pathname ?? null, error: url?.searchParams.get("error") ?? null };
}
