import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { expectSyncLaw } from "../../../tests/support/sync-law.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";
import { reading } from "../database/context.ts";
import { RateLimits } from "../limits/rate-limits.ts";
import { findMessage } from "../messages/read.ts";
import { redactMessage } from "../messages/redact-message.ts";
import { reportMessage } from "../messages/report-message.ts";
import { sendMessage } from "../messages/send-message.ts";
import { createRoom } from "../rooms/create-room.ts";
import { inviteToRoom, joinRoom, kickFromRoom } from "../rooms/membership.ts";
import { listReports, resolveReport } from "./reports.ts";

let world: World;
let admin: Person;
let ana: Person;
let ben: Person;
let cleo: Person;
let limits: RateLimits;

beforeAll(async () => {
  world = await makeWorld();
  limits = new RateLimits(world.database.app);
  admin = await world.person("adam", { roles: ["admin"] });
  [ana, ben, cleo] = [await world.person("ana"), await world.person("ben"), await world.person("cleo")];
});
afterAll(() => world.drop());

const idOf = (person: Person) => person.participant.id;
const report = (person: Person, room_id: string, event_id: string, note?: string) =>
  reportMessage(person.ctx, limits, { room_id, event_id, reason: "harassment", ...(note ? { note } : {}) });
const reportsOf = async (event_id: string, status: "open" | "resolved" | "all" = "open") =>
  (await listReports(admin.ctx, { status, limit: 100, offset: 0 })).filter(({ message }) => message.id === event_id);

async function roomWith(kind: object, ...people: Person[]) {
  const room = await createRoom(ana.ctx, { name: "Group", ...kind });
  for (const person of people) {
    await inviteToRoom(ana.ctx, { room_id: room.id, participant_id: idOf(person) });
    await joinRoom(person.ctx, { room_id: room.id });
  }
  return room.id;
}
const say = (person: Person, room_id: string, body: string) => sendMessage(person.ctx, { room_id, content: { body } });

describe("reporting a message", () => {
  test("tells the admins once for each person, and nobody else; one who can't see it, or said it, is refused", async () => {
    const room_id = await roomWith({}, ben);
    const { id } = await say(ben, room_id, "you fool");
    await expectRefusal(report(cleo, room_id, id), "SW_ROOM_NOT_FOUND");
    await expectRefusal(report(ben, room_id, id), "SW_BAD_REQUEST");
    await expectRefusal(report(ana, room_id, absentId), "SW_EVENT_NOT_FOUND");
    const before = await world.head();
    await expectSyncLaw(admin.ctx, () => expectSyncLaw(ben.ctx, () => report(ana, room_id, id, "He says it daily.")));
    await report(ana, room_id, id, "Again.");
    const events = await world.log(before);
    expect(events).toMatchObject([
      { type: "swp.report", room_id: null, audience: { kind: "participants", also: [idOf(admin)] } },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/daily|fool/);
    expect(await reportsOf(id)).toMatchObject([
      {
        reason: "harassment",
        note: "He says it daily.",
        reporter: { name: "Ana" },
        room: { id: room_id, name: "Group", visible: false },
        message: { sender: { name: "Ben" }, body: "you fool", removed: false },
        outcome: null,
      },
    ]);
    const lines = await world.owner`select action, actor_id, details from app.audit_log where target_id = ${id}`;
    expect(lines.map((line) => ({ ...line }))).toEqual([
      { action: "message.reported", actor_id: idOf(ana), details: { reason: "harassment" } },
    ]);
  });

  test("keeps no word of an incognito room, and goes with it", async () => {
    const room_id = await roomWith({ room_type: "incognito", name: "Quokka" }, ben);
    const { id } = await say(ben, room_id, "quokka words");
    await expectRefusal(report(ana, room_id, id, "said quokka"), "SW_BAD_REQUEST");
    await report(ana, room_id, id);
    const [shown] = await reportsOf(id);
    expect(shown).toMatchObject({ note: null, room: { name: null, visible: false }, message: { body: null } });
    expect(JSON.stringify(shown)).not.toMatch(/quokka/i);
  });

  test("is limited, so that nobody floods the admins", async () => {
    const room_id = await roomWith({ room_type: "public" }, ben);
    const dora = await world.person("dora");
    const { id } = await say(ben, room_id, "hello");
    for (let n = 0; n < 20; n += 1) await report(dora, room_id, id);
    await expectRefusal(report(dora, room_id, id), "SW_RATE_LIMIT_EXCEEDED");
  });
});

describe("resolving a report", () => {
  test("removes the message although the admin is in no room of it, once for all who reported it", async () => {
    const room_id = await roomWith({}, ben, cleo);
    const { id } = await say(ben, room_id, "awful words");
    await report(ana, room_id, id);
    await report(cleo, room_id, id);
    await expectRefusal(redactMessage(admin.ctx, { room_id, event_id: id }), "SW_ROOM_NOT_FOUND");
    const [first, second] = await reportsOf(id);
    await expectRefusal(resolveReport(admin.ctx, { report_id: absentId, outcome: "removed" }), "SW_REPORT_NOT_FOUND");
    const resolved = await expectSyncLaw(ana.ctx, () =>
      expectSyncLaw(ben.ctx, () => resolveReport(admin.ctx, { report_id: first!.id, outcome: "removed" })),
    );
    expect(resolved).toMatchObject({ outcome: "removed", resolved_by: { name: "Adam" }, message: { removed: true } });
    expect(await reading(ana.ctx, (tx) => findMessage(tx, room_id, id))).toMatchObject({
      content: {},
      redacted_by: idOf(admin),
    });
    expect(await reportsOf(id)).toEqual([]);
    expect((await reportsOf(id, "resolved")).map((each) => [each.id, each.outcome, each.message.body]).sort()).toEqual(
      [first!.id, second!.id].sort().map((each) => [each, "removed", null]),
    );
    const head = await world.head();
    expect(await resolveReport(admin.ctx, { report_id: second!.id, outcome: "dismissed" })).toMatchObject({
      outcome: "removed",
    });
    expect(await world.head()).toBe(head);
  });

  test("dismissed leaves the message where it was, and is written down", async () => {
    const room_id = await roomWith({}, ben);
    const { id } = await say(ben, room_id, "harmless");
    await report(ana, room_id, id);
    const [open] = await reportsOf(id);
    await resolveReport(admin.ctx, { report_id: open!.id, outcome: "dismissed" });
    expect(await reading(ana.ctx, (tx) => findMessage(tx, room_id, id))).toMatchObject({
      content: { body: "harmless" },
    });
    const lines = await world.owner`select action from app.audit_log where target_id = ${id} order by id`;
    expect(lines.map(({ action }) => action)).toEqual(["message.reported", "report.dismissed"]);
    // Who is gone from the room meanwhile can't read on there by reporting.
    await kickFromRoom(ana.ctx, { room_id, participant_id: idOf(ben) });
    await expectRefusal(report(ben, room_id, id), "SW_ROOM_NOT_FOUND");
  });

  test("pages tell whether there is more", async () => {
    const all = await listReports(admin.ctx, { status: "all", limit: 100, offset: 0 });
    const pages = await Promise.all(
      [0, 1].map((offset) => listReports(admin.ctx, { status: "all", limit: 1, offset })),
    );
    expect(pages.flat().map(({ id }) => id)).toEqual(all.slice(0, 2).map(({ id }) => id));
  });
});
