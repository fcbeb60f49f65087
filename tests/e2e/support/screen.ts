import type { Locator, Page } from "playwright";
import { inject } from "vitest";
import { until } from "../../start/instance.ts";
import { originOf, type Session } from "./http.ts";
import { hasStream } from "./record.ts";
import { linden, type Room } from "./world.ts";

/** What a person sees and does, by the names that a screen reader says. The one place that knows how the screens call things. */

export function addressOf(room: Pick<Room, "path">, host = linden): string {
  return `${originOf({ host, port: inject("port") })}${room.path}`;
}

/** Opens a room by its address and waits until the page is alive. */
export async function openRoom(page: Page, room: Room, host?: Session["host"]): Promise<void> {
  await page.goto(addressOf(room, host));
  await alive(page);
}

/** A room's page that has its stream: before that, clicks may meet dead markup and typing is told to nobody. */
export async function alive(page: Page): Promise<void> {
  await composer(page).waitFor();
  await live(page);
}

/** Any page that has its stream and has read what it missed. */
export async function live(page: Page): Promise<void> {
  await until(
    () => hasStream(page) || undefined,
    30_000,
    () => `${page.url()} has no stream.`,
  );
}

/** The field of the room, not of its thread. */
export function composer(page: Page): Locator {
  return page.getByRole("textbox", { name: /^(Message|Ask) / });
}

export async function write(page: Page, words: string): Promise<void> {
  await composer(page).fill(words);
  await composer(page).press("Enter");
}

export function messages(page: Page): Locator {
  return page.getByRole("main").getByRole("article");
}

export function message(page: Page, words: string | RegExp): Locator {
  return page.getByRole("article").filter({ hasText: words });
}

/** A row of the room list; its name also says what waits there: “design, 3 unread, 1 mention”. */
export function row(page: Page, room: Pick<Room, "name">, waiting = ""): Locator {
  return page.getByRole("link", { name: new RegExp(`^#?${escaped(room.name)}${waiting || "(,|$)"}`) });
}

export function thread(page: Page): Locator {
  return page.getByRole("complementary", { name: /thread/i });
}

/** A verb of a message: first in its bar, else in the menu behind “More”. */
export async function act(page: Page, words: string, verb: RegExp): Promise<void> {
  const target = message(page, words).first();
  await target.hover();
  const direct = target.getByRole("button", { name: verb });
  // Both come with the bar, and the bar with the pointer.
  await target.getByRole("button", { name: /^More/ }).waitFor();
  if ((await direct.count()) > 0) return direct.first().click();
  await target.getByRole("button", { name: /^More/ }).click();
  await page.getByRole("menuitem", { name: verb }).click();
}

/** The words of a room's messages from top to bottom, among those that hold `mark`. */
export async function inOrder(page: Page, mark: RegExp): Promise<string[]> {
  const texts = await messages(page).allTextContents();
  return texts.flatMap((text) => text.match(new RegExp(mark.source, "g")) ?? []);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
