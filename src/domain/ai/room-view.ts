import type { RoomAi, ToolCall, Turn } from "#/domain/ai/schema.ts";
import type { EventContent } from "#/domain/catalogue.ts";

/** Turns and calls that a room's view holds at most; the oldest ended ones leave first. */
export const maxTurnsInView = 100;
export const maxCallsInView = 300;

/** What AIs are in an opened room and what they do; absent in a room that never had one. */
export type RoomAiView = {
  settings: Record<string, RoomAi>;
  /** Those at work, and those of the shown stretch that ended in a way one should see. */
  turns: Record<string, Turn>;
  calls: Record<string, ToolCall>;
  /** What turns at work have said so far that is in no message yet, as of the view: text, and where it begins in the turn. */
  texts: Record<string, { offset: number; text: string }>;
};

export const emptyRoomAi = (): RoomAiView => ({ settings: {}, turns: {}, calls: {}, texts: {} });

type AiEvent = { [K in "swp.ai.turn" | "swp.ai.tool_call"]: { type: K; content: EventContent[K] } }[
  | "swp.ai.turn"
  | "swp.ai.tool_call"];

const atWork: ReadonlySet<string> = new Set(["queued", "running", "waiting"]);

export function isAtWork(turn: Pick<Turn, "state">): boolean {
  return atWork.has(turn.state);
}

/** The view past one event of a turn or a call. An end is final: an event that comes late does not revive it. */
export function applyToRoomAi(view: RoomAiView, event: AiEvent): void {
  if (event.type === "swp.ai.turn") {
    const { turn } = event.content;
    const known = view.turns[turn.id];
    if (known && !isAtWork(known) && isAtWork(turn)) return;
    view.turns[turn.id] = turn;
    if (!isAtWork(turn)) delete view.texts[turn.id];
    trim(view.turns, maxTurnsInView, (entry) => !isAtWork(entry));
  } else {
    const { call } = event.content;
    view.calls[call.id] = call;
    trim(view.calls, maxCallsInView, (entry) => entry.state !== "waiting" && entry.state !== "running");
  }
}

/** Ids are made in the order of time, so that the smallest is the oldest. */
function trim<T>(entries: Record<string, T>, most: number, mayLeave: (entry: T) => boolean): void {
  const ids = Object.keys(entries).sort();
  for (const id of ids.slice(0, Math.max(0, ids.length - most))) if (mayLeave(entries[id]!)) delete entries[id];
}
