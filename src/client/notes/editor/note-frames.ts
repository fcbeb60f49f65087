/**
 * The frames of Yjs as y-partykit speaks them: a kind, for documents a second kind, then bytes with their length. Numbers
 * are written seven bits at a time, the lowest first.
 */
export type NoteFrame =
  /** “This is what I have”: a state vector, to be answered with the rest. */
  | { is: "have"; bytes: Uint8Array }
  /** The rest, or what was just written. */
  | { is: "rest" | "update"; bytes: Uint8Array }
  | { is: "awareness"; bytes: Uint8Array }
  | { is: "ask_awareness" };

const kinds = { sync: 0, awareness: 1, askAwareness: 3 } as const;
const syncKinds = ["have", "rest", "update"] as const;

export function writeFrame(frame: NoteFrame): Uint8Array<ArrayBuffer> {
  if (frame.is === "ask_awareness") return Uint8Array.of(kinds.askAwareness);
  const head =
    frame.is === "awareness"
      ? [kinds.awareness]
      : [kinds.sync, syncKinds.indexOf(frame.is as (typeof syncKinds)[number])];
  let length = frame.bytes.length;
  while (length > 127) {
    head.push((length & 127) | 128);
    length >>>= 7;
  }
  head.push(length);
  const whole = new Uint8Array(head.length + frame.bytes.length);
  whole.set(head);
  whole.set(frame.bytes, head.length);
  return whole;
}

/** Null for what is cut short or of a kind that is not known here. */
export function readFrame(data: Uint8Array): NoteFrame | null {
  const reader = { at: 0 };
  const kind = readNumber(data, reader);
  if (kind === kinds.askAwareness) return { is: "ask_awareness" };
  if (kind === kinds.awareness) {
    const bytes = readBytes(data, reader);
    return bytes && { is: "awareness", bytes };
  }
  if (kind !== kinds.sync) return null;
  const is = syncKinds[readNumber(data, reader) ?? -1];
  const bytes = readBytes(data, reader);
  return is && bytes ? { is, bytes } : null;
}

function readNumber(data: Uint8Array, reader: { at: number }): number | null {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = data[reader.at];
    if (byte === undefined) return null;
    reader.at += 1;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
  return null;
}

function readBytes(data: Uint8Array, reader: { at: number }): Uint8Array | null {
  const length = readNumber(data, reader);
  if (length === null || reader.at + length > data.length) return null;
  return data.subarray(reader.at, reader.at + length);
}

export function toBase64(bytes: Uint8Array): string {
  let letters = "";
  for (let at = 0; at < bytes.length; at += 8_192) letters += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(letters);
}

/** Null for what is no base64. */
export function fromBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}
