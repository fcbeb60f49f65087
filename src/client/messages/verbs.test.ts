import { describe, expect, test } from "vitest";
import { groupReactions, refusalWords, removedWords, type VerbsOf, verbsOf } from "#/client/messages/verbs.ts";

const now = new Date("2026-11-20T12:00:00Z");
const asked: VerbsOf = {
  message: {
    sender_id: "me",
    created_at: "2026-11-20T11:00:00Z",
    redacted_at: null,
    content: { body: "x" },
    thread_root_id: null,
  },
  standing: { room: { room_type: "group", state: "open" }, membership: "join", power_level: 0 },
  me: "me",
  now,
  sent: true,
  place: "room",
};

describe("what one can do with a message", () => {
  test("one's own words of today can be edited and removed", () => {
    expect(verbsOf(asked)).toEqual([
      "react",
      "reply",
      "thread",
      "copy_link",
      "copy_text",
      "copy_markdown",
      "mark_unread",
      "forward",
      "save_note",
      "edit",
      "remove",
    ]);
  });

  test("words of yesterday, and of others, cannot be edited", () => {
    const old = { ...asked.message, created_at: "2026-11-19T11:00:00Z" };
    expect(verbsOf({ ...asked, message: old })).not.toContain("edit");
    const theirs = verbsOf({ ...asked, me: "other" });
    expect(theirs).not.toContain("edit");
    expect(theirs).not.toContain("remove");
    expect(verbsOf({ ...asked, me: "other", standing: { ...asked.standing, power_level: 50 } })).toContain("remove");
  });

  test("somebody else's words can be reported, one's own and the room's lines can't", () => {
    expect(verbsOf({ ...asked, me: "other" })).toContain("report");
    expect(verbsOf(asked)).not.toContain("report");
    const line = { ...asked.message, content: { msgtype: "swp.system", body: "x" } };
    expect(verbsOf({ ...asked, me: "other", message: line })).not.toContain("report");
  });

  test("a removed message keeps its thread and its link only", () => {
    const message = { ...asked.message, redacted_at: "2026-11-20T11:30:00Z", content: {} };
    expect(verbsOf({ ...asked, message })).toEqual(["thread", "copy_link", "mark_unread"]);
  });

  test("an archived room and a reader of a public one are for reading", () => {
    const frozen = { ...asked.standing, room: { room_type: "group", state: "archived" } } as const;
    expect(verbsOf({ ...asked, standing: frozen })).toEqual([
      "thread",
      "copy_link",
      "copy_text",
      "copy_markdown",
      "mark_unread",
      "forward",
      "save_note",
    ]);
    const reader = { room: { room_type: "public", state: "open" }, membership: null, power_level: 0 } as const;
    expect(verbsOf({ ...asked, standing: reader, me: "other" })).toEqual([
      "thread",
      "copy_link",
      "copy_text",
      "copy_markdown",
      "forward",
      "save_note",
      "report",
    ]);
  });

  test("who has the power pins and unpins, and what was removed can only be unpinned", () => {
    const standing = { ...asked.standing, power_level: 10 };
    expect(verbsOf({ ...asked, standing })).toContain("pin");
    expect(verbsOf({ ...asked, standing, pinned: true })).toContain("unpin");
    const removed = { ...asked.message, redacted_at: "2026-11-20T11:30:00Z", content: {} };
    expect(verbsOf({ ...asked, standing, message: removed })).not.toContain("pin");
  });

  test("what is said in an incognito room is not forwarded out of it", () => {
    const standing = { ...asked.standing, room: { room_type: "incognito", state: "open" } } as const;
    expect(verbsOf({ ...asked, standing })).not.toContain("forward");
  });

  test("what is on its way can only be copied", () => {
    expect(verbsOf({ ...asked, sent: false })).toEqual(["copy_text"]);
  });
});

describe("words of a message", () => {
  test("reactions are counted by emoji in the order in which each first came", () => {
    const reactions = [
      { emoji: "👍", sender_id: "a" },
      { emoji: "🎉", sender_id: "me" },
      { emoji: "👍", sender_id: "b" },
    ];
    expect(groupReactions(reactions, "me")).toEqual([
      { emoji: "👍", count: 2, mine: false, senderIds: ["a", "b"] },
      { emoji: "🎉", count: 1, mine: true, senderIds: ["me"] },
    ]);
  });

  test("a refusal reads as one sentence", () => {
    expect(refusalWords("This room is archived or closed.", "send")).toBe("Not sent: this room is archived or closed.");
    expect(refusalWords("The words were refused.", "edit")).toBe("Not saved: the words were refused.");
    expect(refusalWords("AI is off.", "redact")).toBe("Not removed: AI is off.");
  });

  test("a removal says by whom and why", () => {
    const nameOf = (id: string) => ({ a: "Ana", b: "Bram" })[id];
    const own = { sender_id: "b", redacted_by: "b", redaction_reason: null };
    expect(removedWords(own, nameOf)).toBe("Bram removed a message");
    expect(removedWords({ ...own, redacted_by: "a", redaction_reason: "by mistake" }, nameOf)).toBe(
      "Message removed by Ana: by mistake",
    );
  });
});
