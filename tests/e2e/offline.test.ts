import { expect } from "vitest";
import { call } from "./support/http.ts";
import { journey, type Someone } from "./support/people.ts";
import { addressOf, alive, inOrder, message, openRoom, write } from "./support/screen.ts";
import { makeRoom, type Room, signInByForm } from "./support/world.ts";

async function anaAndBramIn(purpose: string): Promise<Room> {
  return makeRoom([await signInByForm("ana"), await signInByForm("bram")], purpose);
}

/** Requests and sockets that fail while there is no network are what the journey is about. */
function mayLoseTheNetwork({ record }: Someone): void {
  record.expectFault(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED|WebSocket connection|Failed to fetch/);
}

/** What the server holds of the room, in its order: the truth that every screen must come to. */
async function said(someone: Someone, room: Room, mark: RegExp): Promise<string[]> {
  const page = await call<{ messages: { content: { body?: string } }[] }>(someone.session, "messages.list", {
    room_id: room.id,
  });
  return page.messages.flatMap(({ content }) => content.body?.match(mark)?.[0] ?? []).sort();
}

const three = ["words-1", "words-2", "words-3"];

journey("words written offline wait, and arrive once and in order when the network is back", async ({ people }) => {
  const room = await anaAndBramIn("offline");
  const ana = await people.signIn("Ana de Vries", { at: room.path });
  const bram = await people.signIn("Bram Okafor", { at: room.path });
  mayLoseTheNetwork(ana);
  await Promise.all([alive(ana.page), alive(bram.page)]);

  await ana.context.setOffline(true);
  for (const words of three) await write(ana.page, words);
  await expect.poll(() => inOrder(ana.page, /words-\d/)).toEqual(three);
  await ana.page.getByText("Offline. 3 messages will send later").first().waitFor();
  expect(await inOrder(bram.page, /words-\d/)).toEqual([]);

  await ana.context.setOffline(false);
  await message(bram.page, "words-3").waitFor();
  await ana.page.getByText("will send later").first().waitFor({ state: "hidden" });
  for (const { page } of [ana, bram]) await expect.poll(() => inOrder(page, /words-\d/)).toEqual(three);
  expect(await said(ana, room, /words-\d/)).toEqual(three);
});

journey("words of a tab that was closed offline arrive once from the next one", async ({ people }) => {
  const room = await anaAndBramIn("closed");
  const ana = await people.signIn("Ana de Vries", { at: room.path });
  const bram = await people.signIn("Bram Okafor", { at: room.path });
  mayLoseTheNetwork(ana);
  await Promise.all([alive(ana.page), alive(bram.page)]);

  await ana.context.setOffline(true);
  for (const words of three) await write(ana.page, words);
  await ana.page.getByText("Offline. 3 messages will send later").first().waitFor();
  await ana.page.close();
  await ana.context.setOffline(false);

  const next = await ana.tab();
  await openRoom(next, room);
  await message(bram.page, "words-3").waitFor();
  for (const page of [next, bram.page]) await expect.poll(() => inOrder(page, /words-\d/)).toEqual(three);
  expect(await said(ana, room, /words-\d/)).toEqual(three);
});

journey("a tab reloaded without a network loses nothing", async ({ people }) => {
  const room = await anaAndBramIn("reloaded");
  const ana = await people.signIn("Ana de Vries", { at: room.path });
  mayLoseTheNetwork(ana);
  await alive(ana.page);

  await ana.context.setOffline(true);
  for (const words of three) await write(ana.page, words);
  await ana.page.getByText("Offline. 3 messages will send later").first().waitFor();
  await ana.page.reload().catch(() => undefined);
  await ana.context.setOffline(false);

  await ana.page.goto(addressOf(room));
  await expect.poll(() => inOrder(ana.page, /words-\d/)).toEqual(three);
  await expect.poll(() => said(ana, room, /words-\d/)).toEqual(three);
});

journey("a message whose answer was lost with its tab is not said twice", async ({ people }) => {
  const room = await anaAndBramIn("killed");
  const ana = await people.signIn("Ana de Vries", { at: room.path });
  const bram = await people.signIn("Bram Okafor", { at: room.path });
  mayLoseTheNetwork(ana);
  await Promise.all([alive(ana.page), alive(bram.page)]);

  // The server takes it, the tab never hears so.
  const taken = Promise.withResolvers<void>();
  await ana.page.route(/messages\.send/, async (route) => {
    await route.fetch();
    taken.resolve();
  });
  await write(ana.page, "words-1");
  await taken.promise;
  await message(bram.page, "words-1").waitFor();
  await ana.page.close();

  const next = await ana.tab();
  await openRoom(next, room);
  await write(next, "words-2");
  await message(bram.page, "words-2").waitFor();
  for (const page of [next, bram.page])
    await expect.poll(() => inOrder(page, /words-\d/)).toEqual(["words-1", "words-2"]);
  expect(await said(ana, room, /words-\d/)).toEqual(["words-1", "words-2"]);
});
