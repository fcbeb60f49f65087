import { expect, test } from "vitest";
import { afterClose } from "#/domain/stream/close-codes.ts";
import { ephemeralForm, openFacts, openRequest } from "#/domain/stream/contract.ts";
import { maxClientFrameBytes, readClientFrame } from "#/domain/stream/frames.ts";

const room = "00000001-bbbb-7000-8000-000000000000";
const typing = { type: "typing", room_id: room, typing: true };

test("the frames a client may send are read", () => {
  for (const frame of [
    typing,
    { type: "presence", status: "online" },
    { type: "presence", status: "idle" },
    { type: "pong" },
    { type: "pong", ts: "2026-01-01T00:00:00Z", stream_position: 4 },
  ]) {
    expect(readClientFrame(JSON.stringify(frame))).toEqual({ frame });
  }
});

test("whatever else is refused with a sentence and never throws", () => {
  const strange: unknown[] = [
    "",
    "{",
    "null",
    "[]",
    '"typing"',
    "1e999",
    "[".repeat(4_000),
    '{"type":"unknown"}',
    '{"type":"__proto__"}',
    '{"type":["typing"]}',
    `{"type":"typing","room_id":"${room}"}`,
    `{"type":"typing","room_id":"../${room}","typing":true}`,
    `{"type":"typing","room_id":"${room}","typing":"true"}`,
    `{"type":"typing","room_id":"${room}","typing":true,"participant_id":"${room}"}`,
    `{"type":"typing","room_id":"${room}","typing":true,"__proto__":{"typing":false}}`,
    '{"type":"pong","constructor":{}}',
    '{"type":"presence","status":"appear_offline"}',
    '{"type":"presence","status":"busy"}',
    '{"type":"hello"}',
    new ArrayBuffer(4),
    new Uint8Array(4),
    undefined,
    42,
  ];
  for (const data of strange) expect(readClientFrame(data)).toEqual({ refused: expect.stringMatching(/\.$/) });
  expect(({} as Record<string, unknown>).typing).toBeUndefined();
});

test("a frame is measured in bytes of UTF-8", () => {
  const padded = (filler: string, count: number) => JSON.stringify(typing) + filler.repeat(count);
  const length = JSON.stringify(typing).length;
  expect(readClientFrame(padded(" ", maxClientFrameBytes - length))).toHaveProperty("frame");
  expect(readClientFrame(padded(" ", maxClientFrameBytes - length + 1))).toEqual({
    refused: "A frame is at most 4096 bytes.",
  });
  expect(readClientFrame(`"${"é".repeat(2_048)}"`)).toEqual({ refused: "A frame is at most 4096 bytes." });
});

test("the opening question and its answer are bounded", () => {
  const good = { token: "t", origin: null, host: "localhost" };
  expect(openRequest.safeParse(good).success).toBe(true);
  for (const bad of [
    { ...good, token: "x".repeat(4_097) },
    { ...good, host: undefined },
    { ...good, more: 1 },
  ]) {
    expect(openRequest.safeParse(bad).success).toBe(false);
  }
  expect(openFacts.safeParse({}).success).toBe(false);
});

test("nothing that belongs to the log or to the hub comes as a transient frame", () => {
  const audience = { kind: "tenant" };
  const accepts = (type: string) => ephemeralForm.safeParse({ frames: [{ audience, frame: { type } }] }).success;
  expect(["typing", "swp.ai.status", "swp.room.message.chunk"].map(accepts)).toEqual([true, true, true]);
  expect(["swp.room.message", "swp.session.ended", "hello", "ping", "error", "presence"].some(accepts)).toBe(false);
});

test("a client knows from the close what to do", () => {
  expect(afterClose(4001, "SW_AUTH_EXPIRED_TOKEN")).toBe("renew");
  expect(afterClose(4003, "duplicate_connection")).toBe("stop");
  for (const code of [1000, 1006, 1011, 1012, 1013, 4008, 4009]) expect(afterClose(code, "")).toBe("reconnect");
  for (const reason of ["ping_timeout", "rate_limit"]) expect(afterClose(4003, reason)).toBe("reconnect");
});
