import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AskHost } from "#/server/ai/ask-once.ts";
import { clearSummaries, compactRoom, roomSummaries } from "#/server/ai/compact-room.ts";
import { addMemory, editMemory, eraseMemory, forgetMemories, listMemories } from "#/server/ai/memory/memories.ts";
import { asTitle, titleRoom } from "#/server/ai/title-room.ts";
import { editMessage } from "#/server/messages/edit-message.ts";
import { redactMessage } from "#/server/messages/redact-message.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { setPower } from "#/server/rooms/power.ts";
import { deleteRoom } from "#/server/rooms/room-state.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "#/server/workspaces/members.ts";
import { addAi, bringIn } from "../../../../tests/support/ai-world.ts";
import { demoHost } from "../../../../tests/support/demo-host.ts";
import { absentId, expectRefusal } from "../../../../tests/support/refusal.ts";
import { makeWorld, type Person, rows, type World } from "../../../../tests/support/world.ts";

let world: World;
/** Made the room and the workspace; a member of both; a member of neither. */
let ana: Person;
let ben: Person;
let eve: Person;
let bot: Person;
let host: AskHost;
const page = { limit: 100, offset: 0 };

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben, eve] = [await world.person("ana"), await world.person("ben"), await world.person("eve")];
  bot = await addAi(world, "bot");
  host = demoHost(world);
});
afterAll(() => world.drop());

async function room(name: string): Promise<string> {
  const { id } = await createRoom(ana.ctx, { name });
  await bringIn(world, ana, id, ben, bot);
  return id;
}
const own = (who: Person) => ({ scope: "person", ownerId: who.participant.id }) as const;
const say = (who: Person, room_id: string, body: string) => sendMessage(who.ctx, { room_id, content: { body } });
const textsOf = (memories: { text: string }[]) => memories.map(({ text }) => text);

describe("what AIs remember of a person", () => {
  test("is theirs alone to see, change and erase", async () => {
    const tea = await addMemory(ana.ctx, own(ana), { text: "Ana likes tea" });
    expect(tea).toMatchObject({ scope: "person", owner_id: ana.participant.id, created_by: ana.participant.id });
    expect(await listMemories(ben.ctx, own(ben), page)).toEqual([]);
    await expectRefusal(listMemories(ben.ctx, own(ana), page), "SW_MEMORY_NOT_FOUND");
    await expectRefusal(editMemory(ben.ctx, own(ben), tea.id, "Ana likes gin"), "SW_MEMORY_NOT_FOUND");
    expect(await forgetMemories(ben.ctx, { memory_ids: [tea.id] })).toEqual({ forgotten: 0 });
    expect((await editMemory(ana.ctx, own(ana), tea.id, "Ana likes coffee")).text).toBe("Ana likes coffee");
    expect(await forgetMemories(ana.ctx, { memory_ids: [tea.id, absentId] })).toEqual({ forgotten: 1 });
    expect(await listMemories(ana.ctx, own(ana), page)).toEqual([]);
  });

  test("is there once, however often the same is written down", async () => {
    const [first, again] = [
      await addMemory(ben.ctx, own(ben), { text: "x" }),
      await addMemory(ben.ctx, own(ben), { text: "x" }),
    ];
    expect(again.id).toBe(first.id);
    await forgetMemories(ben.ctx, { filter: { all: true } });
  });

  test("is erased by words, which are no pattern, by age, or whole, but never by accident", async () => {
    for (const text of ["100% sure", "100 sure", "Old thing"]) await addMemory(eve.ctx, own(eve), { text });
    await expectRefusal(forgetMemories(eve.ctx, {}), "SW_BAD_REQUEST");
    await expectRefusal(forgetMemories(eve.ctx, { filter: {} }), "SW_BAD_REQUEST");
    expect(await forgetMemories(eve.ctx, { filter: { contains: "100% S" } })).toEqual({ forgotten: 1 });
    expect(await forgetMemories(eve.ctx, { filter: { before: "2020-01-01T00:00:00Z" } })).toEqual({ forgotten: 0 });
    expect(await forgetMemories(eve.ctx, { filter: { all: true } })).toEqual({ forgotten: 2 });
  });

  test("is bounded, with two who write at once", async () => {
    await rows(
      world,
      world,
      sql`
      insert into app.ai_memories (tenant_id, id, scope, owner_id, text, created_by, created_at, updated_at)
      select ${world.tenantId}, gen_random_uuid(), 'person', ${eve.participant.id}, 'fact ' || n, ${eve.participant.id}, now(), now()
      from generate_series(1, 499) n`,
    );
    const results = await Promise.allSettled(["a", "b"].map((text) => addMemory(eve.ctx, own(eve), { text })));
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await forgetMemories(eve.ctx, { filter: { all: true } });
  });
});

describe("what AIs remember for a room", () => {
  test("is for its members; who may set up AIs erases what others wrote", async () => {
    const place = { scope: "room", roomId: await room("Memory") } as const;
    const mine = await addMemory(ben.ctx, place, { text: "Thursday" });
    const other = await addMemory(ana.ctx, place, { text: "Friday" });
    expect(textsOf(await listMemories(ben.ctx, place, page)).sort()).toEqual(["Friday", "Thursday"]);
    await expectRefusal(listMemories(eve.ctx, place, page), "SW_ROOM_NOT_FOUND");
    await expectRefusal(addMemory(eve.ctx, place, { text: "x" }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(eraseMemory(ben.ctx, place, other.id), "SW_ROOM_FORBIDDEN");
    await expectRefusal(editMemory(ben.ctx, place, other.id, "x"), "SW_ROOM_FORBIDDEN");
    await expectRefusal(
      eraseMemory(ana.ctx, { scope: "room", roomId: await room("Other") }, mine.id),
      "SW_MEMORY_NOT_FOUND",
    );
    await eraseMemory(ben.ctx, place, mine.id);
    await setPower(ana.ctx, { room_id: place.roomId, participant_id: ben.participant.id, power_level: 50 });
    await eraseMemory(ben.ctx, place, other.id);
    expect(await listMemories(ana.ctx, place, page)).toEqual([]);
  });

  test("is not shown to who merely sees a public room", async () => {
    const { id: roomId } = await createRoom(ana.ctx, { name: "open", room_type: "public", room_alias: "open" });
    await expectRefusal(listMemories(eve.ctx, { scope: "room", roomId }, page), "SW_ROOM_FORBIDDEN");
  });

  test("goes with the room", async () => {
    const place = { scope: "room", roomId: await room("Gone") } as const;
    await addMemory(ana.ctx, place, { text: "numbat-canary" });
    await deleteRoom(ana.ctx, { room_id: place.roomId });
    expect(await rows(world, world, sql`select id from app.ai_memories where room_id = ${place.roomId}`)).toEqual([]);
  });

  test("is nothing in an incognito room, nor of one", async () => {
    const { id: roomId } = await createRoom(ana.ctx, { name: "Hidden", room_type: "incognito" });
    await expectRefusal(addMemory(ana.ctx, { scope: "room", roomId }, { text: "x" }), "SW_ROOM_TYPE_INVARIANT");
    await expectRefusal(addMemory(ana.ctx, own(ana), { text: "x", sourceRoomId: roomId }), "SW_ROOM_TYPE_INVARIANT");
    expect(await listMemories(ana.ctx, own(ana), page)).toEqual([]);
  });
});

test("what AIs remember for a workspace is read by viewers and written by editors", async () => {
  const { id } = await createWorkspace(ana.ctx, { name: "Team" });
  await addWorkspaceMember(ana.ctx, { workspace_id: id, participant_id: ben.participant.id, role: "viewer" });
  const place = { scope: "workspace", workspaceId: id } as const;
  const fact = await addMemory(ana.ctx, place, { text: "We ship on Thursdays" });
  expect(textsOf(await listMemories(ben.ctx, place, page))).toEqual(["We ship on Thursdays"]);
  await expectRefusal(addMemory(ben.ctx, place, { text: "x" }), "SW_WORKSPACE_FORBIDDEN");
  await expectRefusal(eraseMemory(ben.ctx, place, fact.id), "SW_WORKSPACE_FORBIDDEN");
  await expectRefusal(listMemories(eve.ctx, place, page), "SW_WORKSPACE_NOT_FOUND");
  await eraseMemory(ana.ctx, place, fact.id);
});

describe("a summary of a room", () => {
  test("is made by who may set up AIs there, shown to members, and no one else learns of it", async () => {
    const room_id = await room("Plans");
    await say(ana, room_id, "The launch is on Thursday.");
    const last = await say(ben, room_id, "I pay the printer.");
    await expectRefusal(compactRoom(host, ben.ctx, { room_id }), "SW_ROOM_FORBIDDEN");
    await expectRefusal(compactRoom(host, eve.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(compactRoom(host, ana.ctx, { room_id, participant_id: ben.participant.id }), "SW_AI_NOT_FOUND");
    const made = await compactRoom(host, ana.ctx, { room_id });
    expect(made).toEqual({ compacted: true, participant_ids: [bot.participant.id], until: last.stream_position });
    const [summary] = await roomSummaries(ben.ctx, { room_id });
    expect(summary!.summary).toContain("I pay the printer.");
    await expectRefusal(roomSummaries(eve.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    expect(await compactRoom(host, ana.ctx, { room_id })).toMatchObject({ compacted: false });
    const [spent] = await rows<{ purpose: string; outcome: string }>(
      world,
      world,
      sql`
      select purpose, outcome from app.ai_invocations where room_id = ${room_id}`,
    );
    expect(spent).toEqual({ purpose: "summary", outcome: "done" });
  });

  test("takes in what was said since, and the one before is forgotten", async () => {
    const room_id = await room("More");
    await say(ana, room_id, "First quokka things.");
    await compactRoom(host, ana.ctx, { room_id });
    await say(ana, room_id, "Then numbat things.");
    await compactRoom(host, ana.ctx, { room_id });
    const [summary, more] = await roomSummaries(ana.ctx, { room_id });
    expect(more).toBeUndefined();
    expect(summary!.summary).toContain("quokka");
    expect(summary!.summary).toContain("numbat");
    const words = await rows<{ content: object }>(
      world,
      world,
      sql`
      select content from app.events where room_id = ${room_id} and type = 'swp.ai.summary' order by stream_position`,
    );
    expect(words[0]!.content).toEqual({});
  });

  test.each(["edit", "redact"] as const)("is forgotten with the first word of it that somebody %ss", async (how) => {
    const room_id = await room(how);
    const { id: event_id } = await say(ana, room_id, "The wombat-canary is open.");
    await compactRoom(host, ana.ctx, { room_id });
    const later = await say(ana, room_id, "Later words.");
    await redactMessage(ana.ctx, { room_id, event_id: later.id });
    expect(await roomSummaries(ana.ctx, { room_id })).toHaveLength(1);
    if (how === "edit") await editMessage(ana.ctx, { room_id, event_id, content: { body: "Nothing." } });
    else await redactMessage(ana.ctx, { room_id, event_id });
    expect(await roomSummaries(ana.ctx, { room_id })).toEqual([]);
    const left = await rows(
      world,
      world,
      sql`
      select id from app.events where room_id = ${room_id} and type = 'swp.ai.summary' and content::text like '%canary%'`,
    );
    expect(left).toEqual([]);
  });

  test("can be taken back by who may make it, and not by others", async () => {
    const room_id = await room("Back");
    await say(ana, room_id, "Words.");
    await compactRoom(host, ana.ctx, { room_id });
    await expectRefusal(clearSummaries(ben.ctx, { room_id }), "SW_ROOM_FORBIDDEN");
    expect(await clearSummaries(ana.ctx, { room_id })).toEqual({ cleared: 1 });
    expect(await roomSummaries(ana.ctx, { room_id })).toEqual([]);
  });

  test("is never made of an incognito room", async () => {
    const { id: room_id } = await createRoom(ana.ctx, { name: "Hidden", room_type: "incognito" });
    await bringIn(world, ana, room_id, bot);
    await say(ana, room_id, "numbat");
    await expectRefusal(compactRoom(host, ana.ctx, { room_id }), "SW_ROOM_TYPE_INVARIANT");
    await expectRefusal(titleRoom(host, ana.ctx, { room_id }), "SW_ROOM_TYPE_INVARIANT");
  });

  test("is made by either person in a direct room", async () => {
    const { id: room_id } = await createDm(ana.ctx, { participant_id: bot.participant.id });
    await rows(
      world,
      world,
      sql`
      insert into app.room_ai (tenant_id, room_id, participant_id, engagement, updated_at)
      values (${world.tenantId}, ${room_id}, ${bot.participant.id}, 'always', now()) on conflict do nothing`,
    );
    await say(ana, room_id, "The launch is on Thursday.");
    expect(await compactRoom(host, ana.ctx, { room_id })).toMatchObject({ compacted: true });
  });
});

describe("a title", () => {
  test("is given by the one who may name the room, in words of what was said", async () => {
    const room_id = await room("untitled");
    await expectRefusal(titleRoom(host, ana.ctx, { room_id: absentId }), "SW_ROOM_NOT_FOUND");
    await say(ana, room_id, "The invoice of the printer. The invoice is late.");
    await expectRefusal(titleRoom(host, ben.ctx, { room_id }), "SW_ROOM_FORBIDDEN");
    expect((await titleRoom(host, ana.ctx, { room_id })).name).toMatch(/invoice/i);
  });

  test.each([
    ['"Launch plan."', "Launch plan"],
    ["# Title: Launch\nand more", "Launch"],
    ["\n\n**Launch**", "Launch"],
    ["x".repeat(500), "x".repeat(80)],
  ])("of %j is %j", (answer, title) => expect(asTitle(answer)).toBe(title));
});
