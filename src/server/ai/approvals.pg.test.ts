import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { approvalMs } from "#/domain/ai/tool-calls.ts";
import {
  decideCall,
  expireApproval,
  listApprovedTools,
  listWaitingCalls,
  revokeApproval,
} from "#/server/ai/approvals.ts";
import { cancelCalls } from "#/server/ai/tools/settle-call.ts";
import { transact } from "#/server/database/transact.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { setPower } from "#/server/rooms/power.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { setToolStage } from "../../../tests/support/tool-stage.ts";

const stage = setToolStage();
const { ran, resume } = stage;

describe("a tool with side effects", () => {
  const ask = async (text = "now") => (await stage.request({ name: "shout", args: { text } })).calls[0]!;

  test("waits, and the executor does not run it, whoever calls it", async () => {
    const call = await ask();
    expect(call).toMatchObject({ state: "waiting", expires_at: expect.any(String) });
    await stage.run();
    expect(ran).not.toHaveBeenCalled();
    expect(await listWaitingCalls(stage.ben.ctx, { room_id: stage.roomId, limit: 50, offset: 0 })).toContainEqual(call);
    // Even a row that somebody forced to be approved: nobody's name stands for it.
    await stage.update(sql`update app.ai_tool_calls set state = 'approved' where id = ${call.id}`);
    await stage.run();
    expect(ran).not.toHaveBeenCalled();
    expect(await stage.calls()).toMatchObject([
      { state: "failed", result: expect.stringContaining("Nobody approved") },
    ]);
  });

  test("is approved by one with the power, once, and carries their name", async () => {
    const call = await ask();
    expect(await stage.decide(stage.ana, call)).toMatchObject({
      state: "approved",
      decided_by: stage.ana.participant.id,
    });
    expect(resume).toHaveBeenCalledWith(expect.anything(), stage.turn.id);
    await stage.run();
    expect(await stage.calls()).toMatchObject([
      { state: "done", result: "shouted", decided_by: stage.ana.participant.id },
    ]);
    expect(await ask("again")).toMatchObject({ state: "waiting" });
    await expectRefusal(stage.decide(stage.ana, call), "SW_AI_APPROVAL_VOID");
  });

  test("is not approved by a member without the power, an outsider, another tenant, or any AI, whatever its power", async () => {
    const call = await ask();
    await expectRefusal(stage.decide(stage.ben, call), "SW_ROOM_FORBIDDEN");
    await expectRefusal(stage.decide(await stage.world.person("olga"), call), "SW_ROOM_NOT_FOUND");
    await expectRefusal(
      stage.decide(await (await stage.world.tenant("acme")).person("eve"), call),
      "SW_ROOM_NOT_FOUND",
    );
    await setPower(stage.ana.ctx, { room_id: stage.roomId, participant_id: stage.bot.participant.id, power_level: 90 });
    await expectRefusal(stage.decide(stage.bot, call), "SW_ROOM_FORBIDDEN");
    await setPower(stage.ana.ctx, { room_id: stage.roomId, participant_id: stage.bot.participant.id, power_level: 0 });
    await stage.run();
    expect(ran).not.toHaveBeenCalled();
  });

  test("of another room can't be decided by whoever has power here", async () => {
    const call = await ask();
    const { id } = await createRoom(stage.ben.ctx, { name: "mine" });
    const here = { room_id: id, decision: "once" as const };
    await expectRefusal(decideCall(stage.ben.ctx, resume, { ...here, call_id: call.id }), "SW_AI_TURN_NOT_FOUND");
    await expectRefusal(decideCall(stage.ben.ctx, resume, { ...here, call_id: absentId }), "SW_AI_TURN_NOT_FOUND");
  });

  test("that is denied never runs, and the model is told", async () => {
    const call = await ask();
    expect(await stage.decide(stage.ana, call, "deny")).toMatchObject({
      state: "denied",
      took_ms: null,
      result: expect.stringContaining("did not allow"),
    });
    await stage.run();
    expect(ran).not.toHaveBeenCalled();
  });

  test("that is approved always runs at once from then on, until that is taken back or its approver may no longer", async () => {
    await stage.decide(stage.ana, await ask(), "always");
    expect(await listApprovedTools(stage.ben.ctx, { room_id: stage.roomId })).toEqual([
      { participant_id: stage.bot.participant.id, tool: "shout", approved_by: stage.ana.participant.id },
    ]);
    expect(await ask("2")).toMatchObject({ state: "approved", decided_by: stage.ana.participant.id });
    const approval = { room_id: stage.roomId, participant_id: stage.bot.participant.id, tool: "shout" };
    await expectRefusal(revokeApproval(stage.ben.ctx, approval), "SW_ROOM_FORBIDDEN");
    await revokeApproval(stage.ana.ctx, approval);
    expect(await ask("3")).toMatchObject({ state: "waiting" });

    await setPower(stage.ana.ctx, { room_id: stage.roomId, participant_id: stage.ben.participant.id, power_level: 60 });
    await stage.decide(stage.ben, await ask("4"), "always");
    expect(await ask("5")).toMatchObject({ state: "approved", decided_by: stage.ben.participant.id });
    await setPower(stage.ana.ctx, { room_id: stage.roomId, participant_id: stage.ben.participant.id, power_level: 0 });
    expect(await ask("6")).toMatchObject({ state: "waiting" });
    await stage.run();
    expect((await stage.calls()).find(({ arguments: args }) => args.includes('"5"'))).toMatchObject({
      state: "failed", result: expect.stringContaining("may no longer"),
    }); // biome-ignore format: one call
    await revokeApproval(stage.ana.ctx, approval);
  });

  test("runs with the exact arguments that were approved or not at all", async () => {
    const call = await ask("harmless");
    await stage.decide(stage.ana, call);
    await stage.update(sql`update app.events set content = jsonb_set(content, '{call,arguments}', '"{\\"text\\":\\"else\\"}"')
      where id = (select event_id from app.ai_tool_calls where id = ${call.id})`);
    await stage.run();
    expect(ran).not.toHaveBeenCalled();
    expect(await stage.calls()).toMatchObject([
      { state: "failed", result: expect.stringContaining("not those that were approved") },
    ]);
  });

  test("on which nobody decides expires, and an approval that comes too late is void", async () => {
    const call = await ask();
    stage.world.clock.advance(approvalMs);
    await expectRefusal(stage.decide(stage.ana, call), "SW_AI_APPROVAL_VOID");
    await expireApproval(stage.host, stage.turn.tenantId, call.id, resume);
    expect(resume).toHaveBeenCalledTimes(1);
    expect(await stage.calls()).toMatchObject([
      { state: "expired", result: expect.stringContaining("within 10 minutes") },
    ]);
    await expireApproval(stage.host, stage.turn.tenantId, call.id, resume);
    expect(resume).toHaveBeenCalledTimes(1);
  });

  test("that was approved long ago does not run any more", async () => {
    await stage.decide(stage.ana, await ask());
    stage.world.clock.advance(approvalMs + 1);
    await stage.run();
    expect(ran).not.toHaveBeenCalled();
    expect(await stage.calls()).toMatchObject([{ state: "failed", result: expect.stringContaining("has expired") }]);
  });

  test("of a turn that was stopped can't be approved, and does not run", async () => {
    const [waiting, approved] = [await ask("1"), await ask("2")];
    await stage.decide(stage.ana, approved);
    await transact(stage.world.database, stage.turn.tenantId, stage.world.clock.now(), async (tx) => {
      await tx.rows(sql`update app.ai_turns set state = 'cancelled' where id = ${stage.turn.id}`);
      return tx.emit(await cancelCalls(tx, stage.host, stage.turn.id), () => undefined);
    });
    await expectRefusal(stage.decide(stage.ana, waiting), "SW_AI_APPROVAL_VOID");
    await stage.run();
    expect(ran).not.toHaveBeenCalled();
    expect((await stage.calls()).map(({ state }) => state)).toEqual(["cancelled", "cancelled"]);
  });

  test("lets the turn go on only when the last one that waits was decided", async () => {
    const { calls: both } = await stage.request(
      { name: "shout", args: { text: "1" } },
      { name: "shout", args: { text: "2" } },
    );
    await stage.decide(stage.ana, both[0]!);
    expect(resume).not.toHaveBeenCalled();
    await stage.decide(stage.ana, both[1]!, "deny");
    expect(resume).toHaveBeenCalledTimes(1);
  });

  test("in a direct room is decided by the person, who has no power there", async () => {
    const { id } = await createDm(stage.ben.ctx, { participant_id: stage.bot.participant.id });
    await stage.update(sql`insert into app.room_ai (tenant_id, room_id, participant_id, engagement, updated_at)
      values (${stage.turn.tenantId}, ${id}, ${stage.bot.participant.id}, 'always', now()) on conflict do nothing`);
    await stage.ask(stage.ben, id);
    const call = await ask();
    const input = { room_id: id, call_id: call.id, decision: "once" as const };
    await expectRefusal(decideCall(stage.bot.ctx, resume, input), "SW_ROOM_FORBIDDEN");
    expect(await decideCall(stage.ben.ctx, resume, input)).toMatchObject({ state: "approved" });
    await stage.run();
    expect(await stage.calls()).toMatchObject([{ state: "done" }]);
    expect(ran.mock.calls[0]![2].shared).toBe(false);
  });

  test("decided by two at once is decided by one", async () => {
    const call = await ask();
    const outcomes = await Promise.allSettled([
      stage.decide(stage.ana, call),
      stage.decide(stage.ana, call, "deny"),
      stage.decide(stage.ana, call),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
