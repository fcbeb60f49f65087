import { sql } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { SwError } from "#/domain/errors.ts";
import { type UpdateNoteInput, updateNoteInput } from "#/domain/notes/inputs.ts";
import { writing } from "#/server/database/context.ts";
import { seeNote } from "#/server/notes/access.ts";
import { archiveNote } from "#/server/notes/archive-note.ts";
import { createNote } from "#/server/notes/create-note.ts";
import { openDocument, textOf } from "#/server/notes/document.ts";
import { getNote } from "#/server/notes/get-note.ts";
import { updateNote } from "#/server/notes/update-note.ts";
import { makeNoteStage, typeInto } from "../../../tests/support/note-stage.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { type Person, rows } from "../../../tests/support/world.ts";

const { world, ana, ben, cleo, dora, workspaceId } = await makeNoteStage();
afterAll(() => world.drop());

const make = (body: string, more: object = {}) =>
  createNote(ana.ctx, { workspace_id: workspaceId, title: "Launch", body, ...more });
const update = (person: Person, note_id: string, more: Partial<UpdateNoteInput>) =>
  updateNote(person.ctx, updateNoteInput.parse({ note_id, ...more }));
const read = async (note_id: string) => getNote(ana.ctx, { note_id });

const detailsOf = (promise: Promise<unknown>): Promise<Record<string, unknown>> =>
  promise.then(
    () => Promise.reject(new Error("Nothing was refused.")),
    (error: unknown) => {
      if (!(error instanceof SwError) || error.code !== "SW_NOTE_CONFLICT") throw error;
      return error.details as Record<string, unknown>;
    },
  );

test("who may write changes all of a note at once; others are refused, and learn nothing", async () => {
  const { id } = await make("one\n");
  const before = await world.head();
  const changed = await update(ben, id, {
    title: "Take-off",
    body: "two\n",
    frontmatter: { category: "Plans", tags: ["a"] },
    status: "draft",
    pinned: true,
    base_version: 1,
  });
  expect(changed).toMatchObject({
    title: "Take-off",
    body: "two\n",
    markdown: "---\ncategory: Plans\ntags:\n  - a\n---\ntwo\n",
    category: "Plans",
    tags: ["a"],
    status: "draft",
    pinned: true,
    version: 2,
    updated_by: ben.participant.id,
    can_write: true,
    can_manage: false,
  });
  const events = await world.log(before);
  expect(events).toMatchObject([
    { type: "swp.note.updated", content: { changed: ["text", "title", "status", "pinned"], version: 2 } },
  ]);
  expect(JSON.stringify(events)).not.toMatch(/Take-off|two/);
  await expectRefusal(update(cleo, id, { title: "Mine" }), "SW_NOTE_NOT_FOUND");
  await update(ben, id, { status: "published" });
  await expectRefusal(update(cleo, id, { title: "Mine" }), "SW_NOTE_FORBIDDEN");
  await expectRefusal(update(dora, id, { title: "Mine" }), "SW_NOTE_NOT_FOUND");
  await expectRefusal(update(ana, absentId, { title: "Mine" }), "SW_NOTE_NOT_FOUND");
  await archiveNote(ana.ctx, { note_id: id });
  await expectRefusal(update(ben, id, { title: "Mine" }), "SW_NOTE_ARCHIVED");
});

test("what is the same changes nothing and tells nobody", async () => {
  const { id } = await make("one\n");
  const head = await world.head();
  expect(await update(ana, id, { title: "Launch", body: "one\n", pinned: false, base_version: 1 })).toMatchObject({
    version: 1,
  });
  expect(await world.head()).toBe(head);
});

describe("a change of the text", () => {
  test("says the version that it started from", async () => {
    const { id } = await make("one\n");
    for (const text of [{ body: "x" }, { frontmatter: {} }, { markdown: "x" }]) {
      await expectRefusal(update(ana, id, text), "SW_BAD_REQUEST");
    }
    await expectRefusal(update(ana, id, { body: "x", base_version: 2 }), "SW_BAD_REQUEST");
    await expectRefusal(update(ana, id, { body: "x", markdown: "x", base_version: 1 }), "SW_BAD_REQUEST");
    expect((await read(id)).body).toBe("one\n");
  });

  test("keeps the frontmatter as it is written, or all else when the whole text is given", async () => {
    const { id } = await make("---\n# mine\ncategory: Plans\n---\nOne\n");
    expect((await update(ana, id, { body: "Two\n", base_version: 1 })).markdown).toBe(
      "---\n# mine\ncategory: Plans\n---\nTwo\n",
    );
    expect((await update(ana, id, { frontmatter: { category: "B" }, base_version: 2 })).markdown).toBe(
      "---\n# mine\ncategory: B\n---\nTwo\n",
    );
    expect(await update(ana, id, { markdown: "All new\n", base_version: 3 })).toMatchObject({
      frontmatter: {},
      category: null,
      body: "All new\n",
    });
  });

  test("from a version that is no longer the text is refused with what changed, and changes nothing", async () => {
    const { id } = await make("one\n\ntwo\n");
    await typeInto(ben, id, (text) => text.replace("two", "two, typed"));
    const details = await detailsOf(update(ana, id, { body: "ONE\n\ntwo\n", base_version: 1 }));
    expect(details).toEqual({
      version: 2,
      base_kept: true,
      diff: "@@ -1,3 +1,3 @@\n one\n \n-two\n+two, typed\n",
      diff_truncated: false,
    });
    expect((await read(id)).body).toBe("one\n\ntwo, typed\n");
    await detailsOf(update(ana, id, { title: "Other", base_version: 1 }));
  });

  test("is merged when that is asked for: what others typed stays, and it is one edit", async () => {
    const { id } = await make("one\n\ntwo\n\nthree\n");
    await typeInto(ben, id, (text) => text.replace("two", "two, typed").replace("three\n", ""));
    const merged = await update(ana, id, {
      body: "ONE\n\ntwo\n\nthree\nfour\n",
      base_version: 1,
      on_conflict: "merge",
    });
    expect(merged.body).toBe("ONE\n\ntwo, typed\n\nfour\n");
    expect(merged.version).toBe(3);
    const { row } = await writing(ana.ctx, async (tx) => {
      const seen = await seeNote(tx, ana.ctx.actor, id);
      return tx.emit([], () => seen);
    });
    expect(textOf(openDocument(row.state))).toBe(merged.body);
  });

  test("is merged from any text of the last minutes, also one that no version keeps", async () => {
    const { id } = await make("one\n\n😀 two\n\nthree\n");
    await typeInto(ana, id, (text) => text.replace("two", "twö"));
    const base_version = await typeInto(ana, id, (text) => text.replace("three", "three\n\nfour"));
    const read = (await getNote(ana.ctx, { note_id: id })).body;
    await typeInto(ben, id, (text) => text.replace("😀 twö\n\n", ""));
    await update(ana, id, { pinned: true });
    await typeInto(ben, id, (text) => `zero\n\n${text}`);
    const written = read.replace("four", "four and five");
    const details = await detailsOf(update(ana, id, { body: written, base_version }));
    expect(details).toMatchObject({ base_kept: true, version: base_version + 3 });
    expect(await update(ana, id, { body: written, base_version, on_conflict: "merge" })).toMatchObject({
      body: "zero\n\none\n\nthree\n\nfour and five\n",
    });
  });

  test("texts of before the last day, and of more changes than are kept, are let go", async () => {
    const { id } = await make("0\n");
    const steps = () =>
      rows<{ version: number }>(
        world,
        world,
        sql`select version::int as version from app.note_steps where note_id = ${id} order by version`,
      );
    const typeTo = async (version: number) => {
      for (let at = 0; at !== version; ) at = await typeInto(ana, id, (text) => `${text}x`);
    };
    await typeTo(19);
    world.clock.advance(25 * 60 * 60 * 1000);
    expect(await steps()).toHaveLength(18);
    await typeTo(20);
    expect(await steps()).toEqual([{ version: 19 }]);
  });

  test("is refused when the text it started from is not kept, even where it was to be merged", async () => {
    const { id } = await make("one\n");
    await typeInto(ana, id, () => "two\n");
    const base_version = await typeInto(ana, id, () => "three\n");
    await typeInto(ana, id, () => "four\n");
    await rows(world, world, sql`delete from app.note_steps where note_id = ${id}`);
    const details = await detailsOf(update(ana, id, { body: "three!\n", base_version, on_conflict: "merge" }));
    expect(details).toMatchObject({ base_kept: false, version: 4, diff: "@@ -1,1 +1,1 @@\n-three!\n+four\n" });
    expect((await read(id)).body).toBe("four\n");
  });

  test("is no conflict when only the title or the pin changed since", async () => {
    const { id } = await make("one\n");
    await update(ben, id, { title: "Renamed", pinned: true });
    expect(await update(ana, id, { body: "two\n", base_version: 1 })).toMatchObject({
      body: "two\n",
      title: "Renamed",
    });
  });

  test("keeps the text that it replaces as a version", async () => {
    const { id } = await make("one\n");
    const typed = await typeInto(ana, id, () => "typed\n");
    await update(ben, id, { body: "by a program\n", base_version: typed });
    const merged = await update(ana, id, { body: "typed, more\n", base_version: typed, on_conflict: "merge" });
    expect(merged.body).toContain("more");
    expect(merged.body).toContain("program");
  });

  test("over a megabyte is refused, and of two at once from one version one is refused", async () => {
    const { id } = await make("one\n");
    await expectRefusal(update(ana, id, { body: "é".repeat(500_001), base_version: 1 }), "SW_NOTE_TOO_LARGE");
    const outcomes = await Promise.allSettled([
      update(ana, id, { body: "ana\n", base_version: 1 }),
      update(ben, id, { body: "ben\n", base_version: 1 }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});
