import { describe, expect, test } from "vitest";
import type { ChunkFrame } from "#/domain/ai/frames.ts";
import type { Turn } from "#/domain/ai/schema.ts";
import { hear, type TurnText } from "#/domain/ai/stream-text.ts";
import { id, logEvent, person, room } from "../testing/facts.ts";
import { type FakeWire, Hall } from "../testing/hall.ts";
import { maxLiveTurns, turnLastsMs } from "./limits.ts";
import { ephemeral } from "./publish.ts";

const turn = id("7777", 1);
const ai = person(9);
const place = { room_id: room(1), turn_id: turn, thread_root_id: null };

const chunk = (offset: number, chunk_text: string, more: Partial<ChunkFrame> = {}) => ({
  type: "swp.room.message.chunk",
  ...place,
  sender_id: ai,
  offset,
  content: { chunk_text, done: false },
  ...more,
});
const done = (offset: number) => ({ ...chunk(offset, ""), content: { chunk_text: "", done: true } });
const status = (words: string | null) => ({ type: "swp.ai.status", ...place, participant_id: ai, status: words });

function tell(hall: Hall, ...frames: { type: string; room_id: string }[]) {
  const reply = ephemeral(hall.hub, {
    frames: frames.map((frame) => ({ audience: { kind: "room", room_id: frame.room_id, also: [] }, frame })),
  });
  expect(reply.status).toBe(200);
  return reply.body;
}

/** The text as a browser puts it together from the frames that came. */
function heard(wire: FakeWire): TurnText | undefined {
  let known: TurnText | undefined;
  for (const frame of wire.of("swp.room.message.chunk") as unknown as ChunkFrame[]) {
    const next = hear(known, frame);
    if (next.kind === "text") known = next.text;
  }
  return known;
}

const inRoom = { room_ids: [room(1)] };
const pieces = ["The launch", " is on", " Thursday. 🚀", " Ana has", " the list."];
const whole = pieces.join("");

describe("What an AI is saying", () => {
  test("is the same for whoever comes at whichever moment, and for nobody outside the room", () => {
    const hall = new Hall();
    const early = hall.enter(person(1), inRoom);
    const stranger = hall.enter(person(2), { room_ids: [room(2)] });
    const latecomers: FakeWire[] = [];
    let at = 0;
    for (const [index, piece] of pieces.entries()) {
      latecomers.push(hall.enter(person(3 + index), inRoom));
      expect(tell(hall, chunk(at, piece))).toEqual({});
      at += piece.length;
    }
    latecomers.push(hall.enter(person(8), inRoom));
    for (const wire of [early, ...latecomers]) expect(heard(wire)).toEqual({ offset: 0, text: whole });
    expect(stranger.of("swp.room.message.chunk")).toEqual([]);
  });

  test("is told to one who joins the room while it is said, and no more to one who left", () => {
    const hall = new Hall();
    hall.publish(0);
    const wire = hall.enter(person(1));
    const member = (position: number, membership: "join" | "leave") =>
      logEvent(position, "swp.room.member", { participant_id: person(1), membership, power_level: 0 } as never, {
        room_id: room(1),
      });
    tell(hall, chunk(0, pieces[0]!), status("generating"));
    expect(wire.of("swp.ai.status")).toEqual([]);
    hall.publish(0, member(1, "join"));
    expect(heard(wire)).toEqual({ offset: 0, text: pieces[0] });
    expect(wire.of("swp.ai.status")).toHaveLength(1);
    hall.publish(1, member(2, "leave"));
    tell(hall, chunk(pieces[0]!.length, pieces[1]!));
    expect(heard(wire)).toEqual({ offset: 0, text: pieces[0] });
  });

  test("is asked for from the start by a hub that begins in the middle, and then whole for everybody", () => {
    const hall = new Hall();
    const wire = hall.enter(person(1), inRoom);
    const middle = pieces[0]!.length;
    expect(tell(hall, chunk(middle, pieces[1]!))).toEqual({ resend: [turn] });
    expect(tell(hall, chunk(0, pieces[0]! + pieces[1]!))).toEqual({});
    expect(heard(wire)).toEqual({ offset: 0, text: pieces[0]! + pieces[1]! });
    expect(heard(hall.enter(person(2), inRoom))).toEqual({ offset: 0, text: pieces[0]! + pieces[1]! });
  });

  test("is not changed by what comes twice", () => {
    const hall = new Hall();
    tell(hall, chunk(0, pieces[0]!), chunk(0, pieces[0]!), chunk(pieces[0]!.length, pieces[1]!), chunk(0, "The"));
    expect(heard(hall.enter(person(1), inRoom))?.text).toBe(pieces[0]! + pieces[1]!);
  });

  test("is forgotten when it is done, when the log says that it ended, and when nothing is heard of it for long", () => {
    const ended = { id: turn, state: "cancelled" } as Turn;
    const ends: ((hall: Hall) => void)[] = [
      (hall) => tell(hall, done(10)),
      (hall) => hall.publish(0, logEvent(1, "swp.ai.turn", { turn: ended }, { room_id: room(1) })),
      (hall) => hall.pass(turnLastsMs + 2_000),
    ];
    for (const end of ends) {
      const hall = new Hall();
      hall.publish(0);
      tell(hall, chunk(0, pieces[0]!), status("generating"));
      expect(hall.hub.live.size).toBe(1);
      end(hall);
      expect(hall.hub.live.size).toBe(0);
      expect(hall.enter(person(1), inRoom).of("swp.room.message.chunk")).toEqual([]);
    }
  });

  test("is kept for a bounded number of turns", () => {
    const hall = new Hall();
    for (let number = 0; number < maxLiveTurns * 2; number += 1)
      tell(hall, chunk(0, "x", { turn_id: id("7777", number) }));
    expect(hall.hub.live.size).toBe(maxLiveTurns);
  });

  test("goes from the web application to every shard, and from none to another", () => {
    const hall = new Hall(0);
    hall.hub.relay.learn(2);
    hall.hub.relay.take(hall.now);
    hall.hub.relay.done(1, []);
    tell(hall, chunk(0, "x"), status("thinking"));
    expect(hall.hub.relay.take(hall.now)).toEqual([]);
  });

  test("is refused when a frame of it lacks a field", () => {
    const hall = new Hall();
    const audience = { kind: "room", room_id: room(1), also: [] };
    for (const frame of [{ ...chunk(0, "x"), turn_id: "1" }, { ...chunk(-1, "x") }, { ...status("x"), status: 4 }]) {
      expect(ephemeral(hall.hub, { frames: [{ audience, frame }] }).status).toBe(400);
    }
  });
});
