import fc from "fast-check";
import { expect, test } from "vitest";
import { applyUpdate, Doc, encodeStateAsUpdate } from "yjs";
import { applySplices, type Splice, splicesBetween } from "#/domain/notes/text-diff.ts";
import { moveSplices } from "#/domain/notes/three-way.ts";

const text = fc
  .array(fc.constantFrom("a", "b", "\n", "word ", "😀", "é", "- [ ] x\n"), { maxLength: 40 })
  .map((parts) => parts.join(""));

function merged(base: string, theirs: string, current: string): string {
  return applySplices(current, moveSplices(splicesBetween(base, theirs), splicesBetween(base, current)));
}

/** What two replicas come to whose people make these changes without knowing of each other; the lower id writes first. */
function byReplicas(base: string, theirs: Splice[], current: Splice[]): string {
  const origin = new Doc();
  origin.clientID = 1;
  origin.getText("t").insert(0, base);
  const [first, second] = [
    { id: 2, splices: current },
    { id: 3, splices: theirs },
  ].map(({ id, splices }) => {
    const doc = new Doc();
    doc.clientID = id;
    applyUpdate(doc, encodeStateAsUpdate(origin));
    for (const { at, remove, insert } of splices.toReversed()) {
      // What comes is typed before what goes, else it would stand behind what is not there any more.
      if (insert !== "") doc.getText("t").insert(at, insert);
      if (remove > 0) doc.getText("t").delete(at + insert.length, remove);
    }
    return doc;
  });
  applyUpdate(first!, encodeStateAsUpdate(second!));
  return first!.getText("t").toString();
}

test("both changes are in the result, as if two had typed them at once", () => {
  fc.assert(
    fc.property(text, text, text, (base, theirs, current) => {
      const [mine, meanwhile] = [splicesBetween(base, theirs), splicesBetween(base, current)];
      const alike = mine.some((a) => meanwhile.some((b) => JSON.stringify(a) === JSON.stringify(b)));
      fc.pre(!alike);
      expect(merged(base, theirs, current)).toBe(byReplicas(base, mine, meanwhile));
    }),
    { numRuns: 2_000 },
  );
});

test("who alone changed the text gets theirs, and what both changed alike is changed once", () => {
  fc.assert(
    fc.property(text, text, (base, theirs) => {
      expect(merged(base, theirs, base)).toBe(theirs);
      expect(merged(base, base, theirs)).toBe(theirs);
      expect(merged(base, theirs, theirs)).toBe(theirs);
    }),
  );
});

test("what was moved is in order and apart, so that it is one edit", () => {
  fc.assert(
    fc.property(text, text, text, (base, theirs, current) => {
      let end = 0;
      for (const { at, remove } of moveSplices(splicesBetween(base, theirs), splicesBetween(base, current))) {
        expect(at).toBeGreaterThanOrEqual(end);
        end = at + remove;
      }
      expect(end).toBeLessThanOrEqual(current.length);
    }),
  );
});

test("lines that two changed apart are both changed, and a line that one took away is gone", () => {
  const base = "one\ntwo\nthree\nfour\n";
  expect(merged(base, "one\ntwo!\nthree\nfour\n", "zero\none\ntwo\nfour\n")).toBe("zero\none\ntwo!\nfour\n");
});
