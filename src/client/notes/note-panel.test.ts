import { expect, test } from "vitest";
import { noteSearch, noteSearchOf } from "#/client/notes/note-panel.ts";

test("what stands beside a note, and whether it is edited, survives its address", () => {
  for (const editing of [true, false])
    for (const source of editing ? [true, false] : [false])
      for (const panel of ["links", "comments", undefined] as const)
        expect(noteSearchOf(noteSearch({ editing, source, panel }))).toEqual({ editing, source, panel });
});

test("an address that says something else shows the note alone", () => {
  expect(noteSearchOf("?edit=yes&panel=members")).toEqual({ editing: false, source: false, panel: undefined });
  expect(noteSearch({ editing: false, source: false, panel: undefined })).toBe("");
});
