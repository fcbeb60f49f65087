import { expect, test } from "vitest";
import { doingOf } from "#/client/ai/doing.ts";
import { callWords } from "#/client/ai/tool-words.tsx";
import type { Conversation } from "#/client/messages/conversation.ts";
import type { ToolCall, Turn } from "#/domain/ai/schema.ts";

const turn = (id: string, state: Turn["state"]) => ({ id, state, participant_id: "mira" }) as Turn;

function saidOf(one: Turn, others: Turn[] = [], call: Partial<ToolCall>[] = []): string {
  const turns = Object.fromEntries([one, ...others].map((each) => [each.id, each]));
  const calls = Object.fromEntries(
    call.map((each, at) => [`call${at}`, { id: `call${at}`, turn_id: one.id, ...each }]),
  );
  const conversation = {
    view: () => ({ ai: { turns, calls, settings: {}, texts: {} } }),
    session: { turns: { of: () => undefined } },
  } as unknown as Conversation;
  return doingOf(conversation, one, false, "UTC");
}

test("a turn says that it is queued only while another answer of its AI is at work", () => {
  expect(saidOf(turn("b", "queued"))).toBe("Thinking");
  expect(saidOf(turn("b", "queued"), [turn("a", "running")])).toBe("Queued");
  expect(saidOf(turn("b", "queued"), [turn("a", "waiting")])).toBe("Queued");
  expect(saidOf(turn("b", "queued"), [turn("a", "done")])).toBe("Thinking");
  expect(saidOf(turn("b", "queued"), [{ ...turn("a", "running"), participant_id: "echo" }])).toBe("Thinking");
});

test("a call that was approved is told as running, and one that waits as waiting", () => {
  const look = { tool: "calculate", state: "approved" as const };
  expect(saidOf(turn("a", "running"), [], [look])).toBe(callWords("calculate"));
  expect(saidOf(turn("a", "waiting"), [], [look])).toBe("Waiting for approval");
  expect(saidOf(turn("a", "running"), [], [{ ...look, state: "done" }])).toBe("Thinking");
});
