import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listParticipantsInput, newParticipant, updateProfileInput } from "#/domain/participants/inputs.ts";
import { writing } from "#/server/database/context.ts";
import { listParticipants } from "#/server/participants/list-participants.ts";
import { updateProfile } from "#/server/participants/update-profile.ts";
import { admitParticipant } from "#/server/workspaces/admit-participant.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, type TenantWorld, type World } from "../../../tests/support/world.ts";

let world: World;
let acme: TenantWorld;
let ana: Person;
let stranger: Person;

beforeAll(async () => {
  world = await makeWorld();
  ana = await world.person("ana", { email: "ana@example.com", roles: ["admin"] });
  acme = await world.tenant("acme");
  stranger = await acme.person("ana", { display_name: "Ana of Acme" });
});
afterAll(() => world.drop());

const find = async (person: Person, input: object = {}) =>
  (await listParticipants(person.ctx, listParticipantsInput.parse(input))).map((found) => found.local_id);

describe("admitting a participant", () => {
  test("makes them with a personal workspace of their own, told in this order", async () => {
    const before = await world.head();
    const dana = await world.person("dana.k");
    expect(dana.participant).toMatchObject({ local_id: "dana.k", server_name: "localhost", participant_type: "human" });
    expect(dana.workspace).toMatchObject({ slug: "dana-k", kind: "personal" });
    expect(await world.log(before)).toMatchObject([
      { stream_position: before + 1, type: "swp.participant.updated", audience: { kind: "tenant" } },
      { stream_position: before + 2, type: "swp.workspace.member", content: { role: "owner" } },
    ]);
    const [row] =
      await world.owner`select personal_workspace_id as id from app.participants where id = ${dana.participant.id}`;
    expect(row).toEqual({ id: dana.workspace.id });
  });

  test("numbers the workspace's slug when it is taken, and refuses a short name that is", async () => {
    expect((await world.person("dup-a")).workspace.slug).toBe("dup-a");
    expect((await world.person("dup_a")).workspace.slug).toBe("dup-a-2");
    const before = await world.head();
    const again = writing(ana.ctx, async (tx) => {
      const around = { ...ana.ctx, serverName: world.serverName };
      const { events } = await admitParticipant(tx, around, { local_id: "dup-a", display_name: "Twin" });
      return tx.emit(events, () => undefined);
    });
    await expectRefusal(again, "SW_BAD_REQUEST");
    expect(await world.head()).toBe(before);
  });

  test("takes no name that could pose as another", () => {
    expect(newParticipant.safeParse({ local_id: "eve", display_name: "Eve 👩‍🚀" }).success).toBe(true);
    for (const wrong of [
      { local_id: "Eve" },
      { local_id: "\u0435ve" },
      { local_id: "eve." },
      { local_id: "e ve" },
      { local_id: "eve:localhost" },
      { local_id: "x".repeat(65) },
      { display_name: "Eve\u202e" },
      { display_name: "E\u200bve" },
      { display_name: "\u3164" },
      { display_name: "" },
      { id: absentId },
      { participant_type: "owner" },
    ]) {
      expect(
        newParticipant.safeParse({ local_id: "eve", display_name: "Eve", ...wrong }).success,
        JSON.stringify(wrong),
      ).toBe(false);
    }
  });
});

describe("the directory", () => {
  test("finds by short name and display name, literally, and by type; never one of another tenant", async () => {
    await world.person("zoe", { display_name: "Zoë 100%" });
    await world.person("zed", { display_name: "Zed_Bot", participant_type: "model", model: "demo" });
    expect(await find(ana, { q: "ZO" })).toEqual(["zoe"]);
    expect(await find(ana, { q: "zoë" })).toEqual(["zoe"]);
    expect(await find(ana, { q: "zoe\u0308" })).toEqual(["zoe"]);
    expect(await find(ana, { q: "%" })).toEqual(["zoe"]);
    expect(await find(ana, { q: "d_b" })).toEqual(["zed"]);
    expect(await find(ana, { q: "z%" })).toEqual([]);
    expect(await find(ana, { q: "'; drop table app.events; --\u0000\\" })).toEqual([]);
    expect(await find(ana, { type: "model" })).toEqual(["zed"]);
    expect(await find(ana, { q: "Acme" })).toEqual([]);
    expect(await find(stranger, {})).toEqual(["ana"]);
  });

  test("pages without overlap, tells no mail address and lists nobody who was deactivated", async () => {
    const all = await find(ana);
    expect([...(await find(ana, { limit: 2 })), ...(await find(ana, { limit: 100, offset: 2 }))]).toEqual(all);
    expect(JSON.stringify(await listParticipants(ana.ctx, { limit: 100, offset: 0 }))).not.toContain("example.com");
    const gone = await world.person("gone");
    expect(await find(ana, { q: "gone" })).toEqual(["gone"]);
    await world.owner`update app.participants set deactivated_at = now() where id = ${gone.participant.id}`;
    expect(await find(ana, { q: "gone" })).toEqual([]);
    for (const wrong of [
      { limit: 101 },
      { limit: 0 },
      { offset: -1 },
      { limit: 1.5 },
      { q: "x".repeat(101) },
      { sort: "id" },
    ]) {
      expect(listParticipantsInput.safeParse(wrong).success).toBe(false);
    }
  });
});

describe("one's own profile", () => {
  test("is renamed with one event for the whole tenant; the same name again changes nothing", async () => {
    const before = await world.head();
    expect(await updateProfile(ana.ctx, { display_name: "Ana Maria" })).toMatchObject({ display_name: "Ana Maria" });
    expect(await world.log(before)).toMatchObject([
      {
        type: "swp.participant.updated",
        content: { participant: { id: ana.participant.id, display_name: "Ana Maria" } },
      },
    ]);
    await updateProfile(ana.ctx, { display_name: "Ana Maria" });
    expect(await world.head()).toBe(before + 1);
  });

  test("survives two changes at once, and the log ends with the one that stays", async () => {
    const before = await world.head();
    await Promise.all(["One", "Two"].map((display_name) => updateProfile(ana.ctx, { display_name })));
    const [row] = await world.owner<{ name: string }[]>`
      select display_name as name from app.participants where id = ${ana.participant.id}`;
    expect((await world.log(before)).at(-1)).toMatchObject({ content: { participant: { display_name: row!.name } } });
  });

  test("takes nothing but the name", () => {
    expect(updateProfileInput.parse({ display_name: "  A\u0301na " })).toEqual({ display_name: "Ána" });
    for (const extra of [{ id: absentId }, { roles: ["owner"] }, { participant_type: "model" }, { email: "x@y.z" }]) {
      expect(updateProfileInput.safeParse({ display_name: "Ana", ...extra }).success).toBe(false);
    }
  });
});
