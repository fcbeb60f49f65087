import { expect, test } from "vitest";
import { type ChipEvent, type ChipState, chipOf, firstChip, isOnlyHere, stepChip } from "#/client/notes/editor/chip.ts";

const after = (...events: ChipEvent[]): ChipState => events.reduce(stepChip, firstChip(true));
const open: ChipEvent[] = [{ on: "loaded", changes: 0, kept: true }, { on: "line", line: "live" }, { on: "ready" }];
const changed = (now: number): ChipEvent => ({ on: "changed", now });

test("a note that opens is opening, then saved", () => {
  expect(chipOf(firstChip(true))).toEqual({ is: "opening" });
  expect(chipOf(after(...open))).toEqual({ is: "saved" });
});

test("what is written is saving until a save covers it", () => {
  const written = after(...open, changed(0));
  expect(chipOf(written)).toEqual({ is: "saving" });
  expect(chipOf(stepChip(written, { on: "saved", covers: false }))).toEqual({ is: "saving" });
  expect(chipOf(stepChip(written, { on: "saved", covers: true }))).toEqual({ is: "saved" });
});

test("offline counts bursts of typing, not letters, and goes on from what an earlier page kept", () => {
  const away = after(...open, { on: "line", line: "offline" }, changed(0), changed(300), changed(600), changed(5_000));
  expect(chipOf(stepChip(away, { on: "kept" }))).toEqual({ is: "offline", changes: 2, kept: true });
  const reopened = after(
    { on: "line", line: "offline" },
    { on: "loaded", changes: 4, kept: true },
    { on: "ready" },
    changed(0),
  );
  // The letter is on its way to the disk: only what has arrived there is called kept.
  expect(chipOf(reopened)).toEqual({ is: "offline", changes: 4, kept: true });
  expect(chipOf(stepChip(reopened, { on: "kept" }))).toEqual({ is: "offline", changes: 5, kept: true });
});

test("a connection that was lost a moment ago is not told", () => {
  expect(chipOf(after(...open, { on: "line", line: "away" }))).toEqual({ is: "saved" });
});

test("what a viewer still has to send is not accepted, and is sent when they may write again", () => {
  const waiting = after(...open, changed(0), { on: "access", canWrite: false });
  expect(chipOf(waiting)).toEqual({ is: "not_accepted", code: "SW_NOTE_FORBIDDEN", bytes: null });
  expect(chipOf(stepChip(waiting, { on: "access", canWrite: true }))).toEqual({ is: "saving" });
  expect(chipOf(after(...open, { on: "access", canWrite: false }))).toEqual({ is: "read_only" });
});

test("a refusal for size tells both sizes until it was sent again and saved", () => {
  const refused = after(...open, changed(0), { on: "refused", code: "SW_NOTE_TOO_LARGE", bytes: 2_000_000 });
  expect(chipOf(refused)).toEqual({ is: "not_accepted", code: "SW_NOTE_TOO_LARGE", bytes: 2_000_000 });
  const sent = stepChip(refused, { on: "resent" });
  expect(chipOf(sent)).toEqual({ is: "saving" });
  expect(chipOf(stepChip(sent, { on: "saved", covers: true }))).toEqual({ is: "saved" });
});

test("being too fast is no refusal that anyone needs to hear of", () => {
  const fast = after(...open, changed(0), { on: "refused", code: "SW_RATE_LIMIT_EXCEEDED", bytes: null });
  expect(chipOf(fast)).toEqual({ is: "saving" });
});

test("a save that fails is told while something waits for it, and when it is given up", () => {
  const failing = after(...open, changed(0), { on: "unsaved", code: "SW_UNAVAILABLE", given_up: false });
  expect(chipOf(failing)).toEqual({ is: "unsaved", code: "SW_UNAVAILABLE", given_up: false });
  expect(chipOf(stepChip(failing, { on: "saved", covers: true }))).toEqual({ is: "saved" });
  const over = after(...open, { on: "unsaved", code: "SW_UNAVAILABLE", given_up: true });
  expect(chipOf(over)).toMatchObject({ is: "unsaved", given_up: true });
});

test("copies that differ come before everything but the end of the note", () => {
  const differs = after(...open, changed(0), { on: "digest", same: false });
  expect(chipOf(differs)).toEqual({ is: "differs" });
  expect(chipOf(stepChip(differs, { on: "gone", code: "SW_NOTE_NOT_FOUND" }))).toEqual({
    is: "gone",
    code: "SW_NOTE_NOT_FOUND",
  });
});

test("leaving is held up only when words are in this page's memory and nowhere else", () => {
  const noCopy: ChipEvent[] = [
    { on: "loaded", changes: 0, kept: false },
    { on: "line", line: "live" },
    { on: "ready" },
  ];
  expect(isOnlyHere(after(...noCopy, changed(0)))).toBe(false);
  expect(isOnlyHere(after(...noCopy, changed(0), { on: "line", line: "away" }))).toBe(true);
  expect(isOnlyHere(after(...noCopy, { on: "line", line: "offline" }))).toBe(false);
  expect(isOnlyHere(after(...noCopy, changed(0), { on: "refused", code: "SW_NOTE_TOO_LARGE", bytes: 1 }))).toBe(true);
  expect(isOnlyHere(after(...open, changed(0), { on: "line", line: "offline" }))).toBe(true);
  expect(isOnlyHere(after(...open, changed(0), { on: "line", line: "offline" }, { on: "kept" }))).toBe(false);
});
