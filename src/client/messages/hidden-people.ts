import type { Conversation } from "#/client/messages/conversation.ts";

/** Whether what somebody says is folded to a line for the viewer: an AI where they, or their tenant, hide AI. */
export function isHiddenAi(conversation: Conversation, participantId: string): boolean {
  const { state } = conversation.session;
  const hides = state.own.screen.hide_ai || state.ai?.hidden === true;
  return hides && conversation.person(participantId).kind === "ai";
}

/** The same for those whom the viewer blocked. */
export function isBlocked(conversation: Conversation, participantId: string): boolean {
  return conversation.session.state.own.blocked.includes(participantId);
}
