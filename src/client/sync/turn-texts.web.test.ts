import { describe, expect, test } from "vitest";
import { createTurnTexts } from "#/client/sync/turn-texts.ts";
import type { ChunkFrame } from "#/domain/ai/frames.ts";

const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const [room, mira, turnId] = [uuid(1), uuid(2), uuid(3)];
const of = { roomId: room, participantId: mira, threadRootId: null };

const chunk = (offset: number, chunk_text: string): ChunkFrame => ({
  type: "swp.room.message.chunk",
  room_id: room,
  sender_id: mira,
  turn_id: turnId,
  thread_root_id: null,
  offset,
  content: { chunk_text, done: chunk_text === "" },
});

function texts() {
  const gaps: (() => void)[] = [];
  const turns = createTurnTexts(() => new Promise<void>((resolve) => gaps.push(resolve)));
  return { turns, gaps, said: () => turns.of(turnId)?.text?.text };
}

describe("What is heard of a turn", () => {
  test("grows with each piece, and asks for what was missed once at a time", async () => {
    const { turns, gaps, said } = texts();
    turns.hear(chunk(10, "later"));
    turns.hear(chunk(15, " still"));
    expect(gaps).toHaveLength(1);
    turns.take(turnId, of, { offset: 0, text: "0123456789later still" });
    turns.hear(chunk(21, "."));
    expect(said()).toBe("0123456789later still.");
    gaps[0]!();
    await Promise.resolve();
    expect(gaps).toHaveLength(1);
  });

  test("is not brought back by what comes after its end", () => {
    const { turns, gaps, said } = texts();
    turns.hear(chunk(0, "All."));
    turns.forget(turnId);
    turns.hear(chunk(4, " More"));
    turns.hear(chunk(4, ""));
    turns.take(turnId, of, { offset: 0, text: "All." });
    expect(said()).toBeUndefined();
    expect(gaps).toEqual([]);
  });

  test("keeps what is longer when a view comes late", () => {
    const { turns, said } = texts();
    turns.hear(chunk(0, "One two three"));
    turns.take(turnId, of, { offset: 0, text: "One" });
    expect(said()).toBe("One two three");
  });
});
