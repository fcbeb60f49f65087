import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleIds } from "../../src/server/api/rest/samples.ts";
import { device, goLive, type Live } from "../live/support.ts";
import { absentId } from "../support/refusal.ts";
import { ask, cookieOf, read, type Stage, setStage } from "./support.ts";

let live: Live;
let stage: Stage;
let ana: string;
let ben: string;
let dora: string;

beforeAll(async () => {
  live = await goLive();
  stage = await setStage(live);
  ana = await cookieOf(live, stage.ana);
  ben = await cookieOf(live, stage.ben);
  dora = await cookieOf(live, stage.dora);
});
afterAll(() => live.end());

const get = async (cookie: string, path: string) => (await read(await ask("GET", path, { cookie }))).data;
const put = async (cookie: string, path: string, json: object) => read(await ask("PUT", path, { cookie, json }));

describe("oneself", () => {
  test("GET /me says who one is, with workspace, roles, groups and tenant, and nothing of others", async () => {
    const { participant } = stage.ben;
    expect(await get(ben, "/me")).toEqual({
      participant_id: participant.id,
      local_id: participant.local_id,
      fqid: `@${participant.local_id}:localhost`,
      display_name: participant.display_name,
      email: null,
      avatar_url: null,
      bio: null,
      personal_workspace_id: stage.ben.workspace.id,
      roles: [],
      groups: [{ id: stage.ids[sampleIds.group], name: "Engineering" }],
      presence: "offline",
      tenant: { id: live.world.tenantId, slug: "home", name: "home", features: {} },
    });
    expect(await get(ana, "/me")).toMatchObject({ roles: ["owner"], groups: [] });
  });

  test("PUT and PATCH /me change what they name and tell others only what they see", async () => {
    const head = await live.world.head();
    expect((await put(ben, "/me", { bio: "Ships on Thursdays." })).data).toMatchObject({ bio: "Ships on Thursdays." });
    expect(await live.world.head()).toBe(head);
    const renamed = await ask("PATCH", "/me", { cookie: ben, json: { display_name: "Ben Ali" } });
    expect((await read(renamed)).data).toMatchObject({ display_name: "Ben Ali", bio: "Ships on Thursdays." });
    const told = (await live.world.log(head)).map(({ type, content }) => ({ type, content }));
    expect(told).toEqual([
      {
        type: "swp.participant.updated",
        content: { participant: expect.objectContaining({ display_name: "Ben Ali" }) },
      },
    ]);
    expect(JSON.stringify(told)).not.toContain("Thursdays");
    expect((await put(ben, "/me", { bio: "" })).data).toMatchObject({ bio: null });
    for (const wrong of [{ avatar_url: "https://evil.example/x.png" }, { roles: ["owner"] }, { display_name: "" }, { email: "a@b.nl" }, { bio: "x".repeat(501) }]) {
      expect([wrong, (await put(ben, "/me", wrong)).code]).toEqual([wrong, "SW_BAD_REQUEST"]);
    } // biome-ignore format: inputs
  });

  test("preferences are merged, and two changes at once undo nothing of each other", async () => {
    expect(await get(dora, "/me/preferences")).toMatchObject({ timezone: "UTC", push: true });
    await Promise.all([
      put(dora, "/me/preferences", { timezone: "Asia/Tokyo" }),
      put(dora, "/me/preferences", { quiet_hours: { enabled: true } }),
      put(dora, "/me/preferences", { keyword_alerts: ["launch"] }),
    ]);
    expect(await get(dora, "/me/preferences")).toMatchObject({
      timezone: "Asia/Tokyo",
      quiet_hours: { enabled: true, start: "22:00" },
      keyword_alerts: ["launch"],
    });
    expect(await get(ben, "/me/preferences")).toMatchObject({ timezone: "UTC", keyword_alerts: [] });
  });
});

describe("presence", () => {
  test("is told of people one shares a room with, and of nobody else", async () => {
    const { client } = await device(live, stage.ben);
    const [here, stranger] = [stage.ben.participant.id, stage.dora.participant.id];
    await expect.poll(() => get(ana, `/presence?ids=${here}`)).toEqual({ [here]: "online" });
    expect(await get(ana, `/presence?ids=${here},${stranger},${absentId}`)).toEqual({ [here]: "online" });
    expect(await get(dora, `/presence?ids=${here}`)).toEqual({});
    expect(await get(ben, "/me")).toMatchObject({ presence: "online" });

    await put(ben, "/me/presence", { presence: "busy" });
    await expect.poll(() => get(ana, `/presence?ids=${here}`)).toEqual({ [here]: "busy" });
    await put(ben, "/me/presence", { presence: "appear_offline" });
    await expect.poll(() => get(ana, `/presence?ids=${here}`)).toEqual({ [here]: "offline" });
    expect(await get(ben, "/me")).toMatchObject({ presence: "appear_offline" });
    await put(ben, "/me/presence", { presence: null });
    await expect.poll(() => get(ana, `/presence?ids=${here}`)).toEqual({ [here]: "online" });
    expect((await put(ben, "/me/presence", { presence: "offline" })).code).toBe("SW_BAD_REQUEST");
    client.socket.terminate();
  });

  test("of an AI is always online", async () => {
    const ai = await live.world.person("scribe", { participant_type: "model" });
    const room_id = stage.ids[sampleIds.room]!;
    await ask("POST", `/rooms/${room_id}/invite`, { cookie: ana, json: { participant_id: ai.participant.id } });
    expect(await get(ana, `/presence?ids=${ai.participant.id}`)).toEqual({ [ai.participant.id]: "online" });
  });
});

describe("typing", () => {
  test("is told to the other members, and refused to who is none", async () => {
    const room_id = stage.ids[sampleIds.room]!;
    const { client } = await device(live, stage.ana);
    expect((await put(ben, "/typing", { room_id, typing: true })).status).toBe(200);
    expect(await client.first("typing")).toMatchObject({
      room_id,
      participant_id: stage.ben.participant.id,
      typing: true,
    });
    const refusals = [
      await put(dora, "/typing", { room_id, typing: true }),
      await put(dora, "/typing", { room_id: absentId, typing: true }),
      await put(ben, "/typing", { room_id: "x", typing: true }),
      await put(ben, "/typing", { room_id, typing: "yes" }),
      await put(ben, "/typing", { room_id, typing: true, participant_id: stage.ana.participant.id }),
    ];
    expect(refusals.map(({ code }) => code)).toEqual([
      "SW_ROOM_NOT_FOUND",
      "SW_ROOM_NOT_FOUND",
      "SW_BAD_REQUEST",
      "SW_BAD_REQUEST",
      "SW_BAD_REQUEST",
    ]);
    client.socket.terminate();
  });

  test("and presence do without a hub: nobody is there, and nothing fails", async () => {
    const { party } = live.app;
    live.app.party = null;
    const { id } = stage.ana.participant;
    expect(await get(ana, `/presence?ids=${id}`)).toEqual({ [id]: "offline" });
    expect((await put(ana, "/typing", { room_id: stage.ids[sampleIds.room]!, typing: true })).status).toBe(200);
    live.app.party = { post: () => Promise.reject(new Error("refused")) };
    expect(await get(ana, "/me")).toMatchObject({ presence: "offline" });
    live.app.party = party;
  });
});
