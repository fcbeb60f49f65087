import { describe, expect, test } from "vitest";
import { applyToRoomAi, emptyRoomAi, maxTurnsInView } from "#/domain/ai/room-view.ts";
import { type Turn, type TurnState, turnStates } from "#/domain/ai/schema.ts";

const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;

const turn = (n: number, state: TurnState): Turn => ({
  id: uuid(n),
  room_id: uuid(1),
  thread_root_id: null,
  participant_id: uuid(2),
  asker_id: uuid(3),
  trigger_event_id: uuid(4),
  state,
  response_mode: "streaming",
  model: null,
  alternative_of: null,
  code: null,
  ended_by: null,
  prompt_tokens: 0,
  completion_tokens: 0,
  context_window: null,
  created_at: "2026-11-21T09:00:00.000Z",
  ended_at: null,
});
const event = (n: number, state: TurnState) => ({ type: "swp.ai.turn" as const, content: { turn: turn(n, state) } });

describe("The turns of a room's view", () => {
  test("end once: no event that comes late revives one", () => {
    for (const end of turnStates.slice(3)) {
      const view = emptyRoomAi();
      applyToRoomAi(view, event(10, "running"));
      view.texts[uuid(10)] = { offset: 0, text: "so far" };
      applyToRoomAi(view, event(10, end));
      applyToRoomAi(view, event(10, "running"));
      expect(view.turns[uuid(10)]!.state, end).toBe(end);
      expect(view.texts, end).toEqual({});
    }
  });

  test("are bounded, and one at work never leaves for it", () => {
    const view = emptyRoomAi();
    applyToRoomAi(view, event(1, "running"));
    for (let n = 2; n <= maxTurnsInView + 50; n += 1) applyToRoomAi(view, event(n, "done"));
    expect(Object.keys(view.turns).length).toBeLessThanOrEqual(maxTurnsInView + 1);
    expect(view.turns[uuid(1)]!.state).toBe("running");
    expect(view.turns[uuid(2)]).toBeUndefined();
    expect(view.turns[uuid(maxTurnsInView + 50)]).toBeDefined();
  });
});
