import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { maxDrafts } from "#/domain/messages/draft.ts";
import { listDrafts, readDraft, setDraft } from "#/server/messages/drafts.ts";
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
let outsider: Person;
let stranger: Person;
let room_id: string;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben, outsider] = [await world.person("ana"), await world.person("ben"), await world.person("olga")];
  stranger = await (await world.tenant("acme")).person("ana");
  room_id = await roomOf(ana, ben);
});
afterAll(() => world.drop());

async function roomOf(owner: Person, ...others: Person[]): Promise<string> {
  const { id } = await createRoom(owner.ctx, { name: "talk" });
  for (const other of others) {
    await inviteToRoom(owner.ctx, { room_id: id, participant_id: other.participant.id });
    await joinRoom(other.ctx, { room_id: id });
  }
  return id;
}

/** Holds for the one who writes and for one beside them. */
const holds = <T>(action: () => Promise<T>): Promise<T> => {
  world.clock.advance(1000);
  return expectSyncLaw(ana.ctx, () => expectSyncLaw(ben.ctx, action));
};
const keep = (person: Person, body: string | null, more: object = {}) =>
  setDraft(person.ctx, { room_id, content: body === null ? null : { body }, ...more });
const wordsIn = async (words: string) => {
  const dump = await world.owner`select row_to_json(e)::text as row from app.events e`;
  return JSON.stringify(dump).includes(words);
};

describe("drafts", () => {
  test("are kept for the room and each thread, told to one's own devices, and listed by their beginning", async () => {
    const root = await sendMessage(ben.ctx, { room_id, content: { body: "root" } });
    const head = await world.head();
    const long = "word ".repeat(100);
    const { draft } = await holds(() => keep(ana, long));
    await holds(() => keep(ana, "in the thread", { thread_root_id: root.id }));
    expect(await readDraft(ana.ctx, { room_id })).toEqual({ draft });
    const { items } = await listDrafts(ana.ctx, { limit: 50, offset: 0 });
    expect(items.map((each) => each.excerpt)).toEqual(["in the thread", long.slice(0, 200)]);
    expect(Object.keys((await snapshot(ana.ctx)).drafts).sort()).toEqual([room_id, root.id].sort());
    expect((await readDraft(ben.ctx, { room_id })).draft).toBeNull();
    for (const event of await world.log(head)) {
      expect(event).toMatchObject({
        type: "swp.draft",
        audience: { kind: "participants", also: [ana.participant.id] },
      });
    }
    await holds(() => keep(ana, null));
    await holds(() => keep(ana, null, { thread_root_id: root.id }));
    expect((await snapshot(ana.ctx)).drafts).toEqual({});
  });

  test("are for who may write there", async () => {
    await expectRefusal(keep(outsider, "x"), "SW_ROOM_NOT_FOUND");
    await expectRefusal(keep(stranger, "x"), "SW_ROOM_NOT_FOUND");
    await expectRefusal(keep(ana, "x", { thread_root_id: absentId }), "SW_EVENT_NOT_FOUND");
    await expectRefusal(keep(ana, "x".repeat(65_600)), "SW_CONTENT_TOO_LARGE");
    await expectRefusal(keep(ana, "half \ud800"), "SW_BAD_REQUEST");
    expect((await keep(ana, "mine")).draft?.content.body).toBe("mine");
    await keep(ana, null);
  });

  test("belong to the last writer, who is told what was replaced unseen; what was seen is replaced silently", async () => {
    const first = await keep(ana, "from the phone", { base: null });
    const onward = await keep(ana, "from the phone, on", { base: first.draft!.version });
    expect(onward.replaced).toBeNull();
    const head = await world.head();
    const late = await holds(() => keep(ana, "from the laptop", { base: first.draft!.version }));
    expect(late.replaced).toMatchObject({ content: { body: "from the phone, on" }, version: onward.draft!.version });
    expect((await world.log(head))[0]!.content).toMatchObject({ replaced: late.replaced });
    const undone = await holds(() =>
      setDraft(ana.ctx, { room_id, content: late.replaced!.content, base: late.draft!.version }),
    );
    expect(undone).toMatchObject({ draft: { content: { body: "from the phone, on" } }, replaced: null });
    const discarded = await keep(ana, null, { base: first.draft!.version });
    expect(discarded.replaced?.content.body).toBe("from the phone, on");
  });

  test("go with what is sent, and leave no word of theirs in the log", async () => {
    const root = await sendMessage(ben.ctx, { room_id, content: { body: "root" } });
    await keep(ana, "canary-draft one");
    await keep(ana, "canary-draft two");
    await keep(ana, "stays", { thread_root_id: root.id });
    await holds(() => sendMessage(ana.ctx, { room_id, content: { body: "said" } }));
    expect((await readDraft(ana.ctx, { room_id })).draft).toBeNull();
    expect(await wordsIn("canary-draft")).toBe(false);
    await holds(() => sendMessage(ana.ctx, { room_id, content: { body: "said there", thread_root_id: root.id } }));
    expect((await listDrafts(ana.ctx, { limit: 50, offset: 0 })).items).toEqual([]);
  });

  test("end with being in the room, and coming back brings none", async () => {
    const other = await roomOf(ana, ben);
    await setDraft(ben.ctx, { room_id: other, content: { body: "canary-left behind" } });
    await holds(() => leaveRoom(ben.ctx, { room_id: other }));
    expect(await wordsIn("canary-left")).toBe(false);
    await expectRefusal(readDraft(ben.ctx, { room_id: other }), "SW_ROOM_NOT_FOUND");
    await inviteToRoom(ana.ctx, { room_id: other, participant_id: ben.participant.id });
    await holds(() => joinRoom(ben.ctx, { room_id: other }));
    expect((await readDraft(ben.ctx, { room_id: other })).draft).toBeNull();
  });

  test("lose what they quote when it is removed, whoever's they are", async () => {
    const said = await sendMessage(ana.ctx, { room_id, content: { body: "quoted" } });
    for (const person of [ana, ben]) {
      await setDraft(person.ctx, { room_id, content: { body: "I object", reply_to_event_id: said.id } });
    }
    await holds(() => redactMessage(ana.ctx, { room_id, event_id: said.id }));
    for (const person of [ana, ben]) {
      expect((await readDraft(person.ctx, { room_id })).draft?.content).toEqual({ body: "I object" });
      await keep(person, null);
    }
  });

  test("are at most two hundred a person; the oldest gives way", async () => {
    const roots: string[] = [];
    for (let n = 0; n <= maxDrafts; n += 1) {
      roots.push((await sendMessage(ben.ctx, { room_id, content: { body: `${n}` } })).id);
    }
    for (const thread_root_id of roots.slice(0, maxDrafts)) {
      world.clock.advance(1000);
      await keep(ana, "more", { thread_root_id });
    }
    await holds(() => keep(ana, "one too many", { thread_root_id: roots.at(-1)! }));
    const kept = Object.keys((await snapshot(ana.ctx)).drafts);
    expect(kept).toHaveLength(maxDrafts);
    expect(kept).not.toContain(roots[0]);
  });
});
