import "fake-indexeddb/auto";
import { createRoot } from "solid-js";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createOutbox } from "#/client/sync/outbox.ts";
import { openPendingStorage, pendingName } from "#/client/sync/pending-storage.ts";
import type { Server, Write } from "#/client/sync/server.ts";
import { createSyncStore } from "#/client/sync/store.ts";
import { sharedTabs } from "#/client/sync/testing/tabs.ts";
import { messageOf } from "#/domain/messages/reduce.ts";
import { snapshotAt } from "#/domain/views/testing/snapshot.ts";
import { people, rooms, uuid, World } from "#/domain/views/testing/world.ts";

const [me, ana] = people;
const [room] = rooms;
const disposals: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposals.splice(0)) dispose();
});

let made = 0;
/** One page load of `who`: its store, its outbox, and what its screen shows. */
function load(world: World, who: string, write: Server["write"]) {
  return createRoot((dispose) => {
    disposals.push(dispose);
    const { views, threads: _, ...overview } = snapshotAt(world.log, who, world.head);
    const store = createSyncStore({ overview, rooms: Object.values(views) }, {} as Server);
    const outbox = createOutbox({
      store,
      server: { write },
      random: () => 0.5,
      newId: () => {
        made += 1;
        return uuid(70_000 + made);
      },
      onSignedOut: () => undefined,
      live: () => false,
      turns: { of: () => undefined },
      tabs: sharedTabs(),
    });
    const timeline = outbox.timeline(() => room);
    const lines = () =>
      timeline().map(({ value }) => `${value.message.content.body} ${value.pending?.phase ?? "there"}`);
    return { store, outbox, timeline, lines };
  });
}

const never = () => new Promise<never>(() => undefined);
const say = (body: string) => ({ kind: "send", content: { body } }) as const;

describe("the outbox in a browser", () => {
  test("shows a message at once, and its row becomes the server's copy in place", async () => {
    const world = new World();
    const page = load(world, me, async (write: Write) => {
      world.say(write.room_id, me, write.op.kind === "send" ? write.op.content : {}, write.event_uuid);
      return messageOf(world.log.at(-1) as never);
    });
    await page.outbox.start();
    page.outbox.pending().enqueue(room, say("hello"));
    expect(page.lines()).toEqual(["hello fresh"]);
    const [row] = page.timeline();
    await vi.waitFor(() => expect(page.lines()).toEqual(["hello sent"]), { timeout: 15_000 });
    page.store.applyEvents(structuredClone(world.live(me, page.store.cursor())));
    expect(page.lines()).toEqual(["hello there"]);
    expect(page.timeline()[0]).toBe(row);
    expect(row!.value.message.stream_position).toBe(world.head);
  });

  test("survives a killed page, and another person of this browser neither sees nor sends it", async () => {
    const world = new World();
    const mine = load(world, me, never);
    await mine.outbox.start();
    for (const body of ["one", "two"]) mine.outbox.pending().enqueue(room, say(body));
    const name = pendingName(mine.store.state.tenant.id, me);
    const storage = await openPendingStorage(name);
    await vi.waitFor(async () => expect(await storage.all()).toHaveLength(2), { timeout: 15_000 });

    const sentByAna = vi.fn(never);
    const hers = load(world, ana, sentByAna);
    await hers.outbox.start();
    expect(hers.lines()).toEqual([]);
    expect(sentByAna).not.toHaveBeenCalled();

    mine.outbox.stop();
    const sent: string[] = [];
    const again = load(world, me, async (write) => {
      sent.push(write.op.kind === "send" ? write.op.content.body! : "");
      return { stream_position: world.head + sent.length } as never;
    });
    void again.outbox.start();
    await vi.waitFor(() => expect(sent).toEqual(["one", "two"]), { timeout: 15_000 });
    await vi.waitFor(async () => expect(await storage.all()).toEqual([]), { timeout: 15_000 });
  });

  test("signing out leaves nothing of what was written in the browser", async () => {
    const world = new World();
    const page = load(world, me, never);
    void page.outbox.start();
    page.outbox.pending().enqueue(room, say("secret"));
    const name = pendingName(page.store.state.tenant.id, me);
    await page.outbox.wipe();
    const names = (await indexedDB.databases()).map((database) => database.name);
    expect(names).not.toContain(name);
    expect(page.lines()).toEqual([]);
  });

  test("edits, reactions and removals lie over the message until the server tells of them", async () => {
    const world = new World();
    world.say(room, me, { body: "first" });
    const page = load(world, me, async () => undefined);
    await page.outbox.start();
    const target = world.messages(room)[0]!;
    page.outbox.pending().enqueue(room, { kind: "edit", event_id: target.id, content: { body: "better" } });
    page.outbox.pending().enqueue(room, { kind: "react", event_id: target.id, emoji: "🎉" });
    expect(page.timeline()[0]!.value.message).toMatchObject({
      content: { body: "better" },
      original_content: { body: "first" },
      reactions: [{ emoji: "🎉", sender_id: me }],
    });
    await vi.waitFor(() => expect(page.outbox.waiting().count).toBe(0), { timeout: 15_000 });
    expect(page.lines()).toEqual(["better sent"]);
    world.edit(room, target, "better", []);
    world.react(room, target, me, "🎉");
    page.store.applyEvents(structuredClone(world.live(me, page.store.cursor())));
    expect(page.lines()).toEqual(["better there"]);
    expect(page.store.state.views[room]!.messages[0]!.reactions).toHaveLength(1);
  });
});
