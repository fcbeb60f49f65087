import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { updateAiSettingsInput } from "#/domain/ai/inputs.ts";
import type { AskHost } from "#/server/ai/ask-once.ts";
import { catchUp } from "#/server/ai/catch-up.ts";
import { updateAiSettings } from "#/server/ai/tenant-settings.ts";
import { redactMessage } from "#/server/messages/redact-message.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import type { ChatRequest } from "#/server/ports/inference/port.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { addAi, bringIn } from "../../../tests/support/ai-world.ts";
import { demoHost, quickDemo } from "../../../tests/support/demo-host.ts";
import { findWord } from "../../../tests/support/find-word.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, rows, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let eve: Person;
let bot: Person;
let host: AskHost;
const requests: ChatRequest[] = [];
let beforeAnswer = async () => {};

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben, eve] = [await world.person("ana"), await world.person("ben"), await world.person("eve")];
  bot = await addAi(world, "bot");
  const demo = quickDemo();
  const answering: typeof demo = Object.create(demo, {
    chat: {
      value: async function* (request: ChatRequest, signal: AbortSignal) {
        requests.push(request);
        await beforeAnswer();
        yield* demo.chat(request, signal);
      },
    },
  });
  host = demoHost(world, [], answering);
});
afterAll(() => world.drop());

async function roomOf(more: object, ...guests: Person[]): Promise<string> {
  const { id } = await createRoom(ana.ctx, { name: "Launch", ...more });
  await bringIn(world, ana, id, ...guests);
  return id;
}
const say = (room_id: string, body: string) => sendMessage(ana.ctx, { room_id, content: { body } });

describe("what one missed, summed up by an AI", () => {
  test("is of what was said after a position, for the asker alone: no table and no event has it", async () => {
    const room_id = await roomOf({}, ben, bot);
    const before = await say(room_id, "The budget of yesterday is approved.");
    await say(room_id, "The zanzibar launch moves to Friday.");
    const head = await world.head();
    requests.length = 0;
    const told = await catchUp(host, ben.ctx, { room_id, after: before.stream_position });
    expect(told).toMatchObject({ participant_id: bot.participant.id, messages: 1 });
    expect(told.summary).toMatch(/zanzibar/);
    expect(JSON.stringify(requests)).not.toContain("budget of yesterday");
    expect(await world.head()).toBe(head);
    expect(await findWord(world, "zanzibar")).toEqual(["app.events"]);
    const [paid] = await rows<{ asker_id: string; purpose: string }>(
      world,
      world,
      sql`select asker_id, purpose from app.ai_invocations where room_id = ${room_id}`,
    );
    expect(paid).toEqual({ asker_id: ben.participant.id, purpose: "summary" });
    await expectRefusal(catchUp(host, ben.ctx, { room_id, after: await world.head() }), "SW_BAD_REQUEST");
  });

  test("leaves nothing of a call that is under way where an AI holds its budget", async () => {
    const room_id = await roomOf({}, bot);
    await say(room_id, "The quokka arrives at nine.");
    let during: string[] = [];
    let holds = 0;
    beforeAnswer = async () => {
      during = await findWord(world, "quokka");
      holds = (await rows(world, world, sql`select from app.ai_holds where room_id = ${room_id}`)).length;
    };
    await catchUp(host, ana.ctx, { room_id, after: 0 });
    beforeAnswer = async () => {};
    expect(holds).toBe(1);
    expect(during).toEqual(["app.events"]);
    expect(await rows(world, world, sql`select from app.ai_holds where room_id = ${room_id}`)).toEqual([]);
  });

  test("is refused when words of it were removed while the AI read them", async () => {
    const room_id = await roomOf({}, bot);
    const { id: event_id } = await say(room_id, "My number is 1234.");
    beforeAnswer = async () => void (await redactMessage(ana.ctx, { room_id, event_id }));
    await expectRefusal(catchUp(host, ana.ctx, { room_id, after: 0 }), "SW_AI_BUSY");
    beforeAnswer = async () => {};
    await expectRefusal(catchUp(host, ana.ctx, { room_id, after: 0 }), "SW_BAD_REQUEST");
  });

  test("needs a place in the room and an AI there, and a room that is not incognito", async () => {
    const room_id = await roomOf({}, ben, bot);
    await say(room_id, "words");
    await expectRefusal(catchUp(host, eve.ctx, { room_id, after: 0 }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(catchUp(host, ana.ctx, { room_id: absentId, after: 0 }), "SW_ROOM_NOT_FOUND");
    const other = { room_id, after: 0, participant_id: ben.participant.id };
    await expectRefusal(catchUp(host, ana.ctx, other), "SW_AI_NOT_FOUND");
    await expectRefusal(catchUp(host, ana.ctx, { room_id: await roomOf({}, ben), after: 0 }), "SW_AI_NOT_FOUND");
    const hush = await roomOf({ room_type: "incognito" }, bot);
    await say(hush, "not for any summary");
    requests.length = 0;
    await expectRefusal(catchUp(host, ana.ctx, { room_id: hush, after: 0 }), "SW_ROOM_TYPE_INVARIANT");
    expect(requests).toEqual([]);
  });

  test("is not there for a tenant that hides AI", async () => {
    const room_id = await roomOf({}, bot);
    await say(room_id, "words");
    const hiding = (hidden: boolean) =>
      updateAiSettings(
        ana.ctx,
        { instanceGateway: false, seal: () => new Uint8Array() },
        updateAiSettingsInput.parse({ hidden }),
      );
    await hiding(true);
    host.gateways.changed(world.tenantId);
    await expectRefusal(catchUp(host, ana.ctx, { room_id, after: 0 }), "SW_AI_NOT_FOUND");
    await hiding(false);
    host.gateways.changed(world.tenantId);
    expect((await catchUp(host, ana.ctx, { room_id, after: 0 })).messages).toBe(1);
  });
});
