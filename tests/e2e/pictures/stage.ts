import type { Page } from "playwright";
import { inject } from "vitest";
import { call, originOf, type Session } from "../support/http.ts";
import type { People } from "../support/people.ts";
import { message } from "../support/screen.ts";
import { linden, makeRoom, overviewAt, type Room, say, signInByForm } from "../support/world.ts";

export const origin = () => originOf({ host: linden, port: inject("port") });

export const forms = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const;
export type Form = keyof typeof forms;
export type Theme = "light" | "dark";

export type Stage = { readonly page: Page; readonly form: Form; readonly people: People; readonly theme: Theme };
export type Scene = readonly [name: string, show: (stage: Stage) => Promise<void>];

type World = {
  readonly ana: Session;
  readonly bram: Session;
  readonly mira: string;
  readonly busy: Room;
  readonly unread: (mark: string) => Promise<Room>;
  readonly thread: string;
};
export let world: World;

const code =
  '```ts\nexport function fare(distanceKm: number, zone: Zone): number {\n  const base = zone === "inner" ? 2.4 : 1.9;\n  return Math.round((base + distanceKm * 0.18) * 100) / 100;\n}\n```';

/** Rooms of these pictures carry no random letters: they are renamed once they are made. */
export async function named(people: readonly [Session, ...Session[]], name: string, topic: string): Promise<Room> {
  const room = await makeRoom(people, name);
  await call(people[0], "rooms.rename", { room_id: room.id, name });
  await call(people[0], "rooms.setTopic", { room_id: room.id, topic });
  return { ...room, name };
}

/** What the demo and these words make of a room, before any picture is taken. */
export async function setWorld(): Promise<void> {
  const [ana, bram, chloe, dev] = await Promise.all(["ana", "bram", "chloe", "dev"].map((id) => signInByForm(id)));
  if (!ana || !bram || !chloe || !dev) throw new Error("The demo has too few people.");
  const { participants } = await overviewAt(inject("port"), linden);
  const mira = Object.values(participants).find(({ local_id }) => local_id === "mira")?.id ?? "";
  const plugins = ["calculator", "memory", "messages", "room", "reminders", "rooms"].map((name) => `scaiwave.${name}`);
  await call(ana, "aiAdmin.update", { participant_id: mira, plugins });
  const busy = await named([ana, bram, chloe, dev], "pilot", "Pilot on Thursday: what is left, who does it");
  await say(
    bram,
    busy,
    "Good morning. Three things before the pilot goes out:\n\n1. the **fare table**\n2. the refund path\n3. the last two translations",
  );
  await say(bram, busy, "I take the first one, see [the notes](https://example.org/notes).");
  const fare = await say(chloe, busy, `The fare function as it stands now:\n\n${code}`);
  for (const who of [ana, bram, dev])
    await call(who, "messages.react", { room_id: busy.id, event_id: fare.id, emoji: "👍" });
  await call(ana, "messages.react", { room_id: busy.id, event_id: fare.id, emoji: "🎉" });
  const root = await say(dev, busy, "Where do we keep the list of who is invited? @ana", {
    mentions: [ana.participantId],
  });
  for (const [who, words] of [
    [ana, "In the sheet for now, I send the link to everyone"],
    [bram, "Could it be a note in the room instead?"],
    [dev, "That would be easier to find"],
    [chloe, "And it stays when the pilot is over"],
  ] as const)
    await say(who, busy, words, { thread_root_id: root.id });
  await say(
    ana,
    busy,
    "| when | what | who |\n|---|---|---|\n| Tue | freeze | Dev |\n| Wed | load test, translations | Chloé |\n| Thu 09:00 | invite the first **40 people** | Bram |",
    { reply_to_event_id: root.id },
  );
  await say(bram, busy, "🚆🎫");
  const last = await say(chloe, busy, "Translations are in, the build is green.");
  await call(ana, "messages.markRead", { room_id: busy.id, event_id: last.id });
  const unread = async (mark: string) => {
    const room = await named([bram, ana], mark, "What the load test says");
    for (let n = 1; n <= 16; n += 1) {
      await say(
        bram,
        room,
        `Run ${n}: ${n * 40} people at once.\n\n- the slowest answer took ${80 + n * 3} ms\n- nothing was lost`,
      );
    }
    return room;
  };
  world = { ana, bram, mira, busy, unread, thread: root.id };
}

export const dialog = (page: Page) => page.getByRole("dialog").first();

export async function menu(page: Page, button: string, entry: string): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).first().click();
  await page.getByRole("menuitem", { name: entry }).click();
}

export async function go(page: Page, path: string): Promise<void> {
  await page.goto(`${origin()}${path}`);
  await page.getByRole("heading").first().waitFor({ state: "attached" });
  await page.waitForLoadState("networkidle");
}

export const atPage = (name: string, path: string): Scene => [name, ({ page }) => go(page, path)];

export async function press(page: Page, words: string): Promise<void> {
  await message(page, words).first().scrollIntoViewIfNeeded();
  const box = await message(page, words).first().boundingBox();
  const cdp = await page.context().newCDPSession(page);
  const at = { x: (box?.x ?? 0) + 200, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
  await cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at] });
  await page.getByRole("menu").waitFor();
  await cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

/** A room of Bram's with Mira in it. */
export async function withMira(name: string): Promise<Room> {
  const room = await named([world.ana, world.bram], name, "Write @mira and she answers");
  const whom = { room_id: room.id, participant_id: world.mira };
  await call(world.ana, "rooms.invite", whom);
  await call(world.ana, "ai.setEngagement", { ...whom, mode: "mention" });
  await call(world.ana, "ai.setResponseMode", { ...whom, mode: "streaming" });
  return room;
}

export const ask = (who: Session, room: Room, words: string) =>
  say(who, room, `@mira ${words}`, { mentions: [world.mira] });
