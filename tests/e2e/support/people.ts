import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright";
import { inject, test } from "vitest";
import { chromium as installed } from "../../config/chromium.ts";
import { launchOptions } from "./browser.ts";
import { watchFor } from "./canaries.ts";
import { originOf, type Session } from "./http.ts";
import { Record } from "./record.ts";
import { linden, overviewAt } from "./world.ts";

/** Somebody with a browser of their own, signed in. */
export type Someone = {
  readonly name: string;
  readonly page: Page;
  readonly context: BrowserContext;
  readonly record: Record;
  /** The same session for asking the server without the page. */
  readonly session: Session;
  /** Another tab of the same browser. */
  readonly tab: () => Promise<Page>;
};

type Options = BrowserContextOptions & { readonly host?: string; readonly at?: string };

export type People = {
  /** Opens a browser for them and signs in by the button on the sign-in page. `at` is where they want to go. */
  readonly signIn: (name: string, options?: Options) => Promise<Someone>;
  /** A browser of nobody yet. */
  readonly visit: (options?: Options) => Promise<{ page: Page; context: BrowserContext; record: Record }>;
};

/** A journey: everyone in it has a browser of their own, and none of them may have seen an error when it ends. */
export const journey = test.extend<{ people: People }>({
  // biome-ignore lint/correctness/noEmptyPattern: the form that fixtures have
  people: async ({}, use) => {
    const browser = await sharedBrowser();
    const open: Opened[] = [];
    const visit: People["visit"] = async ({ host = linden, at: _, ...options } = {}) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      context.setDefaultTimeout(30_000);
      const record = new Record({ person: `visitor ${open.length + 1}`, host });
      context.on("page", (page) => record.watch(page));
      open.push({ context, record });
      return { page: await context.newPage(), context, record };
    };
    const signIn: People["signIn"] = async (name, options = {}) => {
      const visitor = await visit(options);
      return { ...visitor, name, ...(await passTheDoor(visitor, name, options)) };
    };
    await use({ signIn, visit });
    await leave(open);
  },
});

type Opened = { readonly context: BrowserContext; readonly record: Record };

/** Everybody closes their browser, and says what they have seen that nobody should see. */
async function leave(opened: readonly Opened[]): Promise<void> {
  for (const { context, record } of opened) for (const page of context.pages()) await record.snapshot(page);
  const complaints = (await Promise.all(opened.map(({ record }) => record.complaints()))).flat();
  await Promise.all(opened.map(({ context }) => context.close()));
  if (complaints.length > 0) throw new Error(complaints.join("\n"));
}

let launched: Promise<Browser> | undefined;

/** One browser a file; it goes with the worker that runs the file. */
async function sharedBrowser(): Promise<Browser> {
  launched ??= chromium.launch({ ...launchOptions, executablePath: await installed() });
  return launched;
}

type Door = Pick<Someone, "session" | "tab">;

async function passTheDoor(visitor: Pick<Someone, "page" | "context">, name: string, options: Options): Promise<Door> {
  const { host = linden, at = "/" } = options;
  const port = inject("port");
  const origin = originOf({ host, port });
  const { page, context } = visitor;
  await page.goto(`${origin}/sign-in?next=${encodeURIComponent(at)}`);
  await page.getByRole("button", { name: new RegExp(`^${name}\\b`) }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in" && url.pathname !== "/auth/demo");
  const cookie = (await context.cookies(origin)).find(({ name: cookieName }) => cookieName.includes("scaiwave"));
  if (!cookie) throw new Error(`${name} has no session.`);
  await watchFor({ name: `the session of ${name}`, value: cookie.value, mayBeIn: () => false });
  const { participants } = await overviewAt(port, host);
  const me = Object.values(participants).find(({ display_name }) => display_name === name);
  const session = { port, host, cookie: `${cookie.name}=${cookie.value}`, participantId: me?.id ?? "" };
  return { session, tab: () => context.newPage() };
}
