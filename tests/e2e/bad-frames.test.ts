import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { call, originOf, type Session } from "./support/http.ts";
import { Stream } from "./support/stream.ts";
import { linden, makeRoom, type Room, say, signInByForm } from "./support/world.ts";

let ana: Session;
let room: Room;
const open: Stream[] = [];

beforeAll(async () => {
  ana = await signInByForm("ana");
  room = await makeRoom([ana], "frames");
});

afterEach(() => {
  for (const stream of open.splice(0)) stream.close();
});

async function opened(): Promise<Stream> {
  const stream = await Stream.of(ana);
  open.push(stream);
  return stream;
}

describe("a frame that is not one of ours", () => {
  test.each<readonly [string, () => string | Uint8Array]>([
    ["no JSON", () => "{"],
    ["of an unknown type", () => '{"type":"subscribe","room_id":"*"}'],
    ["one that only the server sends", () => '{"type":"swp.session.ended"}'],
    [
      "with a key too many",
      () => `{"type":"typing","room_id":"${room.id}","typing":true,"participant_id":"${randomUUID()}"}`,
    ],
    ["with __proto__", () => `{"type":"typing","room_id":"${room.id}","typing":true,"__proto__":{"admin":true}}`],
    ["without its fields", () => '{"type":"typing"}'],
    ["binary", () => new Uint8Array([0, 1, 2, 255])],
    ["of 4,097 bytes", () => `{"type":"pong"}${" ".repeat(4_097 - 15)}`],
    ["of deep JSON", () => "[".repeat(4_000)],
  ])("is answered with its code when it is %s, and the stream lives on", async (_name, frame) => {
    const stream = await opened();
    stream.send(frame());
    expect(await stream.frame(({ type }) => type === "error")).toMatchObject({ code: "SW_FRAME_INVALID" });
    const words = `after a bad frame ${randomUUID()}`;
    await say(ana, room, words);
    await stream.frame(({ content }) => (content as { body?: string } | undefined)?.body === words);
  });

  test("is the end of the stream when it is huge", async () => {
    const stream = await opened();
    stream.send("x".repeat(10_000_000));
    const { code } = await stream.end();
    expect([1009, 4003]).toContain(code);
  });

  test("is the end of the stream when there are a thousand at once", async () => {
    const stream = await opened();
    for (let count = 0; count < 1_000; count += 1) stream.send({ type: "typing", room_id: room.id, typing: true });
    expect(await stream.end()).toEqual({ code: 4003, reason: "rate_limit" });
  });
});

describe("a ticket", () => {
  test("opens one stream, once", async () => {
    const { ticket } = await call<{ ticket: string }>(ana, "identity.streamTicket", { client_id: randomUUID() });
    const opening = { port: inject("port"), host: linden, token: ticket, origin: originOf(ana) };
    const first = new Stream(opening);
    open.push(first);
    await first.frame(({ type }) => type === "hello");
    const second = new Stream(opening);
    open.push(second);
    expect(await second.end()).toEqual({ code: 4001, reason: "SW_AUTH_INVALID_TOKEN" });
  });

  test.each([
    ["missing", ""],
    ["only its prefix", "swt_"],
    ["made up", "swt_unknown"],
    ["like a JWT", "a.b.c"],
    ["5,000 letters", "x".repeat(5_000)],
  ])("that is %s opens nothing", async (_name, token) => {
    const stream = new Stream({ port: inject("port"), host: linden, token, origin: originOf(ana) });
    open.push(stream);
    const { code } = await stream.end();
    expect(stream.frames.map(({ type }) => type)).not.toContain("hello");
    expect([4001, 1006]).toContain(code);
  });
});
