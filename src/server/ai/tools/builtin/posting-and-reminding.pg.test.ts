import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { deliverReminder } from "#/server/ai/tools/builtin/reminders.ts";
import { runCalls } from "#/server/ai/tools/run-calls.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { leaveRoom } from "#/server/rooms/membership.ts";
import { bringIn } from "../../../../../tests/support/ai-world.ts";
import { setBuiltinStage } from "../../../../../tests/support/builtin-stage.ts";
import { rows } from "../../../../../tests/support/world.ts";

const stage = setBuiltinStage();

describe("posting in another room", () => {
  test("happens in the AI's own name, says for whom, mentions nobody, and once however often it runs", async () => {
    const done = await stage.call("post_message", { room: "launch", text: "Hello @room @ben, we fly \u202Eevil" });
    expect(done).toMatchObject({ state: "done", side_effects: true, decided_by: stage.ana.participant.id });
    const posted = (await stage.said(stage.shared)).at(-1)!;
    expect(posted).toMatchObject({
      sender_id: stage.bot.participant.id, content: { body: "Hello @room @ben, we fly evil", asked_by: stage.ana.participant.id }, event_uuid: done.id,
    }); // biome-ignore format: one message
    expect(posted.content).not.toHaveProperty("mentions");
    expect(posted.content).not.toHaveProperty("mentions_room");
    await rows(stage.world, stage.world, sql`update app.ai_tool_calls set state = 'running' where id = ${done.id}`);
    await rows(stage.world, stage.world, sql`update app.ai_turns set state = 'running' where id = ${done.turn_id}`);
    const [turn] = await rows<{ attempt: number }>(
      stage.world,
      stage.world,
      sql`update app.ai_turns set attempt = 2 where id = ${done.turn_id} returning attempt`,
    );
    const place = { tenantId: stage.world.tenantId, id: done.turn_id, roomId: stage.dm, threadRootId: null, step: 0 };
    await runCalls(
      stage.host,
      { ...place, participantId: stage.bot.participant.id, askerId: stage.ana.participant.id, attempt: turn!.attempt },
      new AbortController().signal,
    );
    expect((await stage.said(stage.shared)).filter(({ event_uuid }) => event_uuid === done.id)).toHaveLength(1);
  });

  test("needs both: a room that only one of them is in is not there, by name or by id", async () => {
    const onlyBen = (await createRoom(stage.ben.ctx, { name: "Bens" })).id;
    await bringIn(stage.world, stage.ben, onlyBen, stage.bot);
    const onlyAna = (await createRoom(stage.ana.ctx, { name: "No bots" })).id;
    for (const name of ["Bens", onlyBen, "No bots", onlyAna, "nowhere", "%"]) {
      expect(await stage.call("post_message", { room: name, text: "x" })).toMatchObject({
        state: "failed", result: expect.stringContaining("no such room"),
      }); // biome-ignore format: one call
    }
  });

  test("needs the right to speak there, of the one who asks as well", async () => {
    const board = (await createRoom(stage.ana.ctx, { name: "Board" })).id;
    await bringIn(stage.world, stage.ana, board, stage.ben, stage.bot);
    await rows(stage.world, stage.world, sql`update app.rooms set required_power = '{"send": 50}' where id = ${board}`);
    const asBen = {
      roomId: (await createDm(stage.ben.ctx, { participant_id: stage.bot.participant.id })).id,
      asker: stage.ben,
    };
    expect(await stage.call("post_message", { room: "Board", text: "x" }, asBen)).toMatchObject({ state: "failed" });
    await rows(
      stage.world,
      stage.world,
      sql`update app.room_members set power_level = 50 where room_id = ${board} and participant_id = ${stage.bot.participant.id}`,
    );
    expect(await stage.call("post_message", { room: "Board", text: "x" }, asBen)).toMatchObject({ state: "failed" });
    expect((await stage.said(board)).filter(({ sender_id }) => sender_id === stage.bot.participant.id)).toEqual([]);
  });
});

describe("reminders", () => {
  const due = () => rows<{ id: string; run_at: Date }>(stage.world, stage.world, sql`select id, run_at from app.jobs where kind = 'ai.reminder' and status = 'queued' order by run_at`); // biome-ignore format: one query

  test("come in the same room, in the AI's name, to the one who asked, once", async () => {
    const made = await stage.call(
      "remind_me",
      { text: "call the printer", in_minutes: 30 },
      { roomId: stage.shared, asker: stage.ben },
    );
    expect(made).toMatchObject({ state: "done", side_effects: false });
    expect(await due()).toHaveLength(1);
    const list = await stage.call("list_reminders", {}, { roomId: stage.shared, asker: stage.ben });
    expect(list.result).toContain("09:30 UTC: call the printer");
    expect((await stage.call("list_reminders", {}, { roomId: stage.shared, asker: stage.ana })).result).toBe("");
    await deliverReminder(stage.host, stage.world.tenantId, made.id);
    await deliverReminder(stage.host, stage.world.tenantId, made.id);
    const told = (await stage.said(stage.shared)).filter(({ content }) => content.body?.includes("call the printer"));
    expect(told).toMatchObject([
      { sender_id: stage.bot.participant.id, content: { mentions: [stage.ben.participant.id] } },
    ]);
    expect((await stage.call("list_reminders", {}, { roomId: stage.shared, asker: stage.ben })).result).toBe("");
  });

  test("can be cancelled by their owner alone, and then stay silent", async () => {
    const { id } = await stage.call(
      "remind_me",
      { text: "never mind", at: "2026-03-03T09:00:00+01:00" },
      { roomId: stage.shared, asker: stage.ben },
    );
    expect(await stage.call("cancel_reminder", { id }, { roomId: stage.shared, asker: stage.ana })).toMatchObject({
      state: "failed",
    });
    expect(await stage.call("cancel_reminder", { id }, { roomId: stage.shared, asker: stage.ben })).toMatchObject({
      state: "done",
    });
    await deliverReminder(stage.host, stage.world.tenantId, id);
    expect((await stage.said(stage.shared)).some(({ content }) => content.body?.includes("never mind"))).toBe(false);
  });

  test.each([
    [{ text: "x", at: "2020-01-01T00:00:00Z" }, "past"],
    [{ text: "x", at: "2099-01-01T00:00:00Z" }, "one year"],
    [{ text: "x", at: "2026-03-03T09:00:00" }, "no offset"],
    [{ text: "x", at: "soon" }, "ISO 8601"],
    [{ text: "x" }, "don't fit"],
    [{ text: "x", at: "2026-03-03T09:00:00Z", in_minutes: 5 }, "don't fit"],
    [{ text: "", in_minutes: 5 }, "don't fit"],
    [{ text: "x", in_minutes: 0.5 }, "don't fit"],
  ])("refuse %o", async (args, problem) => {
    expect(await stage.call("remind_me", args)).toMatchObject({
      state: "failed",
      result: expect.stringContaining(problem),
    });
  });

  test("are at most twenty of one person in one room", async () => {
    for (let n = 0; n < 20; n += 1)
      expect((await stage.call("remind_me", { text: `n${n}`, in_minutes: 60 })).state).toBe("done");
    expect(await stage.call("remind_me", { text: "more", in_minutes: 60 })).toMatchObject({
      state: "failed",
      result: expect.stringContaining("20 reminders"),
    });
  });

  test("are not told to a room that their owner has left, nor with words that were forgotten", async () => {
    const dan = await stage.world.person("dan");
    await bringIn(stage.world, stage.ana, stage.shared, dan);
    const { id } = await stage.call(
      "remind_me",
      { text: "dans secret", in_minutes: 5 },
      { roomId: stage.shared, asker: dan },
    );
    await leaveRoom(dan.ctx, { room_id: stage.shared });
    await deliverReminder(stage.host, stage.world.tenantId, id);
    expect((await stage.said(stage.shared)).some(({ content }) => content.body?.includes("dans secret"))).toBe(false);
  });
});
