import { locale, say } from "#/client/language/say.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import type { Turn } from "#/domain/ai/schema.ts";
import { errorTable } from "#/domain/errors.ts";

/** How a turn ended, for those who read it; undefined for one that ended well or has not ended. */
export function endWords(conversation: Conversation, turn: Turn): string | undefined {
  const { state, ended_by } = turn;
  switch (state) {
    case "cancelled":
      return ended_by ? say("Stopped by {name}", { name: conversation.person(ended_by).name }) : say("Stopped");
    case "interrupted":
      return say("The answer was interrupted.");
    case "failed":
      return failureWords(turn, conversation.person(turn.participant_id).name);
    default:
      return undefined;
  }
}

function failureWords({ code, created_at }: Turn, name: string): string {
  switch (code) {
    case "SW_AI_CONNECTION_LOST":
      return say("Lost the connection to the model.");
    case "SW_AI_NO_TOKEN":
      return say("{name} has no valid key for its model. Signing in again may help; an admin can check AI settings.", {
        name,
      });
    case "SW_AI_UNAVAILABLE":
      return say("{name} can't reach its model. An admin can check AI settings.", { name });
    case "SW_AI_BUDGET_EXCEEDED":
      return say("This month's AI budget is used up. It renews on {day}.", { day: nextMonth(created_at) });
    case "SW_AI_HELD":
      return say("The AIs talk among themselves. {name} answers again when a person writes.", { name });
    default:
      return say(errorTable[code ?? "SW_INTERNAL"][1]);
  }
}

/** “1 December”: budgets are of calendar months, in UTC. */
function nextMonth(since: string): string {
  const at = new Date(since);
  const first = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1);
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "long", timeZone: "UTC" }).format(first);
}

/** Whether trying again can help at once. */
export function mayTryAgain({ state, code }: Turn): boolean {
  if (state === "interrupted") return true;
  return state === "failed" && code !== "SW_AI_BUDGET_EXCEEDED" && code !== "SW_AI_HELD";
}
