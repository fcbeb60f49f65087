import fc from "fast-check";
import { expect, test } from "vitest";
import { textName } from "#/domain/notes/bounds.ts";
import { anchorRange, placeOf, storedOf } from "#/server/notes/comments/anchor.ts";
import { merge, newDocument, openDocument, rewrite, splice, stateOf, textOf } from "#/server/notes/document.ts";
import { expectRefusal } from "../../../../tests/support/refusal.ts";

const refused = (act: () => unknown) =>
  expectRefusal(
    Promise.resolve().then(() => act()),
    "SW_BAD_REQUEST",
  );

const edit = fc.record({
  at: fc.nat(),
  remove: fc.nat({ max: 6 }),
  insert: fc.string({ maxLength: 6 }),
  who: fc.nat(2),
});

test("a range stays on its letters through any edits on three copies, and is gone exactly when they are", () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 6, maxLength: 40 }),
      fc.nat(),
      fc.nat(),
      fc.array(edit, { maxLength: 25 }),
      (text, a, b, edits) => {
        const first = newDocument(text);
        const from = a % text.length;
        const to = from + 1 + (b % (text.length - from));
        const anchor = { kind: "range" as const, ...anchorRange(first, { from, to }), quote: "" };
        const copies = [first, openDocument(stateOf(first)), openDocument(stateOf(first))];
        // Each letter is known by its id: the letters of the range, as far as they are there still, are what it must cover.
        const idsOf = (index: number) => lettersOf(copies[index]!);
        const marked = new Set(idsOf(0).slice(from, to));
        for (const { at, remove, insert, who } of edits) {
          const copy = copies[who]!.getText(textName);
          const place = at % (copy.length + 1);
          copy.delete(place, Math.min(remove, copy.length - place));
          copy.insert(Math.min(place, copy.length), insert);
          if (at % 3 === 0) merge(copies[0]!, stateOf(copies[who]!));
        }
        for (const copy of copies) merge(first, stateOf(copy));
        const letters = idsOf(0);
        const left = letters.flatMap((id, index) => (marked.has(id) ? [index] : []));
        const place = placeOf(anchor, first);
        if (left.length === 0) {
          // What others wrote between letters that are gone now is nothing it was put on, but may still stand there.
          if (place) for (const id of letters.slice(place.from, place.to)) expect(marked.has(id)).toBe(false);
          return;
        }
        expect(place!.from).toBeLessThanOrEqual(left[0]!);
        expect(place!.to).toBeGreaterThan(left.at(-1)!);
        // It holds nothing before its first or after its last letter that was there from the start.
        const outside = [...letters.slice(0, place!.from), ...letters.slice(place!.to)];
        for (const id of outside) expect(marked.has(id)).toBe(false);
      },
    ),
    { numRuns: 300 },
  );
});

/** The id of every letter of the text. */
function lettersOf(document: ReturnType<typeof newDocument>): string[] {
  const ids: string[] = [];
  for (let item = document.getText(textName)._start; item; item = item.right) {
    if (item.deleted || !item.countable) continue;
    for (let each = 0; each < item.length; each += 1) ids.push(`${item.id.client}:${item.id.clock + each}`);
  }
  return ids;
}

test("what is written at its edges is not part of it, what is written inside is", () => {
  const document = newDocument("We launch in May, probably.");
  const anchor = storedOf({ kind: "lines", from: 1, to: 1 }, document);
  const word = { kind: "range" as const, ...anchorRange(document, { from: 13, to: 16 }), quote: "May" };
  const inIt = () => {
    const place = placeOf(word, document);
    return place && textOf(document).slice(place.from, place.to);
  };
  rewrite(document, "Hello. We launch in early May or June, probably.");
  expect(inIt()).toBe("May");
  rewrite(document, "Hello. We launch in early Maaay or June, probably.");
  expect(inIt()).toBe("Maaay");
  expect(anchor).toMatchObject({ kind: "range", quote: "We launch in May, probably." });
});

test("what it was on is gone with its words, and found again where they were put", () => {
  const document = newDocument("One.\nThe second sentence.\nThree.\n");
  const anchor = storedOf({ kind: "lines", from: 2, to: 2 }, document);
  splice(document, [{ at: 5, remove: 21, insert: "" }]);
  expect(placeOf(anchor, document)).toBeNull();
  rewrite(document, "One.\nThree.\n\nThe second sentence.\n");
  const place = placeOf(anchor, document)!;
  expect(textOf(document).slice(place.from, place.to)).toBe("The second sentence.");
});

test("a block is where its id is, and gone with it", () => {
  const document = newDocument("- [ ] Call ^todo-abcde\n");
  const anchor = storedOf({ kind: "block", block_id: "todo-abcde" }, document);
  expect(anchor).toEqual({ kind: "block", block_id: "todo-abcde", quote: "- [ ] Call" });
  rewrite(document, "new\n- [x] Call Ana ^todo-abcde\n");
  expect(placeOf(anchor, document)).toEqual({ from: 4, to: 18 });
  rewrite(document, "new\n");
  expect(placeOf(anchor, document)).toBeNull();
});

test("words that the editor has and the store has not are taken as the editor quotes them, and found when they come", () => {
  const stored = newDocument("One.\n");
  const open = openDocument(stateOf(stored));
  rewrite(open, "One.\nTwo.\n");
  const range = anchorRange(open, { from: 5, to: 9 });
  const anchor = storedOf({ kind: "range", ...range, quote: "Two." }, stored);
  expect(anchor).toEqual({ kind: "range", ...range, quote: "Two." });
  expect(placeOf(anchor, stored)).toBeNull();
  merge(stored, stateOf(open));
  expect(placeOf(anchor, stored)).toEqual({ from: 5, to: 9 });
});

test("places that aren't there are refused", async () => {
  const document = newDocument("One.\n");
  const other = newDocument("Elsewhere.");
  other.getMap("other").set("a", 1);
  const here = anchorRange(document, { from: 0, to: 4 });
  await refused(() => storedOf({ kind: "lines", from: 9, to: 9 }, document));
  await refused(() => storedOf({ kind: "lines", from: 2, to: 1 }, document));
  await refused(() => storedOf({ kind: "block", block_id: "todo-none0" }, document));
  await refused(() => storedOf({ kind: "range", start: "AAAA", end: "/////w==" }, document));
  await refused(() => storedOf({ kind: "range", ...anchorRange(other, { from: 0, to: 4 }) }, document));
  await refused(() => storedOf({ kind: "range", start: here.end, end: here.start }, document));
});
