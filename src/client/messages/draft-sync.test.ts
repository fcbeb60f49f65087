import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createDraftSync, type DraftWords, saveAfterMs } from "#/client/messages/draft-sync.ts";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Content = { body?: string | undefined; reply_to_event_id?: string | undefined };

/** A device at a server that keeps one draft as the real one does. */
function world() {
  let kept: { content: Content; version: string } | null = null;
  let count = 0;
  const writes: (string | null)[] = [];
  const devices: { hear: (event: ReceivedEvent) => void }[] = [];

  function device() {
    let words: DraftWords = { body: "", replyTo: null };
    const lost: [string, string][] = [];
    const sync = createDraftSync({
      roomId: "room",
      rootId: null,
      current: () => words,
      show: (next) => {
        words = next;
      },
      replaced: (before, whose) => void lost.push([before.body, whose]),
      server: {
        draft: async () => ({ draft: kept && { ...place, ...kept } }),
        setDraft: async ({ content, base }) => {
          const before = kept;
          count += 1;
          kept = content && { content, version: `v${count}` };
          writes.push(content?.body ?? null);
          const event = { type: "swp.draft", room_id: "room", id: `v${count}`, forgotten: false };
          for (const each of devices)
            each.hear({ ...event, content: { thread_root_id: null, content } } as unknown as ReceivedEvent);
          const unseen = before !== null && base !== before.version;
          return {
            draft: kept && { ...place, ...kept },
            replaced: unseen ? { content: before.content, version: before.version, updated_at: "" } : null,
          };
        },
      },
    });
    devices.push(sync);
    return {
      sync,
      lost,
      words: () => words.body,
      type(body: string) {
        words = { body, replyTo: null };
        sync.typed();
      },
    };
  }
  return { device, writes, kept: () => kept?.content.body ?? null };
}

const place = { room_id: "room", thread_root_id: null, updated_at: "" };
const settle = () => vi.advanceTimersByTimeAsync(saveAfterMs);

describe("a draft", () => {
  test("is told once a second after the last key, and shown on the other device", async () => {
    const { device, writes } = world();
    const [a, b] = [device(), device()];
    for (const text of ["h", "he", "hello"]) a.type(text);
    await settle();
    expect(writes).toEqual(["hello"]);
    expect(b.words()).toBe("hello");
    expect(b.lost).toEqual([]);
    b.type("hello you");
    await settle();
    expect(a.words()).toBe("hello you");
    expect([...a.lost, ...b.lost]).toEqual([]);
  });

  test("written on two devices at once: the last one wins, and says what it replaced", async () => {
    const { device, kept } = world();
    const [a, b] = [device(), device()];
    a.type("from a");
    await vi.advanceTimersByTimeAsync(500);
    b.type("from b");
    await settle();
    await settle();
    expect(kept()).toBe("from b");
    expect(a.words()).toBe("from b");
    expect(b.lost).toEqual([["from a", "elsewhere"]]);
  });

  test("is there on a device that comes later, and goes when it is emptied", async () => {
    const { device, kept } = world();
    const a = device();
    a.type("half");
    await settle();
    const b = device();
    await b.sync.open();
    expect(b.words()).toBe("half");
    b.type("");
    await settle();
    expect(kept()).toBeNull();
    expect(a.words()).toBe("");
  });

  test("that was sent is not told again", async () => {
    const { device, writes } = world();
    const a = device();
    a.type("hello");
    a.type("");
    a.sync.sent();
    await settle();
    expect(writes).toEqual([]);
  });

  test("is told when one leaves before the second is over", async () => {
    const { device, writes } = world();
    const a = device();
    a.type("going");
    a.sync.stop();
    await settle();
    expect(writes).toEqual(["going"]);
  });
});
