import * as Y from "yjs";
import { textName } from "#/domain/notes/bounds.ts";
import { maxClients, maxClock } from "./limits.ts";

export type Decoded = ReturnType<typeof Y.decodeUpdate>;

/** What an update would do to a document, as far as can be told without applying it. */
export type Look =
  /** It is no update, or one of something else than text. */
  | { kind: "invalid" }
  /** It brings more different clients than a note takes. */
  | { kind: "crowded" }
  | {
      kind: "readable";
      decoded: Decoded;
      /** It builds on what the document does not have. */
      gap: boolean;
      /** The clients of which it brings something new. */
      writers: Set<number>;
      /** Bytes of text that are new; what it deletes is not taken off. */
      inserted: number;
    };

/**
 * Looks at an update before anything of it is applied. Only plain text in the one root is taken: no other root, no formats,
 * no embeds, no nested types. Its order is that of each client's clock, as Yjs writes it.
 */
export function lookAt(document: Y.Doc, update: Uint8Array): Look {
  let decoded: Decoded;
  try {
    decoded = Y.decodeUpdate(update);
  } catch {
    return { kind: "invalid" };
  }
  if (!decoded.structs.every(isText)) return { kind: "invalid" };
  return follow(document, decoded);
}

type Struct = Decoded["structs"][number];

function isText(struct: Struct): boolean {
  if (!isClientId(struct.id.client) || !(struct.length > 0) || struct.id.clock + struct.length > maxClock) return false;
  if (!(struct instanceof Y.Item)) return true;
  if (struct.parentSub !== null) return false;
  // No parent: it is that of the neighbour which it names, and all neighbours are in the one root.
  const parent: unknown = struct.parent;
  if (parent === null ? struct.origin === null && struct.rightOrigin === null : parent !== textName) return false;
  return struct.content instanceof Y.ContentString || struct.content instanceof Y.ContentDeleted;
}

// Yjs makes ids of 32 bits; other libraries of 53. Both are integers.
const isClientId = (client: number): boolean => Number.isSafeInteger(client) && client >= 0;

function follow(document: Y.Doc, decoded: Decoded): Look {
  const { structs, ds } = decoded;
  const ends = new Map<number, number>();
  const endOf = (client: number) => ends.get(client) ?? Y.getState(document.store, client);
  const writers = new Set<number>();
  let [gap, inserted] = [false, 0];
  for (const struct of structs) {
    const { client, clock } = struct.id;
    const end = endOf(client);
    if (clock > end || struct instanceof Y.Skip) gap = true;
    if (clock + struct.length <= end) continue;
    ends.set(client, clock + struct.length);
    writers.add(client);
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentString)
      inserted += utf8Length(struct.content.str);
  }
  const newcomers = [...writers].filter((client) => !document.store.clients.has(client)).length;
  if (newcomers > 0 && document.store.clients.size + newcomers > maxClients) return { kind: "crowded" };
  const knows = (id: { client: number; clock: number } | null) => id === null || id.clock < endOf(id.client);
  gap ||= structs.some((struct) => struct instanceof Y.Item && !(knows(struct.origin) && knows(struct.rightOrigin)));
  gap ||= [...ds.clients].some(([client, ranges]) => ranges.some(({ clock, len }) => clock + len > endOf(client)));
  return { kind: "readable", decoded, gap, writers, inserted };
}

/** Whether deletions of an update are of something that is still there. */
export function deletesAnything({ store }: Y.Doc, { ds }: Decoded): boolean {
  return [...ds.clients].some(([client, ranges]) => {
    const structs = store.clients.get(client);
    return structs !== undefined && ranges.some(({ clock, len }) => isAlive(structs, clock, clock + len));
  });
}

function isAlive(structs: Struct[], from: number, to: number): boolean {
  const last = structs.at(-1);
  if (!last || from >= last.id.clock + last.length) return false;
  for (let index = Y.findIndexSS(structs as Y.Item[], from); index < structs.length; index += 1) {
    const struct = structs[index]!;
    if (struct.id.clock >= to) return false;
    if (!struct.deleted) return true;
  }
  return false;
}

export function utf8Length(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    // Each half of a pair counts two of the pair's four bytes.
    length += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return length;
}
