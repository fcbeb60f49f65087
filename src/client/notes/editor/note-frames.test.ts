import * as fc from "fast-check";
import { expect, test } from "vitest";
import { notePath, tellPrefix } from "#/client/notes/editor/note-door.ts";
import { fromBase64, type NoteFrame, readFrame, toBase64, writeFrame } from "#/client/notes/editor/note-frames.ts";
import { covers, equal } from "#/client/notes/editor/state-vectors.ts";
import * as contract from "#/domain/notes/contract.ts";

const bytes = fc.uint8Array({ maxLength: 20_000 });

test("what is written is read again, whatever its length", () => {
  fc.assert(
    fc.property(fc.constantFrom("have", "rest", "update", "awareness"), bytes, (is, content) => {
      const frame = { is, bytes: content } as NoteFrame;
      const read = readFrame(writeFrame(frame));
      expect(read?.is).toBe(is);
      expect(read && "bytes" in read && [...read.bytes]).toEqual([...content]);
    }),
  );
  expect(readFrame(writeFrame({ is: "ask_awareness" }))).toEqual({ is: "ask_awareness" });
});

test("frames that are cut short or unknown are nothing", () => {
  const frame = writeFrame({ is: "update", bytes: new Uint8Array(300) });
  for (let length = 0; length < frame.length; length += 1) expect(readFrame(frame.subarray(0, length))).toBeNull();
  expect(readFrame(Uint8Array.of(9, 0, 0))).toBeNull();
  expect(readFrame(Uint8Array.of(0, 7, 0))).toBeNull();
  expect(readFrame(new Uint8Array(9).fill(255))).toBeNull();
});

test("bytes travel as base64 and come back", () => {
  fc.assert(
    fc.property(bytes, (content) => {
      expect([...fromBase64(toBase64(content))!]).toEqual([...content]);
    }),
  );
  expect(fromBase64("no base64!")).toBeNull();
});

test("the door is that of the contract", () => {
  expect(notePath("id")).toBe(contract.notePath("id"));
  expect(tellPrefix).toBe(contract.tellPrefix);
});

test("a state vector covers another when it is as far for every client", () => {
  const own = new Map([
    [1, 5],
    [2, 3],
  ]);
  expect(
    covers(
      new Map([
        [1, 5],
        [2, 4],
        [9, 1],
      ]),
      own,
    ),
  ).toBe(true);
  expect(covers(new Map([[1, 5]]), own)).toBe(false);
  expect(covers(new Map(), new Map([[1, 0]]))).toBe(true);
  expect(
    equal(
      own,
      new Map([
        [2, 3],
        [1, 5],
      ]),
    ),
  ).toBe(true);
});
