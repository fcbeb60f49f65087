import { answerProviderReturn, answerProviderStart } from "../../src/server/api/provider-door.ts";
import type { App } from "../../src/server/app.ts";
import { readConfig } from "../../src/server/config.ts";
import { startApp } from "../../src/server/start.ts";
import { makeWorld, type World } from "./world.ts";

export type ProviderDoors = { world: World; app: App; end(): Promise<void> };

/** The host that requests of these tests name, and the redirect address that goes with it. */
export const host = "localhost:3000";
export const redirectUri = `http://${host}/v1/auth/login`;

/** The web process with an identity provider, on a database of one's own. `environment` is the operator's. */
export async function openProviderDoors(environment: Record<string, string>): Promise<ProviderDoors> {
  const world = await makeWorld();
  const app = await startApp({
    ...readConfig({ SCAIWAVE_AUTH_MODE: "hybrid", ...environment }),
    database: { kind: "socket", directory: world.address.directory, name: world.address.database },
  });
  (globalThis as { scaiwaveApp?: Promise<App> }).scaiwaveApp = Promise.resolve(app);
  const end = async () => {
    await app.stop();
    await world.drop();
  };
  return { world, app, end };
}

/** Keeps cookies by host as a browser does, as far as a sign-in needs it, and goes through our doors without a network. */
export class Browser {
  readonly #jars = new Map<string, Map<string, string>>();

  cookies(at: string): Map<string, string> {
    const jar = this.#jars.get(at) ?? new Map<string, string>();
    this.#jars.set(at, jar);
    return jar;
  }

  /** One request, no redirect followed. Our own host is answered by the doors, any other over the network. */
  async visit(url: string, form?: Record<string, string>): Promise<Response> {
    const { host: at, pathname } = new URL(url);
    const jar = this.cookies(at);
    const headers = new Headers({ host: at, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") });
    const init = form
      ? { method: "POST", body: new URLSearchParams(form), headers, redirect: "manual" as const }
      : { headers, redirect: "manual" as const };
    const door = at.endsWith(":3000") ? doorAt(pathname) : undefined;
    if (at.endsWith(":3000") && !door) return new Response(null, { status: 404 });
    const response = door ? await door(new Request(url, init)) : await fetch(url, init);
    for (const cookie of response.headers.getSetCookie()) {
      const [name = "", value = ""] = cookie.split(";")[0]!.split(/=(.*)/s);
      if (value === "" || /max-age=0/i.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** Follows redirects from `url` until an answer is none, or leads to where `until` says to stop; answers that address. */
  async follow(
    url: string,
    until: (url: URL) => boolean = () => false,
  ): Promise<{ url: URL; response: Response | null }> {
    let here = new URL(url);
    for (let hops = 0; hops < 15; hops += 1) {
      if (until(here)) return { url: here, response: null };
      const response = await this.visit(here.href);
      const next = response.headers.get("location");
      if (response.status < 300 || response.status >= 400 || !next) return { url: here, response };
      here = new URL(next, here);
    }
    throw new Error("Too many redirects.");
  }

  /** Begins at us and signs in at the provider; answers the address by which the provider sends back, unvisited. */
  async signInAtProvider(login: string, password: string, next = "/"): Promise<URL> {
    const back = (url: URL) => url.host === host && url.pathname === "/v1/auth/login";
    const begun = await this.follow(`http://${host}/auth/provider?next=${encodeURIComponent(next)}`, back);
    if (!begun.response) return begun.url;
    const page = await begun.response.text();
    const action = /action="([^"]+)"/.exec(page)?.[1];
    if (!action) throw new Error(`There is no form at ${begun.url}: ${begun.response.status} ${page.slice(0, 200)}`);
    const answered = await this.visit(new URL(action, begun.url).href, { login, password });
    const location = answered.headers.get("location");
    if (!location)
      throw new Error(`The provider answered ${answered.status}: ${(await answered.text()).slice(0, 300)}`);
    const { url } = await this.follow(new URL(location, begun.url).href, back);
    return url;
  }
}

function doorAt(path: string): ((request: Request) => Promise<Response>) | undefined {
  return { "/auth/provider": answerProviderStart, "/v1/auth/login": answerProviderReturn }[path];
}
