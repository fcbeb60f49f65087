import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright";
import { chromium as installed } from "../../config/chromium.ts";
import { Instance } from "../../start/instance.ts";
import { launchOptions } from "./browser.ts";
import { Record } from "./record.ts";
import { startTlsProxy, type TlsProxy } from "./tls-proxy.ts";

export type Visitor = { readonly page: Page; readonly context: BrowserContext; readonly record: Record };

/** A production instance of its own behind TLS, and a browser that finds it under its name. */
export class House {
  readonly host: string;
  readonly origin: string;
  readonly instance: Instance;
  readonly #proxy: TlsProxy;
  readonly #browser: Browser;
  readonly #open: Visitor[] = [];

  private constructor(host: string, instance: Instance, proxy: TlsProxy, browser: Browser) {
    this.host = host;
    this.origin = `https://${host}`;
    this.instance = instance;
    this.#proxy = proxy;
    this.#browser = browser;
  }

  static async open(host: string, environment: Readonly<{ [name: string]: string }> = {}): Promise<House> {
    const instance = await Instance.ready({
      environment: { SCAIWAVE_SERVER_NAME: host, HOST: "127.0.0.1", ...environment },
    });
    const proxy = await startTlsProxy(instance.port, host);
    const args = [...(launchOptions.args ?? []), `--host-resolver-rules=MAP ${host} 127.0.0.1:${proxy.port}`];
    const browser = await chromium.launch({ ...launchOptions, args, executablePath: await installed() });
    return new House(host, instance, proxy, browser);
  }

  /** A browser of nobody yet. */
  async visit(person: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: 800 },
      ignoreHTTPSErrors: true,
      baseURL: this.origin,
      ...options,
    });
    context.setDefaultTimeout(30_000);
    const record = new Record({ person, host: this.host });
    context.on("page", (page) => record.watch(page));
    const visitor = { page: await context.newPage(), context, record };
    this.#open.push(visitor);
    return visitor;
  }

  /** Everybody closes their browser, and says what they have seen that nobody should see. */
  async close(): Promise<string[]> {
    for (const { context, record } of this.#open) for (const page of context.pages()) await record.snapshot(page);
    const complaints = (await Promise.all(this.#open.map(({ record }) => record.complaints()))).flat();
    await this.#browser.close();
    await this.#proxy.stop();
    await this.instance.remove();
    return complaints;
  }
}
