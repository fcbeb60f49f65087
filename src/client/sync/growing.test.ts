import { describe, expect, test } from "vitest";
import { growing, turnKey } from "#/client/sync/growing.ts";
import { withPending } from "#/client/sync/timeline.ts";
import type { LiveTurn } from "#/client/sync/turn-texts.ts";
import { emptyRoomAi } from "#/domain/ai/room-view.ts";
import type { Turn } from "#/domain/ai/schema.ts";
import type { Message } from "#/domain/messages/message.ts";

const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const [room, mira, ana, turnId] = [uuid(1), uuid(2), uuid(3), uuid(4)];
const place = { roomId: room, threadRootId: null, tenantId: uuid(9) };

const turn = (changed: Partial<Turn> = {}): Turn => ({
  id: turnId,
  room_id: room,
  thread_root_id: null,
  participant_id: mira,
  asker_id: ana,
  trigger_event_id: uuid(5),
  state: "running",
  response_mode: "streaming",
  model: "demo",
  alternative_of: null,
  code: null,
  ended_by: null,
  prompt_tokens: 0,
  completion_tokens: 0,
  context_window: null,
  created_at: "2026-11-21T09:00:00.000Z",
  ended_at: null,
  ...changed,
});

const heard = (offset: number, text: string): LiveTurn => ({
  roomId: room,
  participantId: mira,
  threadRootId: null,
  text: { offset, text },
  status: null,
  usage: null,
});

const bodies = (ai: ReturnType<typeof emptyRoomAi>, live: LiveTurn | undefined, messages: Message[] = []) =>
  growing(ai, () => live, messages, place).map((item) => item.message.content.body);

describe("What an AI is writing", () => {
  test("grows as it is heard, under the key that its message will have", () => {
    const ai = { ...emptyRoomAi(), turns: { [turnId]: turn() } };
    const [item] = growing(ai, () => heard(0, "The launch is"), [], place);
    expect(item).toMatchObject({ key: turnKey(turnId, 0), turn: { id: turnId } });
    expect(item!.message.content.body).toBe("The launch is");
    const said = { ...item!.message, id: uuid(6), stream_position: 7 };
    const [row] = withPending([said], [], { ...place, me: { id: ana, tenantId: place.tenantId }, now: 0 });
    expect(row!.key).toBe(item!.key);
  });

  test("shows what the room's view held, until more was heard", () => {
    const ai = { ...emptyRoomAi(), turns: { [turnId]: turn() }, texts: { [turnId]: { offset: 0, text: "The" } } };
    expect(bodies(ai, undefined)).toEqual(["The"]);
    expect(bodies(ai, heard(0, "The launch"))).toEqual(["The launch"]);
  });

  test("goes on behind the parts that are messages already", () => {
    const ai = { ...emptyRoomAi(), turns: { [turnId]: turn() } };
    const [first] = growing(ai, () => heard(0, "One. "), [], place).map((item) => item.message);
    const part = { ...first!, id: uuid(6) };
    const [second] = growing(ai, () => heard(0, "One. Two"), [part], place);
    expect(second!.message.content).toMatchObject({ body: "Two", ai: { part: 1, offset: 5 } });
  });

  test("has no words in the room when it answers in paragraphs, and shows that it is at work", () => {
    const ai = { ...emptyRoomAi(), turns: { [turnId]: turn({ response_mode: "conversational" }) } };
    expect(bodies(ai, heard(0, "The launch is"))).toEqual([""]);
  });

  test("stands in its own thread and not in the room, and is gone with the end of the turn", () => {
    const inThread = { ...emptyRoomAi(), turns: { [turnId]: turn({ thread_root_id: uuid(8) }) } };
    expect(bodies(inThread, heard(0, "x"))).toEqual([]);
    expect(growing(inThread, () => heard(0, "x"), [], { ...place, threadRootId: uuid(8) })).toHaveLength(1);
    for (const state of ["queued", "done", "cancelled", "silent"] as const) {
      expect(bodies({ ...emptyRoomAi(), turns: { [turnId]: turn({ state }) } }, heard(0, "x")), state).toEqual([]);
    }
    expect(bodies({ ...emptyRoomAi(), turns: { [turnId]: turn({ state: "waiting" }) } }, heard(0, "x"))).toEqual(["x"]);
  });

  test("leaves a line that says why, when it ended in trouble without a word, until somebody goes on", () => {
    const failed = turn({ state: "failed", code: "SW_AI_UNAVAILABLE", ended_at: "2026-11-21T09:00:05.000Z" });
    const ai = { ...emptyRoomAi(), turns: { [turnId]: failed } };
    const [item] = growing(ai, () => undefined, [], place);
    expect(item!.turn!.code).toBe("SW_AI_UNAVAILABLE");
    const later = {
      ...item!.message,
      id: uuid(7),
      content: { body: "Again?" },
      created_at: "2026-11-21T09:01:00.000Z",
    };
    expect(growing(ai, () => undefined, [later], place)).toEqual([]);
    const stopped = { ...failed, state: "cancelled" as const };
    expect(bodies({ ...ai, turns: { [turnId]: { ...stopped, ended_by: ana } } }, undefined)).toEqual([""]);
    expect(bodies({ ...ai, turns: { [turnId]: stopped } }, undefined)).toEqual([]);
  });
});
