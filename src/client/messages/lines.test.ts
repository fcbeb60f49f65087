import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Item, type Line, linesOf, type Placed } from "#/client/messages/lines.ts";

const day = (ts: number) => new Date(ts * 1000).toISOString().slice(0, 10);
const noon = Date.UTC(2026, 10, 20, 12) / 1000;
const base = {
  me: "me",
  dayOf: day,
  unreadAfter: null,
  atStart: false,
  opened: new Set<string>(),
};

let count = 0;
function said(sender_id: string, origin_ts: number, more: Partial<Placed> = {}): Placed {
  count += 1;
  return {
    id: `m${count}`,
    sender_id,
    content: { body: "x" },
    origin_ts,
    stream_position: count,
    reply_to_event_id: null,
    ...more,
  };
}
const line = (ts: number) => said("ana", ts, { content: { msgtype: "swp.system", body: "joined" } });
const itemOf = (message: Placed): Item => ({ key: message.id, message });
const lines = (messages: Placed[], more: { unreadAfter?: number; opened?: Set<string> } = {}) =>
  linesOf({ ...base, ...more, items: messages.map(itemOf) });
const shape = (all: Line<Item>[]) =>
  all.map((each) => (each.kind === "message" && each.follower ? "message+" : each.kind));

describe("the lines of a timeline", () => {
  test("messages of one author within five minutes stand together, and no longer", () => {
    const messages = [said("ana", noon), said("ana", noon + 300), said("ana", noon + 601), said("bram", noon + 602)];
    expect(shape(lines(messages))).toEqual(["day", "message", "message+", "message", "message"]);
  });

  test("a day, a divider, a system line and a reply each begin a new group", () => {
    const midnight = Date.UTC(2026, 10, 21) / 1000;
    expect(shape(lines([said("a", midnight - 1), said("a", midnight)]))).toEqual(["day", "message", "day", "message"]);
    const two = [said("a", noon), said("a", noon + 1)];
    const unreadAfter = two[0]!.stream_position;
    expect(shape(lines(two, { unreadAfter }))).toEqual(["day", "message", "unread", "message"]);
    expect(shape(lines([said("a", noon), line(noon), said("a", noon)]))).toEqual([
      "day",
      "message",
      "system",
      "message",
    ]);
    const reply = said("a", noon, { reply_to_event_id: "x" });
    expect(shape(lines([said("a", noon), reply]))).toEqual(["day", "message", "message"]);
  });

  test("the divider stands before the first words of somebody else, once", () => {
    const messages = [said("a", noon), said("me", noon), line(noon), said("b", noon), said("b", noon)];
    const rows = lines(messages, { unreadAfter: messages[0]!.stream_position });
    expect(shape(rows)).toEqual(["day", "message", "message", "system", "unread", "message", "message+"]);
    const allRead = lines(messages, { unreadAfter: messages.at(-1)!.stream_position });
    expect(shape(allRead)).not.toContain("unread");
  });

  test("five system lines within ten minutes fold, four do not, and a fold that was opened stays open", () => {
    const four = [0, 1, 2, 3].map((minute) => line(noon + minute * 60));
    expect(shape(lines(four))).toEqual(["day", "system", "system", "system", "system"]);
    const five = [...four, line(noon + 600)];
    const folded = lines(five);
    expect(shape(folded)).toEqual(["day", "fold"]);
    const opened = new Set([folded[1]!.key]);
    expect(shape(lines(five, { opened }))).toHaveLength(6);
    expect(shape(lines([...four, line(noon + 601)]))).toHaveLength(6);
  });

  test("what is on its way joins one's own group, and a clock that lies behind begins no day again", () => {
    const sending = said("me", noon + 5, { stream_position: Number.MAX_SAFE_INTEGER });
    expect(shape(lines([said("me", noon), sending], { unreadAfter: 0 }))).toEqual(["day", "message", "message+"]);
    const midnight = Date.UTC(2026, 10, 21) / 1000;
    expect(shape(lines([said("a", midnight), said("me", midnight - 60)]))).toEqual(["day", "message", "message"]);
  });

  test("every message is shown exactly once, in order, whatever the history", () => {
    const any = fc.array(
      fc.record({ sender: fc.constantFrom("me", "a", "b"), gap: fc.nat(4000), system: fc.boolean() }),
    );
    fc.assert(
      fc.property(any, fc.nat(50), (history, unreadAfter) => {
        let ts = noon;
        const messages = history.map(({ sender, gap, system }) => {
          ts += gap;
          return system ? line(ts) : said(sender, ts);
        });
        const rows = lines(messages, { unreadAfter: (messages[0]?.stream_position ?? 0) + unreadAfter });
        const ids = rows.flatMap((row) =>
          row.kind === "message" || row.kind === "system"
            ? [row.item.message.id]
            : row.kind === "fold"
              ? row.items.map((each) => each.message.id)
              : [],
        );
        expect(ids).toEqual(messages.map((each) => each.id));
        expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
        expect(rows.filter((row) => row.kind === "unread").length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
