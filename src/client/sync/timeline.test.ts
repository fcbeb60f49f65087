import { describe, expect, test } from "vitest";
import type { Pending } from "#/client/sync/pending-rules.ts";
import type { WriteOp } from "#/client/sync/server.ts";
import { shows, withPending } from "#/client/sync/timeline.ts";
import { messageOf } from "#/domain/messages/reduce.ts";
import { people, rooms, uuid, World } from "#/domain/views/testing/world.ts";

const [me, ana] = people;
const [room] = rooms;
const place = { roomId: room, threadRootId: null, me: { id: me, tenantId: uuid(1) }, now: 0 };

function said(...bodies: string[]) {
  const world = new World();
  for (const body of bodies) world.say(room, ana, { body });
  return world.messages(room).map((event) => messageOf(event as never));
}

let seq = 0;
function write(op: WriteOp, more: Partial<Pending> = {}): Pending {
  seq += 1;
  const base = { event_uuid: uuid(800 + seq), room_id: room, op, seq, created_at: 0, position: null, sent_at: null };
  return { ...base, status: "queued", refusal: null, ...more };
}

describe("a timeline with what is on its way", () => {
  test("leaves untouched messages as they are, so that their rows need no look", () => {
    const messages = said("one", "two");
    const items = withPending(messages, [write({ kind: "react", event_id: messages[1]!.id, emoji: "👍" })], place);
    expect(items[0]!.message).toBe(messages[0]);
    expect(items[1]!.message).not.toBe(messages[1]);
    expect(messages[1]!.reactions).toEqual([]);
  });

  test("shows replies in their thread only, and what belongs to other rooms nowhere", () => {
    const [root] = said("root");
    const reply = write({ kind: "send", content: { body: "re", thread_root_id: root!.id } });
    const elsewhere = write({ kind: "send", content: { body: "x" } }, { room_id: rooms[1] });
    expect(withPending([root!], [reply, elsewhere], place)).toHaveLength(1);
    const thread = withPending([], [reply, elsewhere], { ...place, threadRootId: root!.id });
    expect(thread.map((item) => item.message.content.body)).toEqual(["re"]);
  });

  test("a message that the server told of is not shown twice while its answer is missing", () => {
    const pending = write({ kind: "send", content: { body: "once" } });
    const told = { ...said("once")[0]!, sender_id: me, event_uuid: pending.event_uuid };
    const items = withPending([told], [pending], place);
    expect(items).toHaveLength(1);
    expect(items[0]!.key).toBe(pending.event_uuid);
  });

  test("somebody who repeats the key of another's message takes nobody's place", () => {
    const [first, second] = said("first", "second").map((message) => ({ ...message, event_uuid: uuid(700) }));
    const mine = write({ kind: "send", content: { body: "mine" } }, { event_uuid: uuid(700) });
    const items = withPending([first!, second!], [mine], place);
    expect(items.map((item) => item.message.content.body)).toEqual(["first", "second", "mine"]);
    expect(new Set(items.map((item) => item.key)).size).toBe(3);
  });

  test("a refused edit shows the words that stand, with the reason", () => {
    const [message] = said("stands");
    const refusal = { code: "SW_EVENT_TOO_OLD_TO_EDIT" as const, sentence: "Messages can be edited for 24 hours." };
    const edit = write({ kind: "edit", event_id: message!.id, content: { body: "no" } }, { status: "failed", refusal });
    const [item] = withPending([message!], [edit], place);
    expect(item!.message.content.body).toBe("stands");
    expect(item!.pending).toMatchObject({ kind: "edit", phase: "failed", refusal });
  });

  test("several writes to one message lie over each other in order", () => {
    const [message] = said("first");
    const event_id = message!.id;
    const writes = [
      write({ kind: "react", event_id, emoji: "👍" }),
      write({ kind: "unreact", event_id, emoji: "👍" }),
      write({ kind: "edit", event_id, content: { body: "second" } }),
      write({ kind: "redact", event_id, reason: "typo" }),
    ];
    const at = (count: number) => withPending([message!], writes.slice(0, count), place)[0]!.message;
    expect(at(1).reactions).toHaveLength(1);
    expect(at(2).reactions).toHaveLength(0);
    expect(at(3).content.body).toBe("second");
    expect(at(4)).toMatchObject({ content: {}, redacted_by: me, redaction_reason: "typo" });
  });
});

test("a sent write is laid aside once its effect shows, its event is passed, or ten seconds are over", () => {
  const [message] = said("words");
  const event_id = message!.id;
  const known = { me, cursor: 10, now: 1_000 };
  const sent = { status: "sent", sent_at: 0 } as const;
  const react = write({ kind: "react", event_id, emoji: "👍" }, sent);
  expect(shows(react, [message!], known)).toBe(false);
  expect(shows(react, [{ ...message!, reactions: [{ emoji: "👍", sender_id: me }] }], known)).toBe(true);
  expect(shows(react, [], known)).toBe(true);
  expect(shows(react, [message!], { ...known, now: 10_000 })).toBe(true);
  const send = (position: number) => write({ kind: "send", content: {} }, { ...sent, position });
  expect([shows(send(10), [], known), shows(send(11), [], known)]).toEqual([true, false]);
  // However long one is offline: its event is still to come.
  expect(shows({ ...send(11), sent_at: 0 }, [], { ...known, now: 60_000 })).toBe(false);
});
