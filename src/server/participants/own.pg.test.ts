import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultSidebar } from "#/domain/participants/sidebar.ts";
import { setStatusInput } from "#/domain/participants/status-schema.ts";
import { setBlocked } from "#/server/participants/block.ts";
import { updatePreferences } from "#/server/participants/preferences.ts";
import { setStatus } from "#/server/participants/set-status.ts";
import { getSidebar, updateSidebar } from "#/server/participants/sidebar.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { expectSyncLaw, snapshot } from "../../../tests/support/sync-law.ts";
import { makeWorld, type Person, type TenantWorld, type World } from "../../../tests/support/world.ts";

let world: World;
let acme: TenantWorld;
let ana: Person;
let ben: Person;
let stranger: Person;

beforeAll(async () => {
  world = await makeWorld();
  ana = await world.person("ana");
  ben = await world.person("ben");
  acme = await world.tenant("acme");
  stranger = await acme.person("ana");
});
afterAll(() => world.drop());

/** Done under the eyes of both, whose browsers stay as if they had just loaded. */
const holds = <T>(action: () => Promise<T>) =>
  expectSyncLaw(ana.ctx, () => expectSyncLaw(ben.ctx, () => expectSyncLaw(stranger.ctx, action)));
const someRoom = "0193f6c1-5a2e-7c44-9b1d-000000000001";
const section = { id: "0193f6c1-5a2e-7c44-9b1d-000000000002", name: "Work", room_ids: [] };

describe("the list of rooms as one arranges it", () => {
  test("is the product's at first, is kept field by field, and keeps one's devices alike", async () => {
    expect(await getSidebar(ana.ctx)).toEqual(defaultSidebar);
    await holds(() => updateSidebar(ana.ctx, { favourites: [someRoom] }));
    await holds(() => updateSidebar(ana.ctx, { sections: [{ ...section, room_ids: [someRoom] }], sort: "recent" }));
    await holds(() => updateSidebar(ana.ctx, { folded: ["people"], unread_only: true }));
    expect(await getSidebar(ana.ctx)).toEqual({
      favourites: [],
      sections: [{ ...section, room_ids: [someRoom] }],
      sort: "recent",
      folded: ["people"],
      unread_only: true,
      mentions_only: false,
    });
    expect(await getSidebar(ben.ctx)).toEqual(defaultSidebar);
  });

  test("is told to oneself alone, and only what changed", async () => {
    const head = await world.head();
    await updateSidebar(ana.ctx, { sort: "unread" });
    await updateSidebar(ana.ctx, { sort: "unread" });
    expect(await world.log(head)).toMatchObject([
      { content: { sort: "unread" }, audience: { kind: "participants", also: [ana.participant.id] } },
    ]);
    expect(Object.keys((await world.log(head))[0]!.content)).toEqual(["sort"]);
  });

  test("loses nothing of two changes at once", async () => {
    await Promise.all([
      updateSidebar(ben.ctx, { favourites: [someRoom] }),
      updateSidebar(ben.ctx, { sections: [section] }),
      updateSidebar(ben.ctx, { sort: "recent" }),
    ]);
    expect(await getSidebar(ben.ctx)).toMatchObject({ favourites: [someRoom], sections: [section], sort: "recent" });
  });
});

describe("preferences", () => {
  test("that a browser acts by reach one's other devices, without those of mail", async () => {
    const head = await world.head();
    await holds(() => updatePreferences(ana.ctx, { theme: "dark", email_address: "ana@example.org" }));
    expect((await snapshot(ana.ctx)).own.screen).toMatchObject({ theme: "dark" });
    await holds(() => updatePreferences(ana.ctx, { email: true }));
    const told = await world.log(head);
    expect(told.map(({ type }) => type)).toEqual(["swp.participant.preferences"]);
    expect(JSON.stringify(told)).not.toContain("ana@example.org");
  });
});

describe("a status", () => {
  const status = (given: object | null) => setStatusInput.parse({ status: given });

  test("is seen by everyone of the tenant until it is taken back, and by nobody else", async () => {
    await holds(() => setStatus(ana.ctx, status({ emoji: "🌴", text: "On holiday" })));
    expect((await snapshot(ben.ctx)).statuses).toEqual({
      [ana.participant.id]: { emoji: "🌴", text: "On holiday", until: null },
    });
    expect((await snapshot(stranger.ctx)).statuses).toEqual({});
    await holds(() => setStatus(ana.ctx, status(null)));
    expect((await snapshot(ben.ctx)).statuses).toEqual({});
  });

  test("is over when its time is up", async () => {
    const until = new Date(world.clock.now().getTime() + 60_000).toISOString();
    await holds(() => setStatus(ana.ctx, status({ text: "Lunch", until })));
    expect((await snapshot(ben.ctx)).statuses[ana.participant.id]).toMatchObject({ text: "Lunch" });
    world.clock.advance(61_000);
    expect((await snapshot(ben.ctx)).statuses).toEqual({});
    await expectRefusal(setStatus(ana.ctx, status({ text: "Late", until })), "SW_BAD_REQUEST");
    const far = new Date(world.clock.now().getTime() + 400 * 86_400_000).toISOString();
    await expectRefusal(setStatus(ana.ctx, status({ text: "For ever", until: far })), "SW_BAD_REQUEST");
  });

  test("has one emoji, few words, and something at all", () => {
    const accepts = (given: object) => setStatusInput.safeParse({ status: given }).success;
    for (const given of [{ emoji: "👩‍💻" }, { emoji: "☕" }, { emoji: "🇳🇱" }, { text: "Focus" }]) {
      expect([given, accepts(given)]).toEqual([given, true]);
    }
    for (const given of [
      {},
      { text: " " },
      { emoji: "hi" },
      { emoji: "🌴🌴" },
      { text: "x".repeat(101) },
      { text: "a\u202eb" },
      { text: "Lunch", until: "tomorrow" },
      { text: "Lunch", colour: "red" },
    ]) {
      expect([given, accepts(given)]).toEqual([given, false]);
    }
  });
});

describe("blocking someone", () => {
  const him = () => ({ participant_id: ben.participant.id });

  test("is kept, told to one's own devices alone, and taken back", async () => {
    const head = await world.head();
    await holds(() => setBlocked(ana.ctx, { ...him(), blocked: true }));
    await holds(() => setBlocked(ana.ctx, { ...him(), blocked: true }));
    expect((await snapshot(ana.ctx)).own.blocked).toEqual([ben.participant.id]);
    expect((await world.log(head)).map(({ audience }) => audience)).toEqual([
      { kind: "participants", also: [ana.participant.id] },
    ]);
    expect(JSON.stringify(await snapshot(ben.ctx))).not.toContain(`"blocked":["`);
    await holds(() => setBlocked(ana.ctx, { ...him(), blocked: false }));
    expect((await snapshot(ana.ctx)).own.blocked).toEqual([]);
  });

  test("lets them start no direct message, without saying why, and keeps one that there is", async () => {
    const dora = await world.person("dora");
    await setBlocked(ana.ctx, { participant_id: dora.participant.id, blocked: true });
    const toAna = () => createDm(dora.ctx, { participant_id: ana.participant.id });
    await expectRefusal(toAna(), "SW_PARTICIPANT_NOT_FOUND");
    const { id } = await createDm(ana.ctx, { participant_id: dora.participant.id });
    expect((await toAna()).id).toBe(id);
  });

  test("needs someone of the tenant who is not oneself", async () => {
    const block = (participant_id: string) => setBlocked(ana.ctx, { participant_id, blocked: true });
    await expectRefusal(block(ana.participant.id), "SW_BAD_REQUEST");
    await expectRefusal(block(absentId), "SW_PARTICIPANT_NOT_FOUND");
    await expectRefusal(block(stranger.participant.id), "SW_PARTICIPANT_NOT_FOUND");
  });
});
