import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { cpuTime } from "../../tests/support/cpu-time.ts";
import { person } from "../testing/facts.ts";
import { flush, Mate, NoteHall, openingOf } from "../testing/note-hall.ts";
import { uint } from "../testing/note-peer.ts";
import { bodyOf, megabyte, two, updateOf } from "../testing/two-writers.ts";
import { until } from "../testing/until.ts";
import { emptyLogAfter, maxVectorBytes } from "./limits.ts";

describe("an update", () => {
  test("of one who may only read reaches nobody, and they are told", async () => {
    const hall = new NoteHall("hello");
    const [viewer, ben] = [await hall.enter(1, { can_write: false }), await hall.enter(2)];
    viewer.type(" I was here");
    viewer.document.getText("body").delete(0, 3);
    await flush();
    expect(ben.text).toBe("hello");
    expect(viewer.of("refused")[0]).toMatchObject({ code: "SW_NOTE_FORBIDDEN" });
    await hall.pass(4_000);
    expect(hall.web.text).toBe("hello");
    ben.type("!");
    await flush();
    expect(viewer.text).toContain("!");
  });

  test.each([
    ["another root", (document: Y.Doc) => document.getText("secrets").insert(0, "x")],
    ["a map under the root's name", (document: Y.Doc) => document.getMap("body").set("key", "x")],
    ["an array with values", (document: Y.Doc) => document.getArray("body").push(["x", 1])],
    ["a format", (document: Y.Doc) => bodyOf(document).insert(0, "x", { bold: true })],
    ["an embed", (document: Y.Doc) => bodyOf(document).insertEmbed(0, { image: "x" })],
    ["an attribute", (document: Y.Doc) => bodyOf(document).setAttribute("a", "x")],
    ["XML", (document: Y.Doc) => document.getXmlFragment("body").insert(0, [new Y.XmlElement("script")])],
    ["a document inside", (document: Y.Doc) => document.getArray("body").push([new Y.Doc()])],
  ])("of something else than the text is refused: %s", async (_name, change) => {
    const { hall, ana, unharmed } = await two();
    ana.frame(0, 2, updateOf(change));
    expect(ana.of("refused")[0]).toMatchObject({ code: "SW_NOTE_UPDATE_INVALID" });
    expect([...hall.note.open!.engine.document.share.keys()]).toEqual(["body"]);
    await unharmed();
  });

  test("of any bytes at all harms nobody", async () => {
    const valid = updateOf((document) => bodyOf(document).insert(0, "words"));
    const broken = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.record({ at: fc.nat(valid.length - 1), byte: fc.nat(255) }).map(({ at, byte }) => valid.with(at, byte)),
      fc.nat(valid.length).map((length) => valid.subarray(0, length)),
    );
    const { hall, ana, ben } = await two();
    await fc.assert(
      fc.asyncProperty(broken, fc.constantFrom(1, 2), fc.boolean(), async (bytes, step, framed) => {
        hall.now += 10_000;
        if (framed) ana.frame(0, step, bytes);
        else ana.raw(bytes);
        const { store, share } = hall.note.open!.engine.document;
        expect([store.pendingStructs, store.pendingDs, [...share.keys()]]).toEqual([null, null, ["body"]]);
      }),
      { numRuns: 1_000 },
    );
    await flush();
    ben.type("still here");
    await hall.pass(4_000);
    expect(hall.web.text).toBe(ben.text);
  });

  test("that builds on what never came is not kept, and its client is asked for everything", async () => {
    const { ana, unharmed } = await two();
    const stranger = new Y.Doc();
    bodyOf(stranger).insert(0, "first ");
    const after = Y.encodeStateVector(stranger);
    bodyOf(stranger).insert(6, "second");
    ana.frame(0, 2, Y.encodeStateAsUpdate(stranger, after));
    ana.frame(0, 1, Y.encodeStateAsUpdate(stranger, after));
    expect(ana.of("refused")[0]).toMatchObject({ code: "SW_NOTE_UPDATE_INVALID" });
    await unharmed();
  });

  test("that was left out is made good by the answer to the next question", async () => {
    const { hall, ana, ben } = await two();
    ana.socket!.mayWrite = false;
    ana.type(" lost");
    await flush();
    ana.socket!.mayWrite = true;
    await hall.pass(2_500);
    ana.type(" and found");
    await flush();
    expect(ben.text).toBe("hello lost and found");
  });

  test("of more than two megabytes ends the connection, whole or in pieces", async () => {
    const { hall, ana, unharmed } = await two();
    const piecewise = await hall.enter(3);
    ana.raw(new Uint8Array(50_000_000));
    expect(ana.closed).toEqual({ code: 1009, reason: "SW_NOTE_TOO_LARGE" });
    const chunks = (count: number, size: number) => {
      piecewise.raw(`y-pk-batch#{"id":"a","type":"start","size":${size},"count":${count}}`);
      for (let sent = 0; sent < 4; sent += 1) piecewise.raw(new Uint8Array(1_000_000));
      piecewise.raw(`y-pk-batch#{"id":"a","type":"end","size":${size},"count":${count}}`);
    };
    chunks(50, 50_000_000);
    chunks(2, 1_500_000);
    await unharmed();
  });

  test("of more than two megabytes that somebody pasted is refused, and they are told its size", async () => {
    const { ana, ben, unharmed } = await two();
    ana.type(megabyte.repeat(3));
    expect(ana.of("refused")[0]).toMatchObject({ code: "SW_NOTE_TOO_LARGE" });
    expect(ana.of("refused")[0]!.bytes).toBeGreaterThan(3_000_000);
    expect([ana.closed, ben.text]).toEqual([null, "hello"]);
    await unharmed();
  });

  test("in pieces is put together when it is within the bound", async () => {
    const { ana, ben } = await two();
    const update = updateOf((document) => bodyOf(document).insert(0, `é${"x".repeat(990_000)}${"y".repeat(9_000)}`));
    const frame = Uint8Array.from([0, 2, ...uint(update.length), ...update]);
    ana.raw(`y-pk-batch#{"id":"b","type":"start","size":${frame.length},"count":2}`);
    ana.raw(frame.slice(0, 600_000));
    ana.raw(frame.slice(600_000));
    ana.raw(`y-pk-batch#{"id":"b","type":"end","size":${frame.length},"count":2}`);
    await flush();
    expect(ben.text).toHaveLength(999_006);
  });

  test("that makes the text larger than a megabyte is refused, and what was deleted makes room", async () => {
    const { hall, ana, ben } = await two(megabyte.slice(0, 999_990));
    ana.type("0123456789!");
    await flush();
    expect(ben.text).toHaveLength(999_990);
    expect(ana.of("refused")[0]).toMatchObject({ code: "SW_NOTE_TOO_LARGE", bytes: 1_000_001 });
    await hall.pass(2_500);
    bodyOf(ana.document).delete(0, 500);
    await flush();
    expect(ben.text).toHaveLength(999_501);
    expect(ben.text.endsWith("0123456789!")).toBe(true);
  });

  test("under an id of another who is here is refused: two would write under one name", async () => {
    const { ana, ben, unharmed } = await two();
    ben.show({ cursor: null });
    const pretender = new Y.Doc();
    pretender.clientID = ben.document.clientID;
    bodyOf(pretender).insert(0, "not Ben");
    ana.frame(0, 2, Y.encodeStateAsUpdate(pretender));
    expect(ana.of("refused")[0]).toMatchObject({ code: "SW_NOTE_UPDATE_INVALID" });
    await unharmed();
  });

  test("of an older copy of oneself changes nothing", async () => {
    const { hall, ana, ben } = await two();
    ana.type(" one");
    const old = Y.encodeStateAsUpdate(ana.document);
    ana.type(" two");
    await flush();
    const again = new Y.Doc();
    Y.applyUpdate(again, old);
    ana.leave();
    await new Mate(openingOf(person(1)), again).join(hall.note);
    await flush();
    expect(ben.text).toBe("hello one two");
    expect(bodyOf(again).toString()).toBe("hello one two");
  });

  test("comes as fast as somebody types, and no faster for long", async () => {
    const { hall, ana, ben } = await two();
    for (let count = 0; count < 6_000; count += 1) ana.type("x");
    expect(ana.closed).toEqual({ code: 4003, reason: "rate_limit" });
    await flush();
    const came = ben.text.length;
    expect(came).toBeGreaterThan(3_000);
    await ana.join(hall.note);
    await until(
      () => ben.text.length,
      (length) => length === ana.text.length,
    );
  });

  test("a million tiny ones leave a short log and a small document", async () => {
    const { hall, ana } = await two();
    const most = 2 * emptyLogAfter;
    for (let count = 0; count < 5_000; count += 1) {
      ana.type("x");
      if (count % 100 === 99) await hall.pass(1_250);
    }
    await hall.pass(5_000);
    await flush(20);
    expect(hall.disk.size).toBeLessThan(most);
    expect(Y.encodeStateAsUpdate(hall.web.document).length).toBeLessThan(10_000);
  });

  test("that brings a hundred thousand clients is refused", async () => {
    const { ana, unharmed } = await two();
    // One letter of each, as Yjs writes it: how many, whose, from which clock, text, under a root, its name, the letter.
    const letter = (index: number) => [1, ...uint(2 ** 30 + index), 0, 4, 1, 4, ...Buffer.from("body"), 1, 120];
    const crowd = [...uint(60_000), ...Array.from({ length: 60_000 }, (_, index) => letter(index)).flat(), 0];
    ana.frame(0, 2, Uint8Array.from(crowd));
    expect(ana.of("refused")[0]).toMatchObject({ code: "SW_NOTE_TOO_LARGE" });
    await unharmed();
  });
});

describe("a question for everything", () => {
  const vectorOf = (clients: number) =>
    Uint8Array.from([
      ...uint(clients),
      ...Array.from({ length: clients }, (_, index) => [...uint(2 ** 30 + index), 1]).flat(),
    ]);

  test("with a state vector of a hundred thousand clients is answered if it is short enough, and else costs nothing", async () => {
    const { ana, unharmed } = await two();
    const long = vectorOf(100_000);
    expect(long.length).toBeGreaterThan(maxVectorBytes);
    ana.frame(0, 0, long);
    expect(cpuTime(() => ana.frame(0, 0, vectorOf(90_000)))).toBeLessThan(5_000);
    ana.frame(0, 0, Uint8Array.of(255, 255, 255, 255, 15, 1));
    await unharmed();
  });

  test("comes a few times and not all the time", async () => {
    const { ana, unharmed } = await two();
    for (let count = 0; count < 30; count += 1) ana.frame(0, 0, Uint8Array.of(0));
    expect(ana.closed).toEqual({ code: 4003, reason: "rate_limit" });
    await unharmed();
  });
});

describe("a connection", () => {
  test("that goes on sending what is refused is closed", async () => {
    const { ana, unharmed } = await two();
    for (let count = 0; count < 40; count += 1) ana.raw(Uint8Array.of(9, 9, 9));
    expect(ana.closed).toEqual({ code: 4003, reason: "frame_invalid" });
    await unharmed();
  });

  test("of one person beyond the twentieth is told to come again", async () => {
    const hall = new NoteHall();
    for (let number = 0; number < 20; number += 1) await new Mate(openingOf(person(1))).join(hall.note);
    expect((await hall.enter(1)).closed).toEqual({ code: 1013, reason: "SW_UNAVAILABLE" });
    expect((await hall.enter(2)).closed).toBeNull();
  });

  test("beyond the two hundredth is told to come again", async () => {
    const hall = new NoteHall();
    for (let number = 1; number <= 200; number += 1) await new Mate(openingOf(person(number))).join(hall.note);
    const late = await hall.enter(201);
    expect(late.closed).toEqual({ code: 1013, reason: "SW_UNAVAILABLE" });
  });
});
