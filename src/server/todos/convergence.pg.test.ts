import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyUpdate, Doc, encodeStateAsUpdate } from "yjs";
import { textName } from "#/domain/notes/bounds.ts";
import { linkedNames, readLinks } from "#/domain/notes/links.ts";
import { missingIdSplices } from "#/domain/todos/edit-todos.ts";
import { readTodos } from "#/domain/todos/read-todos.ts";
import { writing } from "#/server/database/context.ts";
import { lockNote } from "#/server/notes/access.ts";
import { createNote } from "#/server/notes/create-note.ts";
import { merge, openDocument, textOf } from "#/server/notes/document.ts";
import { writeDocument } from "#/server/notes/write.ts";
import { following } from "../../../tests/support/following-notes.ts";
import { makeWorld, type Person, rows, type World } from "../../../tests/support/world.ts";

let world: World;
let followers: ReturnType<typeof following>;
let ana: Person;
let target: string;

beforeAll(async () => {
  world = await makeWorld();
  followers = following(world);
  ana = await world.person("ana");
  target = (await createNote(ana.ctx, { title: "Known", body: "" })).id;
});
afterAll(async () => {
  await followers.stop();
  await world.drop();
});

const words = fc.constantFrom(
  "- [ ] a\n", "- [x] b !high\n", "\n- [ ] c @ana 📅 2026-03-02 #t\n", "```\n", "[[Known]] ", "![[Nobody]]\n", "`", "[[", "]]", "\n", "x", "]", " ",
); // biome-ignore format: one look
type Step = { replica: number; at: number; remove: number; insert: string; sync: number };
const step = fc.record<Step>({
  replica: fc.nat(2),
  at: fc.nat(1_000),
  remove: fc.nat(6),
  insert: words,
  /** Whom this replica hears after it: itself stands for the server, which saves it. */
  sync: fc.nat(5),
});

/** Three who write: each in a copy of their own, heard by the others and by the server only now and then. */
async function play(noteId: string, steps: readonly Step[]): Promise<void> {
  const stored = await stateOf(noteId);
  const replicas = [0, 1, 2].map((id) => {
    const doc = new Doc();
    doc.clientID = id + 1;
    applyUpdate(doc, stored);
    return doc;
  });
  for (const { replica, at, remove, insert, sync } of steps) {
    const doc = replicas[replica]!;
    const text = doc.getText(textName);
    const place = at % (text.length + 1);
    text.delete(place, Math.min(remove, text.length - place));
    text.insert(place, insert);
    if (sync === replica) await save(noteId, doc);
    else if (sync < 3) applyUpdate(replicas[sync]!, encodeStateAsUpdate(doc));
  }
  for (const doc of replicas) await save(noteId, doc);
}

async function stateOf(noteId: string): Promise<Uint8Array> {
  const [row] = await rows<{ state: Uint8Array }>(world, world, sql`select state from app.notes where id = ${noteId}`);
  return row!.state;
}

/** As the realtime door saves: merged under the row's lock, and what the store has more goes back. */
async function save(noteId: string, doc: Doc): Promise<void> {
  const merged = await writing(ana.ctx, async (tx) => {
    const row = await lockNote(tx, noteId);
    const document = openDocument(row.state);
    merge(document, encodeStateAsUpdate(doc));
    const { events } = await writeDocument(tx, ana.ctx, row, { document, authorIds: [ana.participant.id] });
    return tx.emit(events, () => encodeStateAsUpdate(document));
  });
  applyUpdate(doc, merged);
}

test("whatever three people write, the index and the links end as a fresh reading of the text", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const note = await createNote(ana.ctx, { title: "Page", body: "- [ ] first\n- [ ] second [[Known]]\n" });
      await play(note.id, steps);
      await followers.settled();
      const [stored] = await rows<{ body: string; state: Uint8Array; links: number; todos: number; version: number }>(
        world,
        world,
        sql`select body, state, version::int,
          (select version::int from app.note_projections p where p.note_id = n.id and kind = 'links') as links,
          (select version::int from app.note_projections p where p.note_id = n.id and kind = 'todos') as todos
          from app.notes n where id = ${note.id}`,
      );
      const { body, version, links, todos } = stored!;
      expect(textOf(openDocument(stored!.state))).toBe(body);
      expect([links, todos]).toEqual([version, version]);
      expect(missingIdSplices(body, () => "zzzzz")).toEqual([]);

      const known = await rows(
        world,
        world,
        sql`
        select block_id, ordinal, line, text, done, priority, to_char(due, 'YYYY-MM-DD') as due, assignee_id,
          to_jsonb(tags) as tags from app.todos where note_id = ${note.id} order by ordinal`,
      );
      expect(known).toEqual(
        readTodos(body).map(({ blockId: block_id, ordinal, line, text, done, priority, due, assignee, tags }) => ({
          ...{ block_id, ordinal, line, text, done, priority, due, tags },
          assignee_id: assignee === "ana" ? ana.participant.id : null,
        })),
      );
      const linked = await rows(
        world,
        world,
        sql`
        select key, name, embeds, target_id from app.note_links where source_id = ${note.id} order by key`,
      );
      const fresh = linkedNames(readLinks(body)).sort((a, b) => (a.key < b.key ? -1 : 1));
      expect(linked).toEqual(fresh.map((link) => ({ ...link, target_id: link.key === "known" ? target : null })));
    }),
    { numRuns: 25, endOnFailure: true },
  );
}, 120_000);
