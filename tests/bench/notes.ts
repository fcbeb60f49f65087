import { applyUpdate, Doc, encodeStateAsUpdate } from "yjs";
import { until } from "../start/instance.ts";
import { hocuspocus, type NotePeer, ours, textOf } from "./note-peers.ts";
import { cpuSeconds } from "./processes.ts";
import type { Scale } from "./scale.ts";
import { type Figure, type Measured, quantile } from "./stats.ts";
import type { BenchWorld } from "./world.ts";

const settleMs = 60_000;
const keystrokes = 200;
const everyMs = 50;
/** Among many each writes five letters a second. */
const crowdEveryMs = 200;

type Result = {
  keystroke: readonly number[];
  crowd: readonly number[];
  cpuMicroseconds: number;
  openMs: number;
  reopenMs: number;
  faults: readonly string[];
};

/**
 * Notes that are written together, ours and Hocuspocus in the same run with the same work: a keystroke to the other editor,
 * many editors in one note, CPU for each update, and a note with a long history opened. All copies must be equal in the end.
 */
export async function measureNotes(world: BenchWorld, scale: Scale): Promise<Measured> {
  const history = longHistory(scale.noteEdits);
  const results: Result[] = [];
  for (const open of [() => ours(world), hocuspocus]) {
    const peer = await open();
    try {
      results.push(await measurePeer(peer, scale, history));
    } finally {
      await peer.end();
    }
  }
  const [us, them] = results as [Result, Result];
  const edits = `${scale.noteEdits.toLocaleString("en")} edits`;
  const figures: Figure[] = [
    {
      what: "note: keystroke to other editor, p50",
      value: quantile(us.keystroke, 0.5),
      unit: "ms",
      aim: { atMost: 10 },
    },
    { what: "note: keystroke to other editor, p99", value: quantile(us.keystroke, 0.99), unit: "ms" },
    { what: "the same with Hocuspocus, p50", value: quantile(them.keystroke, 0.5), unit: "ms" },
    {
      what: "note: update among all editors, p50",
      value: quantile(us.crowd, 0.5),
      unit: "ms",
      note: `${scale.noteEditors} editors`,
    },
    { what: "note: update among all editors, p99", value: quantile(us.crowd, 0.99), unit: "ms" },
    { what: "the same with Hocuspocus, p99", value: quantile(them.crowd, 0.99), unit: "ms" },
    { what: "note: CPU of the server for each update", value: us.cpuMicroseconds, unit: "µs", note: "stored" },
    { what: "the same with Hocuspocus", value: them.cpuMicroseconds, unit: "µs", note: "not stored" },
    { what: "note: CPU against Hocuspocus", value: us.cpuMicroseconds / them.cpuMicroseconds, unit: "×" },
    { what: "note with a long history opens", value: us.openMs, unit: "ms", aim: { atMost: 300 }, note: edits },
    { what: "the same while another has it open", value: us.reopenMs, unit: "ms" },
    { what: "the same with Hocuspocus, in its memory", value: them.reopenMs, unit: "ms" },
  ];
  return { figures, faults: [...us.faults, ...them.faults] };
}

async function measurePeer(peer: NotePeer, scale: Scale, history: Uint8Array): Promise<Result> {
  const two = await typing(peer, 2, keystrokes, (index) => index === 0);
  const crowd = await typing(peer, scale.noteEditors, (scale.noteSeconds * 1_000) / crowdEveryMs, () => true);
  const opening = await openings(peer, history);
  return {
    keystroke: two.latencies,
    crowd: crowd.latencies,
    cpuMicroseconds: crowd.cpuMicroseconds,
    ...opening,
    faults: [...two.faults, ...crowd.faults, ...opening.faults],
  };
}

/** Editors of one note type letters, a few a second each, and every copy notes when a letter of another has come. */
async function typing(peer: NotePeer, editors: number, rounds: number, types: (index: number) => boolean) {
  const note = await peer.make();
  const documents = Array.from({ length: editors }, () => new Doc());
  const joined = await Promise.all(documents.map((document, index) => peer.join(note, document, index)));
  const writers = documents.filter((_, index) => types(index));
  const sentAt = new Map<string, number>();
  const latencies: number[] = [];
  for (const document of documents) {
    textOf(document).observe((event, { local }) => {
      if (local) return;
      for (const { insert } of event.changes.delta) {
        for (const [mark] of String(insert ?? "").matchAll(/\d+;/g))
          latencies.push(performance.now() - sentAt.get(mark)!);
      }
    });
  }
  const before = cpuSeconds(peer.pid);
  let sent = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const document of writers) {
      const mark = `${sent};`;
      sent += 1;
      sentAt.set(mark, performance.now());
      textOf(document).insert(textOf(document).length, mark);
    }
    await new Promise((resolve) => setTimeout(resolve, writers.length > 1 ? crowdEveryMs : everyMs));
  }
  const equal = () => documents.every((each) => textOf(each).length === textOf(documents[0]!).length);
  const whole = () => textOf(documents[0]!).length >= [...sentAt.keys()].join("").length;
  await until(() => (equal() && whole() ? true : undefined), settleMs).catch(() => undefined);
  const used = cpuSeconds(peer.pid) - before;
  const texts = new Set(documents.map((document) => textOf(document).toString()));
  const lost = [...sentAt.keys()].filter((mark) => ![...texts].every((text) => text.includes(mark)));
  await Promise.all(joined.map(({ leave }) => leave()));
  const faults = [
    ...(texts.size > 1 ? [`${peer.name}: ${texts.size} different copies of one note`] : []),
    ...(lost.length > 0 ? [`${peer.name}: ${lost.length} of ${sent} edits lost`] : []),
  ];
  return { latencies, cpuMicroseconds: (used * 1e6) / sent, faults };
}

/** Fills a note with a long history, lets it leave memory, and opens it with an empty copy; then with another. */
async function openings(peer: NotePeer, history: Uint8Array) {
  const note = await peer.make();
  const writer = new Doc();
  const writing = await peer.join(note, writer, 0);
  applyUpdate(writer, history);
  const length = textOf(writer).length;
  const witness = new Doc();
  const watching = await peer.join(note, witness, 1);
  await until(() => (textOf(witness).length === length ? true : undefined), settleMs);
  await Promise.all([writing.leave(), peer.name === "Hocuspocus" ? undefined : watching.leave()]);
  await peer.unloaded(note);
  const opened = async (person: number) => {
    const document = new Doc();
    const start = performance.now();
    const joined = await peer.join(note, document, person);
    await until(() => (textOf(document).length === length ? true : undefined), settleMs);
    return { ms: performance.now() - start, joined };
  };
  const first = await opened(2);
  const second = await opened(3);
  const faults = textOf(witness).length === length ? [] : [`${peer.name}: a long note came back changed`];
  await Promise.all([first.joined.leave(), second.joined.leave()]);
  return { openMs: first.ms, reopenMs: second.ms, faults };
}

/** A text that was typed letter by letter, with jumps and deletions, as people write: one transaction a letter. */
function longHistory(edits: number): Uint8Array {
  const document = new Doc();
  const text = textOf(document);
  let at = 0;
  let seed = 42;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed % below;
  };
  for (let edit = 0; edit < edits; edit += 1) {
    if (random(40) === 0) at = random(text.length + 1);
    if (at > 0 && random(100) < 30) {
      at -= 1;
      text.delete(at, 1);
    } else {
      text.insert(at, String.fromCharCode(97 + random(26)));
      at += 1;
    }
  }
  return encodeStateAsUpdate(document);
}
