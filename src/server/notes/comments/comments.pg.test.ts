import { afterAll, expect, test } from "vitest";
import type { PostCommentInput } from "#/domain/notes/comments-schema.ts";
import { writing } from "#/server/database/context.ts";
import { RateLimits } from "#/server/limits/rate-limits.ts";
import { rateRules } from "#/server/limits/rules.ts";
import { seeNote } from "#/server/notes/access.ts";
import {
  editComment,
  markCommentsRead,
  postComment,
  removeComment,
  resolveComment,
} from "#/server/notes/comments/change-comments.ts";
import { countComments, listComments } from "#/server/notes/comments/read-comments.ts";
import { createNote } from "#/server/notes/create-note.ts";
import { writeNote } from "#/server/notes/write.ts";
import { makeNoteStage, typeInto } from "../../../../tests/support/note-stage.ts";
import { absentId, expectRefusal } from "../../../../tests/support/refusal.ts";
import type { Person } from "../../../../tests/support/world.ts";

const { world, ana, ben, cleo, dora, workspaceId } = await makeNoteStage();
const limits = new RateLimits(world.database.app);
afterAll(() => world.drop());

const newNote = async (body: string, status: "draft" | "published" = "published") =>
  (await createNote(ana.ctx, { workspace_id: workspaceId, title: "Launch", body, status })).id;
/** Later than the comment before, so that what is unread is told by time. */
function post(person: Person, input: PostCommentInput) {
  world.clock.advance(1_000);
  return postComment(person.ctx, limits, input);
}
const list = (person: Person, note_id: string) => listComments(person.ctx, { note_id, limit: 200, offset: 0 });
const counts = (person: Person, note_id: string) => countComments(person.ctx, { note_id });
const write = (noteId: string, text: string) => typeInto(ana, noteId, () => text);
function archive(noteId: string) {
  return writing(ana.ctx, async (tx) => {
    const { row } = await seeNote(tx, ana.ctx.actor, noteId);
    const set = {
      status: "archived",
      archivedFrom: "published",
      archivedAt: ana.ctx.now(),
      archivedBy: row.ownerId,
    } as const;
    const { events } = await writeNote(tx, ana.ctx, row, { set, changed: ["status"], authorIds: [row.ownerId] });
    return tx.emit(events, () => undefined);
  });
}

test("who reads a note comments on it; only the author edits; the author and editors remove and resolve", async () => {
  const note_id = await newNote("One.\n");
  const said = await post(cleo, { note_id, body: "Sure?" });
  const comment_id = said.id;
  expect(said).toMatchObject({
    author_name: "Cleo",
    root_id: null,
    anchor: { kind: "note" },
    place: null,
    unread: false,
  });

  await expectRefusal(editComment(ana.ctx, { note_id, comment_id, body: "Never said" }), "SW_NOTE_FORBIDDEN");
  expect(await editComment(cleo.ctx, { note_id, comment_id, body: "Really?" })).toMatchObject({
    body: "Really?",
    edited_at: world.clock.now().toISOString(),
  });
  const bens = await post(ben, { note_id, body: "Mine" });
  const ofBen = { note_id, comment_id: bens.id };
  await expectRefusal(removeComment(cleo.ctx, ofBen), "SW_NOTE_FORBIDDEN");
  await expectRefusal(resolveComment(cleo.ctx, ofBen, true), "SW_NOTE_FORBIDDEN");
  expect(await resolveComment(cleo.ctx, { note_id, comment_id }, true)).toMatchObject({
    resolved_by: cleo.participant.id,
  });
  expect(await resolveComment(ben.ctx, { note_id, comment_id }, false)).toMatchObject({ resolved_at: null });
  await removeComment(ana.ctx, ofBen);
  await expectRefusal(removeComment(ben.ctx, ofBen), "SW_COMMENT_NOT_FOUND");
  expect((await list(cleo, note_id)).items.map(({ id }) => id)).toEqual([comment_id]);
});

test("others find nothing, under neither address, and a comment only on its own note", async () => {
  const note_id = await newNote("One.\n");
  const { id: comment_id } = await post(ana, { note_id, body: "Sure?" });
  const at = { note_id, comment_id };
  await Promise.all(
    [
      list(dora, note_id),
      counts(dora, note_id),
      post(dora, { note_id, body: "Hi" }),
      editComment(dora.ctx, { ...at, body: "Hi" }),
      resolveComment(dora.ctx, at, true),
      removeComment(dora.ctx, at),
      markCommentsRead(dora.ctx, at),
      countComments(ana.ctx, { note_id, workspace_id: ana.workspace.id }),
    ].map((attempt) => expectRefusal(attempt, "SW_NOTE_NOT_FOUND")),
  );
  expect(await countComments(ana.ctx, { note_id, workspace_id: workspaceId })).toEqual({ unresolved: 1, unread: 0 });
  const other = await newNote("Two.\n");
  for (const wrong of [
    { note_id: other, comment_id },
    { note_id, comment_id: absentId },
  ]) {
    await expectRefusal(editComment(ana.ctx, { ...wrong, body: "x" }), "SW_COMMENT_NOT_FOUND");
    await expectRefusal(removeComment(ana.ctx, wrong), "SW_COMMENT_NOT_FOUND");
    await expectRefusal(markCommentsRead(ana.ctx, wrong), "SW_COMMENT_NOT_FOUND");
    await expectRefusal(
      post(ana, { note_id: wrong.note_id, body: "x", reply_to: wrong.comment_id }),
      "SW_COMMENT_NOT_FOUND",
    );
  }
});

test("a draft's comments are told to those who see drafts alone, and nothing that is told has words", async () => {
  const note_id = await newNote("Secret plan.\n", "draft");
  const before = await world.head();
  const said = await post(ben, { note_id, body: "Sure, @ana and @cleo?" });
  expect(said.mentions).toEqual([ana.participant.id]);
  const [event] = await world.log(before);
  expect(event).toMatchObject({
    type: "swp.note.comment",
    sender_id: ben.participant.id,
    audience: { kind: "participants" },
    content: {
      note_id,
      comment_id: said.id,
      root_id: null,
      change: "added",
      status: "draft",
      mentions: [ana.participant.id],
    },
  });
  const { also } = event!.audience as { also: string[] };
  expect(also.toSorted()).toEqual([ana.participant.id, ben.participant.id].toSorted());
  expect(JSON.stringify(event)).not.toContain("Sure");
  await expectRefusal(post(cleo, { note_id, body: "Hi" }), "SW_NOTE_NOT_FOUND");
});

test("only people who may see the note are mentioned, and never from code or inside a longer name", async () => {
  const note_id = await newNote("One.\n");
  const said = await post(ana, { note_id, body: "@cleo, @Ben. @dora @nobody @ana-maria `@ana` @cleo" });
  expect(said.mentions).toEqual([cleo.participant.id, ben.participant.id]);
  const edited = await editComment(ana.ctx, { note_id, comment_id: said.id, body: "@ana" });
  expect(edited.mentions).toEqual([ana.participant.id]);
});

test("a range stays on its words while the text changes; the thread outlives them", async () => {
  const note_id = await newNote("# Plan\n\nWe launch in May.\n\nThe end is near.\n");
  const placed = await post(ben, { note_id, body: "Sure?", anchor: { kind: "lines", from: 3, to: 3 } });
  expect(placed).toMatchObject({ place: { from: 8, to: 25 }, anchor: { kind: "range", quote: "We launch in May." } });
  await write(note_id, "New first line.\n\n# Plan\n\nWe launch in early May.\n\nThe end is near.\n");
  expect((await list(cleo, note_id)).items[0]).toMatchObject({ place: { from: 25, to: 48 } });
  await write(note_id, "Nought\n");
  expect((await list(cleo, note_id)).items[0]).toMatchObject({
    place: null,
    anchor: { kind: "range", quote: "We launch in May." },
    body: "Sure?",
  });
  const beyond = { kind: "lines", from: 99, to: 99 } as const;
  await expectRefusal(post(ben, { note_id, body: "?", anchor: beyond }), "SW_BAD_REQUEST");
});

test("a thread goes on in replies, which open it again, and without its first comment as long as it has some", async () => {
  const note_id = await newNote("One.\n");
  const root = await post(ana, { note_id, body: "First" });
  const other = await post(ana, { note_id, body: "Other" });
  const reply = await post(ben, { note_id, body: "Reply", reply_to: root.id });
  const nested = await post(cleo, { note_id, body: "To the reply", reply_to: reply.id });
  expect([reply.root_id, nested.root_id]).toEqual([root.id, root.id]);
  expect((await list(ana, note_id)).items.map(({ body }) => body)).toEqual(["First", "Reply", "To the reply", "Other"]);
  const anchor = { kind: "lines", from: 1, to: 1 } as const;
  await expectRefusal(post(ana, { note_id, body: "x", reply_to: root.id, anchor }), "SW_BAD_REQUEST");
  await expectRefusal(resolveComment(ana.ctx, { note_id, comment_id: reply.id }, true), "SW_BAD_REQUEST");

  await resolveComment(ana.ctx, { note_id, comment_id: root.id }, true);
  expect(await counts(ana, note_id)).toMatchObject({ unresolved: 1 });
  await post(ben, { note_id, body: "Not yet", reply_to: root.id });
  expect(await counts(ana, note_id)).toMatchObject({ unresolved: 2 });

  await removeComment(ana.ctx, { note_id, comment_id: root.id });
  const { items } = await list(ben, note_id);
  expect(items.map(({ body, removed }) => [body, removed])).toEqual([
    ["", true],
    ["Reply", false],
    ["To the reply", false],
    ["Not yet", false],
    ["Other", false],
  ]);
  await post(ana, { note_id, body: "Still here", reply_to: root.id });
  for (const { id, root_id } of (await list(ana, note_id)).items)
    if (root_id === root.id) await removeComment(ana.ctx, { note_id, comment_id: id });
  expect((await list(ana, note_id)).items.map(({ id }) => id)).toEqual([other.id]);
  await expectRefusal(post(ana, { note_id, body: "x", reply_to: root.id }), "SW_COMMENT_NOT_FOUND");
  expect(await counts(ana, note_id)).toMatchObject({ unresolved: 1 });
});

test("unread is what others wrote since one read, each for oneself", async () => {
  const note_id = await newNote("One.\n");
  const first = await post(ana, { note_id, body: "1" });
  await post(ana, { note_id, body: "2" });
  expect([await counts(ana, note_id), await counts(ben, note_id)]).toMatchObject([{ unread: 0 }, { unread: 2 }]);
  await markCommentsRead(ben.ctx, { note_id, comment_id: first.id });
  expect((await list(ben, note_id)).items.map(({ unread }) => unread)).toEqual([false, true]);
  const third = await post(cleo, { note_id, body: "3" });
  await markCommentsRead(ben.ctx, { note_id, comment_id: third.id });
  await markCommentsRead(ben.ctx, { note_id, comment_id: first.id });
  expect([await counts(ana, note_id), await counts(ben, note_id)]).toMatchObject([{ unread: 1 }, { unread: 0 }]);
});

test("the same post twice is one comment, and one with other words is refused", async () => {
  const note_id = await newNote("One.\n");
  const event_uuid = world.newId();
  const once = await post(ana, { note_id, body: "Hi", event_uuid });
  expect((await post(ana, { note_id, body: "Hi", event_uuid })).id).toBe(once.id);
  await expectRefusal(post(ana, { note_id, body: "Ho", event_uuid }), "SW_IDEMPOTENCY_CONFLICT");
  expect((await list(ana, note_id)).items).toHaveLength(1);
});

test("an archived note takes no comments, and one may still remove one's own", async () => {
  const note_id = await newNote("One.\n");
  const said = await post(ana, { note_id, body: "Hi" });
  await archive(note_id);
  await expectRefusal(post(ana, { note_id, body: "x" }), "SW_NOTE_ARCHIVED");
  await expectRefusal(resolveComment(ana.ctx, { note_id, comment_id: said.id }, true), "SW_NOTE_ARCHIVED");
  await removeComment(ana.ctx, { note_id, comment_id: said.id });
});

test("nobody floods a note", async () => {
  const note_id = await newNote("One.\n");
  const few = new RateLimits(world.database.app);
  for (let each = 0; each < rateRules.note_comment.points; each += 1)
    await few.consume("note_comment", world.tenantId, dora.participant.id);
  await expectRefusal(postComment(dora.ctx, few, { note_id, body: "x" }), "SW_RATE_LIMIT_EXCEEDED");
});
