/** Mentions between two AIs in `pairWindowMs` after which neither wakes the other, until a person goes on. */
export const maxPairMentions = 3;
export const pairWindowMs = 5 * 60_000;
/** Messages of one AI in a minute after which words of other AIs do not wake it. */
export const maxMessagesPerMinute = 10;
export const rateWindowMs = 60_000;
/** Answers of AIs to AIs in a row: the last one wakes nobody. */
export const maxChainDepth = 10;

/** What the database counts, over all processes. */
export type LoopFacts = {
  readonly fromAi: boolean;
  /** Times that either of the two has named the other in the window, this one included. */
  readonly pairMentions: number;
  /** Messages that the AI which would answer has said in the last minute. */
  readonly messagesInMinute: number;
  /** Of the turn that would be made. */
  readonly chainDepth: number;
};

export type Held = "pair" | "rate" | "depth";

/** Why AIs that talk with each other are held, or null. What a person says is never damped. */
export function heldBack(facts: LoopFacts): Held | null {
  if (!facts.fromAi) return null;
  if (facts.chainDepth > maxChainDepth) return "depth";
  if (facts.pairMentions > maxPairMentions) return "pair";
  return facts.messagesInMinute >= maxMessagesPerMinute ? "rate" : null;
}
