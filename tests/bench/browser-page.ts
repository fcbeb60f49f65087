import { type Browser, chromium, type Page } from "playwright";
import { chromium as installed } from "../config/chromium.ts";
import { launchOptions } from "../e2e/support/browser.ts";
import { originOf, type Session } from "../e2e/support/http.ts";

export async function launch(): Promise<Browser> {
  return chromium.launch({ ...launchOptions, executablePath: await installed() });
}

/** A page of somebody's, alive: its stream has been opened. */
export async function openPage(browser: Browser, reader: Session, path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies([cookieOf(reader)]);
  const page = await context.newPage();
  await page.goto(`${originOf(reader)}${path}`);
  await page.getByRole("textbox", { name: /^Message/ }).waitFor();
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => name.includes("identity.streamTicket")),
  );
  return page;
}

function cookieOf({ cookie, host }: Session): { name: string; value: string; domain: string; path: string } {
  const at = cookie.indexOf("=");
  return { name: cookie.slice(0, at), value: cookie.slice(at + 1), domain: host, path: "/" };
}
