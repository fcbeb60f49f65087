import { expect, test } from "vitest";
import { answersEarlierVersion } from "#/client/ai/turns.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import type { Turn } from "#/domain/ai/schema.ts";
import type { Message } from "#/domain/messages/message.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString();
const turn = (id: string, minute: number, more: Partial<Turn> = {}) =>
  ({ id, participant_id: "mira", trigger_event_id: "question", created_at: at(minute), ...more }) as Turn;

function earlier(of: Turn, question: Partial<Message> | undefined, others: Turn[] = []): boolean {
  const turns = Object.fromEntries([of, ...others].map((each) => [each.id, each]));
  const conversation = {
    view: () => ({ ai: { turns, calls: {}, settings: {}, texts: {} } }),
    message: (id: string) => (id === "question" && question ? { redacted_at: null, ...question } : undefined),
  } as unknown as Conversation;
  return answersEarlierVersion(conversation, of);
}

test("an answer is of the earlier version when its question was changed after it began", () => {
  expect(earlier(turn("a", 1), { edited_at: at(2) })).toBe(true);
  expect(earlier(turn("a", 3), { edited_at: at(2) })).toBe(false);
  expect(earlier(turn("a", 1), { edited_at: null })).toBe(false);
});

test("it is not once the same AI was asked again, nor is it known of words that were removed or are not loaded", () => {
  const question = { edited_at: at(2) };
  expect(earlier(turn("a", 1), question, [turn("b", 3)])).toBe(false);
  expect(earlier(turn("a", 1), question, [turn("b", 3, { participant_id: "echo" })])).toBe(true);
  expect(earlier(turn("a", 1), question, [turn("b", 3, { trigger_event_id: "another" })])).toBe(true);
  expect(earlier(turn("a", 1), { ...question, redacted_at: at(4) })).toBe(false);
  expect(earlier(turn("a", 1), undefined)).toBe(false);
});
