import { say } from "#/client/language/say.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { api } from "#/client/sync/api.ts";
import { asSwError } from "#/client/sync/server.ts";
import type { ToolCall, Turn } from "#/domain/ai/schema.ts";

/** Ends an answer now; what was said of it stays. */
export function stopTurn(conversation: Conversation, turn: Turn): Promise<boolean> {
  return told(conversation, () => api.ai.stop.mutate({ room_id: turn.room_id, participant_id: turn.participant_id }));
}

/** Asks for an answer that failed or was interrupted once more. */
export function retryTurn(conversation: Conversation, turn: Turn): Promise<boolean> {
  return told(conversation, () => api.ai.retry.mutate({ room_id: turn.room_id, turn_id: turn.id }));
}

/** Asks for another answer to the same words; the earlier one stays. */
export function regenerate(conversation: Conversation, turn: Turn): Promise<boolean> {
  return told(conversation, () => api.ai.regenerate.mutate({ room_id: turn.room_id, turn_id: turn.id }));
}

/** Whether it was taken. */
export function rateAnswer(
  conversation: Conversation,
  eventId: string,
  rating: "up" | "down" | null,
  reason?: string,
): Promise<boolean> {
  return told(conversation, async () => {
    await api.ai.rate.mutate({
      room_id: conversation.roomId(),
      event_id: eventId,
      rating,
      ...(reason ? { reason } : {}),
    });
    if (rating) conversation.session.toaster.show(say("Thank you for saying so."));
  });
}

/** A refusal is the card's to tell. */
export async function decideCall(
  conversation: Conversation,
  call: ToolCall,
  decision: "once" | "always" | "deny",
): Promise<void> {
  await api.aiTools.decide.mutate({ room_id: conversation.roomId(), call_id: call.id, decision });
}

async function told(conversation: Conversation, act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    conversation.session.toaster.show(asSwError(error).message);
    return false;
  }
}
