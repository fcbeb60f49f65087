import type { Conversation } from "#/client/messages/conversation.ts";
import { isAtWork } from "#/domain/ai/room-view.ts";
import type { ToolCall, Turn } from "#/domain/ai/schema.ts";
import type { Message } from "#/domain/messages/message.ts";

/** Turns at work in a room, or in one thread of it, the oldest first. */
export function turnsAtWork(conversation: Conversation, rootId: string | null): Turn[] {
  return Object.values(conversation.view()?.ai?.turns ?? {})
    .filter((turn) => isAtWork(turn) && turn.thread_root_id === rootId)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** One stops, and asks again for, what one asked for oneself; of others with the power for it. The server says it again. */
export function maySteer(conversation: Conversation, turn: Pick<Turn, "asker_id">): boolean {
  return turn.asker_id === conversation.me || conversation.may("engage");
}

/** Whether the question was changed after this answer to it began, and its AI was not asked again since. */
export function answersEarlierVersion(
  conversation: Pick<Conversation, "view" | "message">,
  turn: Pick<Turn, "trigger_event_id" | "participant_id" | "created_at">,
): boolean {
  const question = conversation.message(turn.trigger_event_id);
  if (!question?.edited_at || question.redacted_at) return false;
  const changedAt = Date.parse(question.edited_at);
  const since = (each: Pick<Turn, "created_at">) => Date.parse(each.created_at) >= changedAt;
  const ofQuestion = Object.values(conversation.view()?.ai?.turns ?? {}).filter(
    (each) => each.trigger_event_id === turn.trigger_event_id && each.participant_id === turn.participant_id,
  );
  return ![turn, ...ofQuestion].some(since);
}

/** Calls of a turn in the order in which they were made. */
export function callsOf(conversation: Conversation, turnId: string): ToolCall[] {
  return Object.values(conversation.view()?.ai?.calls ?? {})
    .filter((call) => call.turn_id === turnId)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The messages that answer the same question, in order: an answer and those that somebody asked for after it. */
export function alternativesOf(messages: readonly Message[], message: Message): Message[] {
  const first = message.content.ai?.alternative_of ?? message.id;
  return messages.filter(
    (each) =>
      each.redacted_at === null &&
      each.content.ai?.part === 0 &&
      (each.id === first || each.content.ai.alternative_of === first),
  );
}
