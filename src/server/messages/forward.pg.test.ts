import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readContext, readQuotes } from "#/server/messages/context.ts";
import { readDraft, setDraft } from "#/server/messages/drafts.ts";
import { editMessage } from "#/server/messages/edit-message.ts";
import { forwardMessage } from "#/server/messages/forward-message.ts";
import { listMessages, readThread } from "#/server/messages/list-messages.ts";
import { listThreads } from "#/server/messages/list-threads.ts";
import { listPins, pinMessage } from "#/server/messages/pins.ts";
import { addReaction } from "#/server/messages/react.ts";
import { redactMessage } from "#/server/messages/redact-message.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { inviteToRoom, joinRoom, leaveRoom } from "#/server/rooms/membership.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { expectSyncLaw, snapshot } from "../../../tests/support/sync-law.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let cleo: Person;
let stranger: Person;
/** Ana's and Ben's, and Ana's and Cleo's. */
let here: string;
let there: string;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben, cleo] = [await world.person("ana"), await world.person("ben"), await world.person("cleo")];
  stranger = await (await world.tenant("acme")).person("ana");
  [here, there] = [await roomOf(ana, ben), await roomOf(ana, cleo)];
});
afterAll(() => world.drop());

async function roomOf(owner: Person, other: Person): Promise<string> {
  const { id } = await createRoom(owner.ctx, { name: "talk" });
  await inviteToRoom(owner.ctx, { room_id: id, participant_id: other.participant.id });
  await joinRoom(other.ctx, { room_id: id });
  return id;
}

const holds = <T>(action: () => Promise<T>): Promise<T> => {
  world.clock.advance(1000);
  return expectSyncLaw(ana.ctx, () => expectSyncLaw(ben.ctx, () => expectSyncLaw(cleo.ctx, action)));
};
const say = (person: Person, room_id: string, body: string, more: object = {}) =>
  sendMessage(person.ctx, { room_id, content: { body, ...more } });
const quoteOf = async (person: Person, room_id: string, id: string) =>
  (await readQuotes(person.ctx, { room_id, event_ids: [id] })).items[0]?.original;

describe("forwarding", () => {
  test("names its original, whose words are read where they were said, also after an edit", async () => {
    const said = await say(ben, here, "first words");
    const forward = { room_id: there, from_room_id: here, event_id: said.id, comment: "Look:" };
    const sent = await holds(() => forwardMessage(ana.ctx, forward));
    expect(sent.content).toEqual({
      msgtype: "swp.text",
      body: "Look:",
      forwarded_from: { event_id: said.id, sender_id: ben.participant.id },
    });
    expect(await quoteOf(cleo, there, sent.id)).toMatchObject({ content: { body: "first words" }, room_id: null });
    expect(await quoteOf(ana, there, sent.id)).toMatchObject({ room_id: here });
    await editMessage(ben.ctx, { room_id: here, event_id: said.id, content: { body: "better words" } });
    expect(await quoteOf(cleo, there, sent.id)).toMatchObject({ content: { body: "better words" } });
    const edited = await holds(() =>
      editMessage(ana.ctx, { room_id: there, event_id: sent.id, content: { body: "Look here:" } }),
    );
    expect(edited.content.forwarded_from).toEqual(sent.content.forwarded_from);
  });

  test("needs to read there and to write here, and neither tells more than that", async () => {
    const said = await say(ben, here, "for us");
    const forward = { room_id: there, from_room_id: here, event_id: said.id };
    await expectRefusal(forwardMessage(cleo.ctx, forward), "SW_ROOM_NOT_FOUND");
    await expectRefusal(forwardMessage(ben.ctx, forward), "SW_ROOM_NOT_FOUND");
    await expectRefusal(forwardMessage(stranger.ctx, forward), "SW_ROOM_NOT_FOUND");
    await expectRefusal(forwardMessage(ana.ctx, { ...forward, event_id: absentId }), "SW_EVENT_NOT_FOUND");
    await expectRefusal(forwardMessage(ana.ctx, { ...forward, from_room_id: there }), "SW_EVENT_NOT_FOUND");
    expect((await forwardMessage(ana.ctx, forward)).content.body).toBe("");
    const { id: square } = await createRoom(ana.ctx, { name: "square", room_type: "public" });
    const news = await say(ana, square, "news");
    await expectRefusal(
      forwardMessage(ben.ctx, { room_id: square, from_room_id: here, event_id: said.id }),
      "SW_NOT_MEMBER",
    );
    const open = await forwardMessage(ben.ctx, { room_id: here, from_room_id: square, event_id: news.id });
    expect(open.content.forwarded_from?.room_id).toBe(square);
  });

  test("never takes anything out of an incognito room, and nobody can pretend to have forwarded", async () => {
    const hidden = await createRoom(ana.ctx, { name: "Whispers", room_type: "incognito" });
    const secret = await say(ana, hidden.id, "between us");
    const forward = { room_id: there, from_room_id: hidden.id, event_id: secret.id };
    await expectRefusal(forwardMessage(ana.ctx, forward), "SW_ROOM_TYPE_INVARIANT");
    const forged = { forwarded_from: { event_id: secret.id, sender_id: ben.participant.id } };
    await expectRefusal(say(ana, there, "Ben said", forged), "SW_BAD_REQUEST");
    const mine = await say(ana, there, "mine");
    const edit = { room_id: there, event_id: mine.id, content: { body: "x", ...forged } };
    await expectRefusal(editMessage(ana.ctx, edit), "SW_BAD_REQUEST");
  });

  test("hands on the original of a forward that says nothing itself, and is one message for one key", async () => {
    const said = await say(ben, here, "origin");
    const bare = await forwardMessage(ana.ctx, { room_id: there, from_room_id: here, event_id: said.id });
    const event_uuid = world.newId();
    const again = { room_id: here, from_room_id: there, event_id: bare.id, event_uuid };
    const onward = await forwardMessage(ana.ctx, again);
    expect(onward.content.forwarded_from?.event_id).toBe(said.id);
    expect((await forwardMessage(ana.ctx, again)).id).toBe(onward.id);
    await expectRefusal(forwardMessage(ana.ctx, { ...again, comment: "else" }), "SW_IDEMPOTENCY_CONFLICT");
  });
});

describe("a removal", () => {
  test("reaches answers, forwards in rooms that nobody of the first is in, pins, drafts and links", async () => {
    const canary = "canary-0815";
    const said = await say(ben, here, canary);
    await editMessage(ben.ctx, { room_id: here, event_id: said.id, content: { body: `${canary} edited` } });
    const answer = await say(ana, here, "I see", { reply_to_event_id: said.id });
    await pinMessage(ana.ctx, { room_id: here, event_id: said.id });
    const forward = await forwardMessage(ana.ctx, { room_id: there, from_room_id: here, event_id: said.id });
    await setDraft(ana.ctx, { room_id: here, content: { body: "well", reply_to_event_id: said.id } });
    expect(JSON.stringify(await quoteOf(cleo, there, forward.id))).toContain(canary);

    await holds(() => redactMessage(ben.ctx, { room_id: here, event_id: said.id, reason: "slip" }));

    const read = [
      await quoteOf(cleo, there, forward.id),
      await quoteOf(ana, here, answer.id),
      await listPins(ana.ctx, { room_id: here }),
      await readDraft(ana.ctx, { room_id: here }),
      await readContext(ana.ctx, { room_id: here, event_id: said.id, before: 25, after: 25 }),
      await snapshot(ana.ctx),
      await snapshot(cleo.ctx),
      await world.log(),
      await world.owner`select row_to_json(e)::text as row from app.events e`,
    ];
    expect(JSON.stringify(read)).not.toContain(canary);
    expect(read[0]).toMatchObject({ content: {}, redacted_at: expect.any(String) });
    const seen = (await snapshot(cleo.ctx)).views[there]!.messages.find((message) => message.id === forward.id);
    expect(seen?.original_removed).toBe(true);
    await expectRefusal(
      forwardMessage(ana.ctx, { room_id: there, from_room_id: here, event_id: said.id }),
      "SW_EVENT_NOT_FOUND",
    );
    await expectRefusal(
      forwardMessage(cleo.ctx, { room_id: there, from_room_id: there, event_id: forward.id }),
      "SW_EVENT_NOT_FOUND",
    );
  });

  test("of the forward itself leaves nothing to quote", async () => {
    const said = await say(ben, here, "words");
    const forward = await forwardMessage(ana.ctx, { room_id: there, from_room_id: here, event_id: said.id });
    await holds(() => redactMessage(ana.ctx, { room_id: there, event_id: forward.id }));
    expect(await quoteOf(cleo, there, forward.id)).toBeUndefined();
    await holds(() => redactMessage(ben.ctx, { room_id: here, event_id: said.id }));
  });
});

describe("a link to a message", () => {
  const around = (room_id: string, event_id: string, before = 2, after = 2) => ({ room_id, event_id, before, after });

  test("finds the oldest, one in the middle, a removed one and one in a thread, among their neighbours", async () => {
    const room_id = await roomOf(ana, ben);
    const ids: string[] = [];
    for (let n = 0; n < 8; n += 1) ids.push((await say(ana, room_id, `${n}`)).id);
    const reply = await say(ben, room_id, "in the thread", { thread_root_id: ids[4]! });
    const first = await readContext(ben.ctx, around(room_id, ids[0]!, 100));
    // Before it stand the lines of Ben's coming.
    expect([first.has_more_before, first.has_more_after, first.messages.at(-1)!.id]).toEqual([false, true, ids[2]]);
    const middle = await readContext(ben.ctx, around(room_id, ids[4]!));
    expect(middle.messages.map((message) => message.content.body)).toEqual(["2", "3", "4", "5", "6"]);
    expect([middle.thread_root, middle.has_more_before, middle.has_more_after]).toEqual([null, true, true]);
    const inThread = await readContext(ben.ctx, around(room_id, reply.id));
    expect([inThread.event.id, inThread.thread_root!.id]).toEqual([reply.id, ids[4]]);
    expect(inThread.messages).toEqual(middle.messages);
    await redactMessage(ana.ctx, { room_id, event_id: ids[7]! });
    const gone = await readContext(ben.ctx, around(room_id, ids[7]!, 0, 0));
    expect(gone.messages).toMatchObject([{ id: ids[7], content: {}, redacted_at: expect.any(String) }]);
  });

  test("answers what is forbidden like what never was", async () => {
    const said = await say(ana, there, "not for Ben");
    const refused = [
      await expectRefusal(readContext(ben.ctx, around(there, said.id)), "SW_ROOM_NOT_FOUND"),
      await expectRefusal(readContext(ben.ctx, around(absentId, said.id)), "SW_ROOM_NOT_FOUND"),
      await expectRefusal(readContext(stranger.ctx, around(there, said.id)), "SW_ROOM_NOT_FOUND"),
    ];
    expect(new Set(refused.map((error) => error.message)).size).toBe(1);
    await expectRefusal(readContext(ben.ctx, around(here, said.id)), "SW_EVENT_NOT_FOUND");
    await expectRefusal(readQuotes(ben.ctx, { room_id: there, event_ids: [said.id] }), "SW_ROOM_NOT_FOUND");
    expect((await readQuotes(ben.ctx, { room_id: here, event_ids: [said.id] })).items).toEqual([]);
  });
});

describe("an incognito room", () => {
  test("shows nothing from before one came in, by whatever way one asks", async () => {
    const { id: room_id } = await createRoom(ana.ctx, { name: "Whispers", room_type: "incognito" });
    const early = await say(ana, room_id, "canary-early");
    await pinMessage(ana.ctx, { room_id, event_id: early.id });
    await inviteToRoom(ana.ctx, { room_id, participant_id: ben.participant.id });
    await holds(() => joinRoom(ben.ctx, { room_id }));
    const answer = await say(ana, room_id, "as I said", { reply_to_event_id: early.id });
    await say(ana, room_id, "hey", { thread_root_id: early.id, mentions: [ben.participant.id] });
    const read = [
      await readQuotes(ben.ctx, { room_id, event_ids: [answer.id, early.id] }),
      await listPins(ben.ctx, { room_id }),
      await listMessages(ben.ctx, { room_id, limit: 50, direction: "back" }),
      await listThreads(ben.ctx, { limit: 50, offset: 0 }),
      await readContext(ben.ctx, { room_id, event_id: answer.id, before: 50, after: 50 }),
      await snapshot(ben.ctx),
    ];
    expect(JSON.stringify(read)).not.toContain("canary-early");
    await expectRefusal(
      readContext(ben.ctx, { room_id, event_id: early.id, before: 0, after: 0 }),
      "SW_EVENT_NOT_FOUND",
    );
    await expectRefusal(readThread(ben.ctx, { room_id, root_id: early.id }), "SW_EVENT_NOT_FOUND");
    await expectRefusal(addReaction(ben.ctx, { room_id, event_id: early.id, emoji: "👍" }), "SW_EVENT_NOT_FOUND");
    expect(await quoteOf(ana, room_id, answer.id)).toMatchObject({ content: { body: "canary-early" } });
  });
});

describe("words that ask", () => {
  test("tell how many @room asks, count as a mention for each, and who of the mentioned is not there", async () => {
    const sent = await say(ana, here, "@room", {
      mentions_room: true,
      mentions: [ben.participant.id, cleo.participant.id, absentId, stranger.participant.id],
    });
    expect([sent.asks, sent.not_in_room]).toEqual([1, [cleo.participant.id]]);
    expect((await snapshot(ben.ctx)).rooms[here]!.unread.at(-1)).toMatchObject({
      event_id: sent.id,
      mentions_me: true,
    });
    await leaveRoom(ben.ctx, { room_id: here });
    const left = await say(ana, here, "still there?", { mentions: [ben.participant.id] });
    expect(left).toMatchObject({ not_in_room: [ben.participant.id] });
    expect(left.asks).toBeUndefined();
    await inviteToRoom(ana.ctx, { room_id: here, participant_id: ben.participant.id });
    await joinRoom(ben.ctx, { room_id: here });
  });

  test("of unknown kinds pass as they are, urgent ones are marked", async () => {
    const content = { msgtype: "org.example.poll", question: "Tea?", options: ["yes", "no"], priority: true };
    expect((await holds(() => sendMessage(ana.ctx, { room_id: here, content }))).content).toEqual(content);
  });
});
