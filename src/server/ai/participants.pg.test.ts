import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createAiInput,
  engagementInput,
  helperInput,
  responseModeInput,
  roomPromptInput,
  temperatureInput,
  updateAiInput,
  updateAiSettingsInput,
} from "#/domain/ai/inputs.ts";
import { configureHelper, createAi, deactivateAi, reactivateAi, updateAi } from "#/server/ai/participants.ts";
import { aiCards, listAis } from "#/server/ai/read-participants.ts";
import { helpersOf, readOneRoomAi, readRoomAi, roomAiOf, seedRoomAi } from "#/server/ai/room-settings.ts";
import { setEngagement, setResponseMode, setRoomPrompt, setTemperature } from "#/server/ai/set-room-settings.ts";
import { readAiSettings, updateAiSettings } from "#/server/ai/tenant-settings.ts";
import { reading, writing } from "#/server/database/context.ts";
import { getPreferences, updatePreferences } from "#/server/participants/preferences.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { inviteToRoom, joinRoom, kickFromRoom } from "#/server/rooms/membership.ts";
import { setPower } from "#/server/rooms/power.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  world = await makeWorld();
  ana = await world.person("ana", { roles: ["owner"], display_name: "Ana de Vries" });
  ben = await world.person("ben");
});
afterAll(() => world.drop());

const facts = () => ({ now: world.clock.now(), instanceGateway: false });
const create = (input: object, by = ana) => createAi(by.ctx, facts(), createAiInput.parse(input));
const update = (input: object) => updateAi(ana.ctx, facts(), updateAiInput.parse(input));

let count = 0;
async function assistant(more: object = {}) {
  count += 1;
  return create({ local_id: `nova${count}`, display_name: `Nova ${"abcdefghijkl".charAt(count)}`, ...more });
}
/** A room of Ana's with Ben in it and AIs, each brought in by her. */
async function roomWith(...ais: { participant: { id: string } }[]) {
  const { id: room_id } = await createRoom(ana.ctx, { name: "launch" });
  await inviteToRoom(ana.ctx, { room_id, participant_id: ben.participant.id });
  await joinRoom(ben.ctx, { room_id });
  for (const ai of ais) await inviteToRoom(ana.ctx, { room_id, participant_id: ai.participant.id });
  return room_id;
}
const engage = (by: Person, input: object) => setEngagement(by.ctx, false, engagementInput.parse(input));
const settings = (room_id: string) => reading(ana.ctx, (tx) => roomAiOf(tx, room_id));

describe("an AI participant", () => {
  test("is made, changed and taken out of service by an admin, with its lines in the audit log", async () => {
    const head = await world.head();
    const made = await create({
      local_id: "iris",
      display_name: "Iris",
      model: "scai-large",
      system_prompt: "You help.\n\twith tabs",
      plugins: ["scaiwave.calculator", "scaiwave.calculator"],
      sampling: { temperature: 0.2 },
      monthly_token_cap: 0,
    });
    expect(made).toMatchObject({
      participant: { local_id: "iris", participant_type: "model", model: "scai-large" },
      system_prompt: "You help.\n  with tabs",
      plugins: ["scaiwave.calculator"],
      monthly_token_cap: 0,
      tokens_this_month: 0,
      demo: true,
    });
    const participant_id = made.participant.id;
    const changed = await update({ participant_id, display_name: "Iris II", model: null, monthly_token_cap: null });
    expect(changed).toMatchObject({
      participant: { display_name: "Iris II", model: null },
      monthly_token_cap: null,
      system_prompt: made.system_prompt,
    });
    expect((await deactivateAi(ana.ctx, facts(), { participant_id })).deactivated_at).not.toBeNull();
    await deactivateAi(ana.ctx, facts(), { participant_id });
    const cards = await reading(ana.ctx, (tx) => aiCards(tx, false));
    expect(cards.some(({ participant }) => participant.id === participant_id)).toBe(false);
    expect((await reactivateAi(ana.ctx, facts(), { participant_id })).deactivated_at).toBeNull();
    const told = (await world.log(head)).map(({ type }) => type);
    expect(told).toEqual([
      "swp.participant.updated",
      "swp.workspace.member",
      "swp.participant.updated",
      "swp.participant.deactivated",
      "swp.participant.updated",
    ]);
    const lines =
      await world.owner`select action, details from app.audit_log where target_id = ${participant_id} order by id`;
    expect(lines.map(({ action }) => action)).toEqual(["ai.created", "ai.updated", "ai.deactivated", "ai.reactivated"]);
    expect(JSON.stringify(lines)).not.toContain("You help");
  });

  test("takes no name of a member, nor one that looks like it, nor a word of the commands", async () => {
    for (const display_name of ["Ana de Vries", "ANA DE VRIES", "Аna de Vries", "Ana  de Vriés", "ana"]) {
      await expectRefusal(create({ local_id: "fake", display_name }), "SW_NAME_TAKEN");
    }
    await expectRefusal(create({ local_id: "ana", display_name: "Somebody" }), "SW_NAME_TAKEN");
    const mine = await assistant();
    await expectRefusal(update({ participant_id: mine.participant.id, display_name: "Ben" }), "SW_NAME_TAKEN");
    for (const local_id of ["chat", "continuous", "all", "Mira", "mi ra", ""]) {
      expect(createAiInput.safeParse({ local_id, display_name: "X" }).success, local_id).toBe(false);
    }
    for (const more of [
      { roles: ["owner"] },
      { participant_type: "human" },
      { participant_type: "agent" },
      { id: absentId },
    ]) {
      expect(createAiInput.safeParse({ local_id: "ok", display_name: "Ok", ...more }).success).toBe(false);
    }
  });

  test("that is none, or a person, can't be found by what changes AIs", async () => {
    for (const participant_id of [absentId, ben.participant.id]) {
      await expectRefusal(update({ participant_id, display_name: "X" }), "SW_AI_NOT_FOUND");
      await expectRefusal(deactivateAi(ana.ctx, facts(), { participant_id }), "SW_AI_NOT_FOUND");
    }
  });

  test("is consulted by others only when it was made as a helper and turned on", async () => {
    const helper = await assistant({ participant_type: "helper" });
    const plain = await assistant();
    const configure = (ai: typeof helper, more: object) =>
      configureHelper(ana.ctx, facts(), helperInput.parse({ participant_id: ai.participant.id, ...more }));
    await expectRefusal(configure(plain, { helper_enabled: true }), "SW_BAD_REQUEST");
    const room_id = await roomWith();
    expect(await helpersOf(ben.ctx, false, { room_id })).toEqual([]);
    const on = await configure(helper, { helper_enabled: true, helper_temperature: 10 });
    expect(on.helper).toMatchObject({ helper_enabled: true, helper_temperature: 10, helper_daily_token_cap: 100_000 });
    expect((await helpersOf(ben.ctx, false, { room_id })).map(({ participant }) => participant.id)).toEqual([
      helper.participant.id,
    ]);
    const listed = await reading(ana.ctx, (tx) =>
      listAis(tx, facts(), { status: "all", limit: 50, offset: 0 }, "helper"),
    );
    expect(listed.map(({ participant }) => participant.id)).toEqual([helper.participant.id]);
  });
});

describe("an AI in a room", () => {
  test("takes part as its inviter prefers, else as the workspace, else always; alone with one person always", async () => {
    const nova = await assistant();
    const [plain] = await settings(await roomWith(nova));
    expect(plain).toMatchObject({ engagement: "always", keywords: [], seeded: false });

    await updatePreferences(ana.ctx, { ai_engagement_mode: "mention" });
    const room_id = await roomWith(nova);
    expect(await settings(room_id)).toMatchObject([{ engagement: "mention", seeded: false }]);
    const seed = () =>
      writing(ana.ctx, async (tx) => {
        const written = await seedRoomAi(tx, room_id, world.clock.now());
        return tx.emit([], () => written.length);
      });
    expect([await seed(), await seed()]).toEqual([1, 0]);
    await updatePreferences(ana.ctx, { ai_engagement_mode: "keyword" });
    expect(await settings(room_id)).toMatchObject([{ engagement: "mention", seeded: true }]);

    const dm = await createDm(ana.ctx, { participant_id: nova.participant.id });
    expect(await settings(dm.id)).toMatchObject([{ engagement: "always" }]);
    await updatePreferences(ana.ctx, { ai_engagement_mode: "always" });
  });

  test("is set by whoever has the power to engage, and by nobody else", async () => {
    const [nova, vera] = [await assistant(), await assistant()];
    const room_id = await roomWith(nova, vera);
    const one = { room_id, participant_id: nova.participant.id };
    const head = await world.head();
    await expectRefusal(engage(ben, { ...one, mode: "mention" }), "SW_ROOM_FORBIDDEN");
    await expectRefusal(
      setRoomPrompt(ben.ctx, false, roomPromptInput.parse({ ...one, system_prompt: "Obey Ben." })),
      "SW_ROOM_FORBIDDEN",
    );
    expect(await world.head()).toBe(head);

    const after = await engage(ana, { ...one, mode: "keyword", keywords: ["launch", " launch ", "go  live"] });
    expect(after.participants.find((each) => each.participant_id === nova.participant.id)).toMatchObject({
      engagement: "keyword",
      keywords: ["launch", "go live"],
    });
    expect(after.participants.find((each) => each.participant_id === vera.participant.id)?.engagement).toBe("always");
    const events = (await world.log(head)).filter(({ type }) => type === "swp.room.ai_engagement");
    expect(events).toMatchObject([
      { room_id, content: { participant_id: nova.participant.id, engagement: "keyword" }, audience: { kind: "room" } },
      // Nobody had heard of it yet.
      { room_id, content: { participant_id: vera.participant.id, engagement: "always", settings: { demo: true } } },
    ]);
    await setPower(ana.ctx, { room_id, participant_id: ben.participant.id, power_level: 50 });
    expect((await engage(ben, { room_id, mode: "mention" })).participants.map((each) => each.engagement)).toEqual([
      "mention",
      "mention",
    ]);
    expect((await readRoomAi(ben.ctx, false, { room_id })).defaults.engagement).toBe("mention");
    await engage(ben, { room_id, mode: "default" });
    expect((await settings(room_id)).map((each) => each.engagement)).toEqual(["always", "always"]);
    await expectRefusal(engage(ben, { room_id, mode: "autonomous" }), "SW_BAD_REQUEST");
    await expectRefusal(
      engage(ana, { ...one, participant_id: ben.participant.id, mode: "mention" }),
      "SW_AI_NOT_FOUND",
    );

    const stranger = await world.person(`eve${count}`);
    await expectRefusal(engage(stranger, { ...one, mode: "mention" }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(readRoomAi(stranger.ctx, false, { room_id }), "SW_ROOM_NOT_FOUND");
  });

  test("of a direct room is set by its person, who has no power there", async () => {
    const nova = await assistant();
    const { id: room_id } = await createDm(ben.ctx, { participant_id: nova.participant.id });
    await engage(ben, { room_id, mode: "mention" });
    expect(await settings(room_id)).toMatchObject([{ engagement: "mention" }]);
  });

  test("answers in the mode of the whole room, which becomes the caller's own choice; one AI's does not", async () => {
    const [nova, vera] = [await assistant(), await assistant()];
    const room_id = await roomWith(nova, vera);
    const mode = (input: object) => setResponseMode(ana.ctx, false, responseModeInput.parse({ room_id, ...input }));
    await mode({ participant_id: nova.participant.id, mode: "streaming" });
    expect((await getPreferences(ana.ctx)).ai_response_mode).toBe("conversational");
    await mode({ participant_id: null, mode: "streaming" });
    expect((await getPreferences(ana.ctx)).ai_response_mode).toBe("streaming");
    expect((await settings(room_id)).map((each) => each.response_mode)).toEqual(["streaming", "streaming"]);
    await mode({ mode: null });
    expect((await getPreferences(ana.ctx)).ai_response_mode).toBe("streaming");
    expect((await settings(room_id)).map((each) => each.response_mode)).toEqual([null, null]);
  });

  test("has words added to its prompt and a temperature in this room alone", async () => {
    const nova = await assistant({ sampling: { temperature: 0.9 } });
    const [here, there] = [await roomWith(nova), await roomWith(nova)];
    await setRoomPrompt(ana.ctx, false, roomPromptInput.parse({ room_id: here, system_prompt: "Answer in Dutch." }));
    await setTemperature(ana.ctx, false, temperatureInput.parse({ room_id: here, temperature: 0.3 }));
    const read = (room_id: string) => readOneRoomAi(ben.ctx, false, { room_id });
    expect(await read(here)).toMatchObject({ system_prompt: "Answer in Dutch.", sampling: { temperature: 0.3 } });
    expect(await read(there)).toMatchObject({ system_prompt: null, sampling: {} });
    await setTemperature(ana.ctx, false, temperatureInput.parse({ room_id: here, temperature: null }));
    await setRoomPrompt(ana.ctx, false, roomPromptInput.parse({ room_id: here, system_prompt: null }));
    expect(await read(here)).toMatchObject({ system_prompt: null, sampling: {} });
    await inviteToRoom(ana.ctx, { room_id: here, participant_id: (await assistant()).participant.id });
    await expectRefusal(read(here), "SW_BAD_REQUEST");
  });

  test("is gone from the room's settings when it was removed or taken out of service", async () => {
    const [nova, vera] = [await assistant(), await assistant()];
    const room_id = await roomWith(nova, vera);
    await kickFromRoom(ana.ctx, { room_id, participant_id: nova.participant.id });
    expect((await settings(room_id)).map((each) => each.participant_id)).toEqual([vera.participant.id]);
    await deactivateAi(ana.ctx, facts(), { participant_id: vera.participant.id });
    expect(await settings(room_id)).toEqual([]);
  });
});

describe("the settings of the tenant", () => {
  const seal = (_: string, secret: string) => new TextEncoder().encode(`sealed:${secret.length}`);
  const change = (input: object) =>
    updateAiSettings(ana.ctx, { instanceGateway: false, seal }, updateAiSettingsInput.parse(input));

  test("keep the key to themselves, and lose it when the gateway moves without a new one", async () => {
    expect(await readAiSettings(ana.ctx, false)).toMatchObject({
      gateway_url: null,
      has_gateway_key: false,
      answers: "demo",
    });
    expect((await readAiSettings(ana.ctx, true)).answers).toBe("instance");
    const set = await change({ gateway_url: "https://ai.example.com/v1", gateway_key: "sk-secret" });
    expect(set).toMatchObject({ has_gateway_key: true, answers: "tenant" });
    expect(JSON.stringify(set)).not.toContain("sk-secret");
    expect((await change({ gateway_url: "https://ai.example.com/v2" })).has_gateway_key).toBe(true);
    expect((await change({ gateway_url: "https://evil.example.net/v1" })).has_gateway_key).toBe(false);
    const stored = await world.owner`select gateway_key from app.ai_settings`;
    expect(stored).toEqual([{ gateway_key: null }]);
    const lines = await world.owner`select details from app.audit_log where action = 'ai.settings_changed'`;
    expect(JSON.stringify(lines)).not.toContain("sk-secret");
    await change({ gateway_url: null });
  });

  test("refuse a default that may not be used, and an address that is none", async () => {
    await expectRefusal(change({ models: ["one"], default_model: "two" }), "SW_BAD_REQUEST");
    for (const gateway_url of ["ftp://x.example", "javascript:alert(1)", "not a url", ""]) {
      expect(updateAiSettingsInput.safeParse({ gateway_url }).success, gateway_url).toBe(false);
    }
  });
});
