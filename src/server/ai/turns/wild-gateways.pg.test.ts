import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listMessages } from "#/server/messages/list-messages.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { gatewayBase } from "#/server/ports/inference/gateway-address.ts";
import { OpenAiGateway } from "#/server/ports/inference/openai.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { until } from "../../../../party/testing/until.ts";
import { AiProcess, type StoredTurn, turnsIn } from "../../../../tests/support/ai-stage.ts";
import { addAi, pluginOf } from "../../../../tests/support/ai-world.ts";
import {
  type Answer,
  calling,
  delta,
  done,
  type Gateway,
  saying,
  startGateway,
} from "../../../../tests/support/gateway.ts";
import { makeWorld, type Person, rows, type World } from "../../../../tests/support/world.ts";

let world: World;
let ana: Person;
let web: AiProcess;
let gateway: Gateway;
let room_id: string;
let made = 0;
const looked: string[] = [];

beforeAll(async () => {
  [world, gateway] = await Promise.all([makeWorld(), startGateway()]);
  ana = await world.person("ana");
  const look = pluginOf("look", async (_, args) => {
    looked.push(JSON.stringify(args));
    return "seen";
  });
  web = new AiProcess(world, [look]);
  web.model.scripts = [(request, signal) => patient(60_000).chat(request, signal)];
  web.start();
});
afterAll(async () => {
  await web.end();
  await gateway.stop();
  await world.drop();
});
beforeEach(async () => {
  made += 1;
  looked.length = 0;
  const bot = await addAi(world, `bot${made}`, { plugins: ["test.look"] });
  room_id = (await createDm(web.as(ana), { participant_id: bot.participant.id })).id;
});

/** Our side of the gateway, which gives up one that is silent for so long. */
const patient = (idleMs: number) =>
  new OpenAiGateway({ base: gatewayBase(gateway.url, "anywhere"), reach: "anywhere", token: async () => null, limits: { idleMs } }); // biome-ignore format: one gateway

/** The turn that a question led to, and what the room holds of it, when the gateway answers so. */
async function asked(...answers: Answer[]) {
  gateway.next(...answers);
  await sendMessage(web.as(ana), { room_id, content: { body: "hello" } });
  const over = (found: StoredTurn[]) => found.length === 1 && !["queued", "running"].includes(found[0]!.state);
  const [turn] = await until(() => turnsIn(world, room_id), over);
  const { messages } = await listMessages(ana.ctx, { room_id, limit: 50, direction: "back" });
  const said = messages.flatMap(({ content }) => (content.ai ? [content.body ?? ""] : []));
  const errors = (await world.log()).filter(({ type, room_id: at }) => type === "swp.model.error" && at === room_id);
  const left = await rows(world, world, sql`select from app.ai_turn_chunks where turn_id = ${turn!.id}`);
  expect(left).toEqual([]);
  return { state: turn!.state, code: turn!.code, said, told: errors.map(({ content }) => content) };
}

/** Told in a sentence that quotes nothing the gateway said. */
const failed = (code: string, ...said: string[]) => ({
  state: "failed",
  code,
  said,
  told: [expect.objectContaining({ code, message: expect.not.stringMatching(/canary|undefined|JSON/) })],
});

const wire = (content: unknown) => Buffer.from(`data: ${JSON.stringify(delta(content).data)}\n\n`);

describe("an answer of a gateway that", () => {
  test("speaks well is said", async () => {
    expect(await asked(saying(["Hello ", "Ana", "."]))).toMatchObject({ state: "done", said: ["Hello Ana."] });
  });

  test("is no JSON fails with what was said before, and quotes none of it", async () => {
    const broken = { stream: [delta({ content: "Half a " }), { raw: 'data: {"canary": tru\n\n' }, done] };
    const told = await asked(broken);
    expect(told.state).toBe("failed");
    expect(told).toEqual(failed(told.code!, "Half a "));
  });

  test("breaks off keeps the last of what it said, which might have been the beginning of a letter", async () => {
    const told = await asked({ stream: [delta({ content: "The answer is 42" }), { breakOff: true }] });
    expect(told).toEqual(failed("SW_AI_CONNECTION_LOST", "The answer is 42"));
  });

  test("reports an error beside its words keeps them", async () => {
    // In one packet, as a gateway under load sends them.
    const error = Buffer.from('event: error\ndata: {"error":{"message":"canary","code":"overloaded"}}\n\n');
    const told = await asked({ stream: [{ raw: Buffer.concat([wire({ content: "So far" }), error]) }] });
    expect(told).toEqual(failed(told.code!, "So far"));
  });

  test("is a page instead of an answer fails", async () => {
    const told = await asked({ status: 200, headers: { "content-type": "text/html" }, body: "<h1>canary</h1>" });
    expect(told).toEqual(failed(told.code!));
  });

  test("says when it will not be too busy is asked again then", async () => {
    const busy = { status: 429, headers: { "retry-after": "1" }, json: { error: { code: "RATE_LIMITED" } } };
    expect(await asked(busy, busy, saying(["At last."]))).toMatchObject({
      state: "done",
      said: ["At last."],
      told: [],
    });
  });

  test("is too busy for longer than anybody waits fails at once", async () => {
    const busy = { status: 429, headers: { "retry-after": "61" }, json: { error: { code: "RATE_LIMITED" } } };
    expect(await asked(busy)).toEqual(failed("SW_AI_RATE_LIMITED"));
  });

  test("is not UTF-8 is said with marks in the place of what nobody can read", async () => {
    const before = Buffer.from('data: {"choices":[{"index":0,"delta":{"content":"caf');
    const wrong = Buffer.concat([before, Buffer.from([0xe9, 0xff]), Buffer.from('!"},"finish_reason":null}]}\n\n')]);
    const { state, said } = await asked({ stream: [{ raw: wrong }, delta({}, "stop"), done] });
    expect(state).toBe("done");
    expect(said).toEqual(["caf\ufffd\ufffd!"]);
  });

  test("is empty is silence, and no message", async () => {
    expect(await asked({ stream: [delta({ role: "assistant" }), delta({}, "stop"), done] })).toEqual({
      state: "silent",
      code: null,
      said: [],
      told: [],
    });
  });

  test("withholds its answer says that it was withheld", async () => {
    expect(await asked({ stream: [delta({}, "content_filter"), done] })).toEqual(failed("SW_AI_REFUSED"));
  });

  test("refuses in words is an answer like any other", async () => {
    const refusal = { stream: [delta({ refusal: "I can't help with that." }), delta({}, "stop"), done] };
    const { state, told } = await asked(refusal);
    expect(["done", "silent"]).toContain(state);
    expect(told).toEqual([]);
  });

  test("never ends is cut at its bound, in messages that each fit, and is let go", async () => {
    const words = `${"endless ".repeat(1_000)}\n`;
    const endless: Answer = {
      stream: function* () {
        for (;;) yield delta({ content: words });
      },
    };
    const { state, code, said } = await asked(endless);
    expect([state, code]).toEqual(["failed", "SW_CONTENT_TOO_LARGE"]);
    expect(said.join("")).toHaveLength(262_144);
    await gateway.heard.at(-1)!.letGo;
  });

  test("falls silent in the middle keeps what was said", async () => {
    const others = web.model.scripts;
    web.model.scripts = [(request, signal) => patient(2_000).chat(request, signal), ...others];
    const told = await asked({ stream: [delta({ content: "And then" }), { hang: true }] });
    expect(told).toEqual(failed(told.code!, "And then"));
  });

  test("calls tools a thousand times at once runs a bounded part of them, and answers", async () => {
    const calls = Array.from({ length: 1_000 }, (_, index) => ({
      id: `call_${index}`,
      name: "look",
      arguments: JSON.stringify({ text: String(index) }),
    }));
    const { state, said } = await asked(calling(calls, 1_000), saying(["Enough."]));
    expect(state).toBe("done");
    expect(said).toEqual(["Enough."]);
    expect(looked.length).toBeGreaterThan(0);
    expect(looked.length).toBeLessThanOrEqual(32);
  });

  test("calls tools with arguments that are no JSON is told so, nothing runs, and it may say more", async () => {
    const broken = { id: "call_1", name: "look", arguments: '{"text": "canary' };
    expect(await asked(calling([broken]), saying(["I gave up."]))).toMatchObject({
      state: "done",
      said: ["I gave up."],
    });
    expect(looked).toEqual([]);
    const calls = await rows<{ state: string }>(
      world,
      world,
      sql`select c.state from app.ai_tool_calls c join app.ai_turns t on t.id = c.turn_id where t.room_id = ${room_id}`,
    );
    expect(calls).toEqual([{ state: "failed" }]);
  });
});
