import type { Page, Response, WebSocket } from "playwright";
import { type Place, strays, watchFor } from "./canaries.ts";

/** The socket on which a page last said that its person is there, which it does once it has read what it missed. */
const streams = new WeakMap<Page, WebSocket>();

export function hasStream(page: Page): boolean {
  return streams.get(page)?.isClosed() === false;
}

type Entry = { readonly place: Place; readonly text: string };

/**
 * Everything that reaches and leaves one person's browser. Errors on the console, exceptions and answers of 500 are faults
 * unless a journey expects them.
 */
export class Record {
  readonly #entries: Entry[] = [];
  readonly #faults: string[] = [];
  readonly #pending = new Set<Promise<void>>();
  readonly #expected: RegExp[] = [];
  readonly #who: { readonly person: string; readonly host: string };

  constructor(who: { readonly person: string; readonly host: string }) {
    this.#who = who;
  }

  /** Faults of this form are part of the journey, such as requests that fail while the network is off. */
  expectFault(form: RegExp): void {
    this.#expected.push(form);
  }

  watch(page: Page): void {
    page.on("console", (message) => {
      this.#keep("console", page.url(), message.text());
      if (message.type() === "error") this.#fault(`console: ${message.text()} ${message.location().url}`);
    });
    page.on("pageerror", (error) => this.#fault(`exception: ${error.stack ?? error.message}`));
    page.on("response", (response) => this.#later(this.#readResponse(response)));
    page.on("websocket", (socket) => {
      socket.on("framereceived", ({ payload }) => this.#keep("frame in", pathOf(socket.url()), String(payload)));
      socket.on("framesent", ({ payload }) => {
        this.#keep("frame out", pathOf(socket.url()), String(payload));
        if (String(payload).includes('"presence"')) streams.set(page, socket);
      });
    });
  }

  /** Keeps what a page shows right now. */
  async snapshot(page: Page): Promise<void> {
    this.#keep("page", page.url(), await page.content());
  }

  /** Every sentence that makes a journey fail: faults nobody expected, and words where they may not be. */
  async complaints(): Promise<string[]> {
    await Promise.all(this.#pending);
    const faults = this.#faults.filter((fault) => !this.#expected.some((form) => form.test(fault)));
    const found = this.#entries.flatMap(({ place, text }) => strays(place, text));
    return [...new Set([...faults, ...found])].map((sentence) => `${this.#who.person}: ${sentence}`);
  }

  texts(kind: Place["kind"]): string[] {
    return this.#entries.filter(({ place }) => place.kind === kind).map(({ text }) => text);
  }

  #keep(kind: Place["kind"], address: string, text: string): void {
    this.#entries.push({ place: { ...this.#who, kind, address }, text });
  }

  #fault(sentence: string): void {
    this.#faults.push(sentence);
  }

  #later(work: Promise<void>): void {
    const settled = work.catch(() => undefined).finally(() => this.#pending.delete(settled));
    this.#pending.add(settled);
  }

  /** The headers but those that set a cookie, which is where a session's secret belongs, and the body of what is text. */
  async #readResponse(response: Response): Promise<void> {
    const address = pathOf(response.url());
    if (response.status() >= 500) this.#fault(`answer: ${response.status()} ${address}`);
    if (address.startsWith("/_build/")) return;
    const headers = (await response.headersArray()).filter(({ name }) => name.toLowerCase() !== "set-cookie");
    this.#keep("response", address, headers.map(({ name, value }) => `${name}: ${value}`).join("\n"));
    const body = await response.text();
    this.#keep("response", address, body);
    if (address.includes("identity.streamTicket")) await this.#watchTicket(body);
  }

  async #watchTicket(body: string): Promise<void> {
    const value = /"ticket":"([^"]+)"/.exec(body)?.[1];
    if (!value) return;
    // The browser itself prints the address of a socket that failed.
    const mayBeIn = ({ kind, address }: Place) =>
      kind === "console" || (kind === "response" && address.includes("identity.streamTicket"));
    await watchFor({ name: `a stream ticket of ${this.#who.person}`, value, mayBeIn });
  }
}

/** Path and query, but never the value of a token: these addresses are printed when a journey fails. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search.replace(/token=[^&]+/, "token=…")}`;
}
