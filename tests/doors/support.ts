import { addressHeader } from "../../src/server/api/request-headers.ts";
import type { Endpoint } from "../../src/server/api/rest/endpoints.ts";
import { answerRest } from "../../src/server/api/rest/rest-door.ts";
import { answerDemoSignIn, answerSignOut } from "../../src/server/api/sign-in-door.ts";
import { answerSync } from "../../src/server/api/sync-door.ts";
import { answerTrpc } from "../../src/server/api/trpc-door.ts";
import type { App } from "../../src/server/app.ts";
import { readConfig } from "../../src/server/config.ts";
import type { Client } from "../../src/server/database/lanes.ts";
import { startApp } from "../../src/server/start.ts";
import { listening } from "../support/listening.ts";
import { makeWorld, type World } from "../support/world.ts";

export type Doors = { world: World; app: App; end(): Promise<void> };

/**
 * The doors of the web process as it composes them, on a database of one's own. Requests are real `Request`s. Without
 * `work` nothing happens by itself: no jobs, and no housekeeping that would count as work of a request.
 */
export async function openDoors({ work = true }: { work?: boolean } = {}): Promise<Doors> {
  const world = await makeWorld();
  const config = {
    ...readConfig({}),
    database: { kind: "socket" as const, directory: world.address.directory, name: world.address.database },
    internalKey: "k".repeat(32),
  };
  const app = await startApp(config, { work });
  (globalThis as { scaiwaveApp?: Promise<App> }).scaiwaveApp = Promise.resolve(app);
  const end = async () => {
    await app.stop();
    await world.drop();
  };
  return { world, app, end };
}

export type Ask = {
  host?: string;
  origin?: string | null;
  cookie?: string;
  bearer?: string;
  /** Where the request comes from, as the entry would have marked it. */
  address?: string;
  method?: string;
  body?: string | FormData | URLSearchParams;
  type?: string;
};

function request(path: string, ask: Ask): Request {
  const host = ask.host ?? "localhost:3000";
  const headers = new Headers({ host });
  const origin = ask.origin === undefined ? `http://${host}` : ask.origin;
  if (origin !== null) headers.set("origin", origin);
  if (ask.cookie) headers.set("cookie", ask.cookie);
  if (ask.bearer) headers.set("authorization", `Bearer ${ask.bearer}`);
  if (ask.address) headers.set(addressHeader, ask.address);
  if (ask.type) headers.set("content-type", ask.type);
  const method = ask.method ?? (ask.body === undefined ? "GET" : "POST");
  return new Request(`http://${host}${path}`, {
    method,
    headers,
    ...(ask.body === undefined ? {} : { body: ask.body }),
  });
}

/** A procedure over HTTP, as the browser calls it. */
export function call(name: string, kind: "query" | "mutation", input: unknown, ask: Ask = {}): Promise<Response> {
  const json = JSON.stringify(input);
  return kind === "query"
    ? answerTrpc(request(`/api/trpc/${name}?input=${encodeURIComponent(json)}`, ask))
    : answerTrpc(request(`/api/trpc/${name}`, { type: "application/json", ...ask, body: json }));
}

/** A procedure as programs call it: ids in the path, the rest in the query of a read and in the body of a write. */
export function callRest({ method, path, kind }: Endpoint, input: Record<string, unknown>, ask: Ask = {}) {
  const rest = { ...input };
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  if (kind === "query") {
    const query = new URLSearchParams(Object.entries(rest).map(([name, value]) => [name, String(value)]));
    return answerRest(request(`/v1${filled}?${query}`, { method, ...ask }));
  }
  const body = method === "DELETE" && Object.keys(rest).length === 0 ? {} : { body: JSON.stringify(rest) };
  return answerRest(request(`/v1${filled}`, { method, type: "application/json", ...body, ...ask }));
}

export const callRaw = (path: string, ask: Ask) => answerTrpc(request(path, ask));
export const syncSince = (query: string, ask: Ask = {}) => answerSync(request(`/v1/sync${query}`, ask));
export const signOut = (ask: Ask) => answerSignOut(request("/auth/sign-out", { method: "POST", ...ask }));

export const signInAs = (participant: string, ask: Ask = {}, next = "/"): Promise<Response> =>
  answerDemoSignIn(request("/auth/demo", { body: new URLSearchParams({ participant, next }), ...ask }));

/** The cookie of a fresh session of this person. */
export async function cookieOf(participant: string, ask: Ask = {}): Promise<string> {
  const response = await signInAs(participant, ask);
  const cookie = response.headers.get("set-cookie");
  if (response.status !== 303 || !cookie) throw new Error(`Signing in answered ${response.status}.`);
  return cookie.split(";")[0]!;
}

/**
 * What the application asks of the database from now on, statement by statement without its values: two answers that
 * took the same work have the same list.
 */
export function watchStatements({ database: { lanes } }: App): { taken(): string[]; stop(): void } {
  const use = lanes.use;
  let statements: string[] = [];
  lanes.use = <T>(work: Parameters<typeof lanes.use<T>>[0]) =>
    use.call(lanes, (client: Client, lane: { readonly isLost: boolean }) => {
      // Which tenant a Host names is remembered for some seconds and read again, in a transaction of its own, when these are
      // over: neither the look-up nor its beginning and end belong to the answer.
      let begun: string[] = [];
      let isLookUp = false;
      const heard = (text: string) => {
        const told = text.replaceAll(/'[0-9a-f-]{36}'/g, "?");
        if (told.startsWith("begin")) [begun, isLookUp] = [[told], false];
        else if (/ from "app"."tenants" /.test(told)) isLookUp = true;
        else if (!(isLookUp && told === "commit")) statements.push(...begun.splice(0), told);
      };
      return work(listening(client, heard), lane);
    }) as Promise<T>;
  return {
    taken: () => statements.splice(0),
    stop: () => {
      lanes.use = use;
      statements = [];
    },
  };
}

/** Our code in a tRPC error or an error envelope; null for an answer that is none. */
export async function codeOf(response: Response): Promise<string | null> {
  const body = (await response.json()) as {
    error?: { code?: string | number; data?: { sw_code?: string } };
  };
  const code = body.error?.data?.sw_code ?? body.error?.code;
  return code === undefined ? null : String(code);
}
