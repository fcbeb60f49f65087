import { expect } from "vitest";
import * as Y from "yjs";
import { flush, NoteHall } from "./note-hall.ts";

export const bodyOf = (document: Y.Doc) => document.getText("body");
export const megabyte = "x".repeat(1_000_000);

/** What the change says, as the update of a client of its own. */
export function updateOf(change: (document: Y.Doc) => void, from?: Uint8Array): Uint8Array {
  const document = new Y.Doc();
  if (from) Y.applyUpdate(document, from);
  const before = Y.encodeStateVector(document);
  change(document);
  return Y.encodeStateAsUpdate(document, before);
}

/** Ana writes badly, Ben is there and must notice nothing. */
export async function two(text = "hello") {
  const hall = new NoteHall(text);
  const [ana, ben] = [await hall.enter(1), await hall.enter(2)];
  const unharmed = async () => {
    await flush();
    expect(hall.note.open!.engine.document.store.pendingStructs).toBeNull();
    expect(hall.note.open!.engine.document.store.pendingDs).toBeNull();
    expect(ben.text).toBe(text);
    ben.type("!");
    await hall.pass(1_500);
    expect(hall.web.text).toBe(`${text}!`);
  };
  return { hall, ana, ben, unharmed };
}
