import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RateLimits } from "#/server/limits/rate-limits.ts";
import { setAlias, setPermissions } from "#/server/rooms/change-room.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import {
  createInviteLink,
  inviteByMail,
  joinByLink,
  listInviteLinks,
  revokeInviteLink,
} from "#/server/rooms/invite-links.ts";
import { knock, listBans, listKnocks, withdrawKnock } from "#/server/rooms/knocks.ts";
import { directory, getRoom, listMembers, roomByAlias } from "#/server/rooms/list-rooms.ts";
import {
  approveKnock,
  banFromRoom,
  inviteToRoom,
  joinRoom,
  kickFromRoom,
  leaveRoom,
  refuseKnock,
  unbanFromRoom,
} from "#/server/rooms/membership.ts";
import { expectRefusal } from "../../../tests/support/refusal.ts";
import { expectSyncLaw } from "../../../tests/support/sync-law.ts";
import { told } from "../../../tests/support/told.ts";
import { makeWorld, type Person, type TenantWorld, type World } from "../../../tests/support/world.ts";

let world: World;
let acme: TenantWorld;
let ana: Person;
let ben: Person;
let cleo: Person;
let stranger: Person;
let deps: Parameters<typeof joinByLink>[1];

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben, cleo] = [
    await world.person("ana"),
    await world.person("ben", { email: "ben@example.org" }),
    await world.person("cleo"),
  ];
  acme = await world.tenant("acme");
  stranger = await acme.person("sam");
  deps = { limits: new RateLimits(world.database.app), config: { mode: "demo", port: 3000 } };
});
afterAll(() => world.drop());

const page = { limit: 100, offset: 0 };
const idOf = (person: Person) => person.participant.id;
/** What happens is told alike to who acts, who is acted on, and who sits beside. */
const holds = <T>(action: () => Promise<T>) =>
  expectSyncLaw(ana.ctx, () => expectSyncLaw(ben.ctx, () => expectSyncLaw(cleo.ctx, action)));

async function groupWith(...people: Person[]) {
  const room = await createRoom(ana.ctx, { name: "Group" });
  for (const person of people) {
    await inviteToRoom(ana.ctx, { room_id: room.id, participant_id: idOf(person) });
    await joinRoom(person.ctx, { room_id: room.id });
  }
  return room;
}

describe("a ban", () => {
  test("keeps somebody weaker out of every way in, until it is lifted; a member bans nobody", async () => {
    const { id: room_id } = await groupWith(ben, cleo);
    const target = { room_id, participant_id: idOf(ben) };
    await expectRefusal(banFromRoom(cleo.ctx, target), "SW_ROOM_FORBIDDEN");
    await expectRefusal(banFromRoom(ben.ctx, { room_id, participant_id: idOf(ana) }), "SW_ROOM_FORBIDDEN");
    await expectRefusal(banFromRoom(ana.ctx, { room_id, participant_id: idOf(ana) }), "SW_ROOM_FORBIDDEN");
    const link = await createInviteLink(ana.ctx, deps, { room_id, expires_in_hours: null, max_uses: null });
    await setAlias(ana.ctx, { room_id, room_alias: "banned-from" });

    const before = await world.head();
    const banned = await holds(() => banFromRoom(ana.ctx, { ...target, reason: "Spam" }));
    expect(banned).toMatchObject({ membership: "ban", power_level: 0 });
    expect(await told(world, before)).toEqual(["member ban", "line ban"]);
    await banFromRoom(ana.ctx, target);
    expect(await world.head()).toBe(before + 2);
    expect(await listBans(ana.ctx, { room_id, ...page })).toMatchObject([
      { participant_id: idOf(ben), reason: "Spam", banned_by: { id: idOf(ana), display_name: "Ana" } },
    ]);
    await expectRefusal(listBans(cleo.ctx, { room_id, ...page }), "SW_ROOM_FORBIDDEN");
    await expectRefusal(listBans(ben.ctx, { room_id, ...page }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(getRoom(ben.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(inviteToRoom(ana.ctx, target), "SW_ROOM_FORBIDDEN");
    await expectRefusal(joinByLink(ben.ctx, deps, { secret: link.secret }), "SW_INVITE_LINK_INVALID");
    await expectRefusal(roomByAlias(ben.ctx, { alias: "banned-from" }), "SW_ROOM_NOT_FOUND");
    expect(await knock(ben.ctx, deps.limits, { room_id })).toBeNull();
    expect(await listKnocks(ana.ctx, { room_id, ...page })).toEqual([]);

    await expectRefusal(unbanFromRoom(cleo.ctx, target), "SW_ROOM_FORBIDDEN");
    expect(await holds(() => unbanFromRoom(ana.ctx, target))).toMatchObject({ membership: "leave" });
    expect(await inviteToRoom(ana.ctx, target)).toMatchObject({ membership: "invite" });
  });

  test("reaches one who never was there", async () => {
    const { id: room_id } = await createRoom(ana.ctx, { name: "Square", room_type: "public" });
    await banFromRoom(ana.ctx, { room_id, participant_id: idOf(ben) });
    await expectRefusal(joinRoom(ben.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(banFromRoom(ana.ctx, { room_id, participant_id: idOf(stranger) }), "SW_PARTICIPANT_NOT_FOUND");
  });
});

describe("a knock", () => {
  test("tells who asks nothing, and those inside who asks; approved, they are in at once", async () => {
    const { id: room_id } = await groupWith(cleo);
    await setAlias(ana.ctx, { room_id, room_alias: "quiet-door" });
    await expectRefusal(roomByAlias(ben.ctx, { alias: "quiet-door" }), "SW_ROOM_NOT_FOUND");
    const before = await world.head();
    // Of a room that is there, of none, and of one in another tenant the answer is one.
    const answers = [
      await holds(() => knock(ben.ctx, deps.limits, { room_alias: "quiet-door", reason: "I do the page." })),
      await knock(ben.ctx, deps.limits, { room_alias: "no-such-door" }),
      await knock(stranger.ctx, deps.limits, { room_alias: "quiet-door" }),
    ];
    expect(answers).toEqual([null, null, null]);
    const [asked, ...more] = await world.log(before);
    expect(more).toEqual([]);
    expect(asked).toMatchObject({ content: { membership: "knock" }, audience: { kind: "room", also: [] } });
    await expectRefusal(getRoom(ben.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(listKnocks(ben.ctx, { room_id, ...page }), "SW_ROOM_NOT_FOUND");
    expect(await listKnocks(cleo.ctx, { room_id, ...page })).toMatchObject([
      { participant_id: idOf(ben), reason: "I do the page.", participant: { local_id: "ben" } },
    ]);
    await setPermissions(ana.ctx, { room_id, required_power: { invite: 50 } });
    const target = { room_id, participant_id: idOf(ben) };
    await expectRefusal(listKnocks(cleo.ctx, { room_id, ...page }), "SW_ROOM_FORBIDDEN");
    await expectRefusal(approveKnock(cleo.ctx, target), "SW_ROOM_FORBIDDEN");
    expect(await holds(() => approveKnock(ana.ctx, target))).toMatchObject({ membership: "join", power_level: 0 });
    expect(await getRoom(ben.ctx, { room_id })).toMatchObject({ membership: "join" });
  });

  test("is refused without a word, can be taken back, and is none where anyone may come in", async () => {
    const { id: room_id } = await groupWith();
    const target = { room_id, participant_id: idOf(ben) };
    await knock(ben.ctx, deps.limits, { room_id });
    const before = await world.head();
    await holds(() => refuseKnock(ana.ctx, target));
    expect((await world.log(before)).map((event) => event.audience)).toEqual([{ kind: "room", room_id, also: [] }]);
    await expectRefusal(approveKnock(ana.ctx, { ...target, participant_id: idOf(cleo) }), "SW_PARTICIPANT_NOT_FOUND");
    await knock(ben.ctx, deps.limits, { room_id });
    expect(await listKnocks(ana.ctx, { room_id, ...page })).toHaveLength(1);
    await withdrawKnock(ben.ctx, { room_id });
    expect(await listKnocks(ana.ctx, { room_id, ...page })).toEqual([]);
    const square = await createRoom(ana.ctx, { name: "Square", room_type: "public" });
    await knock(ben.ctx, deps.limits, { room_id: square.id });
    expect(await listKnocks(ana.ctx, { room_id: square.id, ...page })).toEqual([]);
  });

  test("is limited, so that nobody tries addresses at will", async () => {
    const dora = await world.person("dora");
    for (let n = 0; n < 30; n += 1) await knock(dora.ctx, deps.limits, { room_alias: `door-${n}` });
    await expectRefusal(knock(dora.ctx, deps.limits, { room_alias: "door-30" }), "SW_RATE_LIMIT_EXCEEDED");
  });
});

describe("an invitation link", () => {
  const link = (room_id: string, more: { expires_in_hours?: number | null; max_uses?: number | null } = {}) =>
    createInviteLink(ana.ctx, deps, { room_id, expires_in_hours: null, max_uses: null, ...more });

  test("brings anyone of the tenant in; its secret is told once and stored nowhere", async () => {
    const { id: room_id } = await groupWith();
    const made = await link(room_id);
    expect(made.url).toBe(`http://localhost:3000/invite/${made.secret}`);
    const stored =
      await world.owner`select encode(secret_hash, 'hex') as hash, invite_links::text as row from app.invite_links`;
    expect(JSON.stringify(stored)).not.toContain(made.secret);
    expect(JSON.stringify(await listInviteLinks(ana.ctx, { room_id, ...page }))).not.toContain(made.secret);
    expect(await holds(() => joinByLink(ben.ctx, deps, { secret: made.secret }))).toMatchObject({
      id: room_id,
      membership: "join",
      member_count: 2,
    });
    await joinByLink(ben.ctx, deps, { secret: made.secret });
    expect(await listInviteLinks(ben.ctx, { room_id, ...page })).toMatchObject([{ id: made.id, uses: 1 }]);
    await expectRefusal(
      createInviteLink(cleo.ctx, deps, { room_id, expires_in_hours: 1, max_uses: 1 }),
      "SW_ROOM_NOT_FOUND",
    );
  });

  test("is refused alike when expired, used up, revoked, of another tenant, of nobody, or of one who is gone", async () => {
    const { id: room_id } = await groupWith(cleo);
    const dead = async (secret: string, person = ben) =>
      (await expectRefusal(joinByLink(person.ctx, deps, { secret }), "SW_INVITE_LINK_INVALID")).message;
    const expired = await link(room_id, { expires_in_hours: 1 });
    world.clock.advance(3_600_001);
    const revoked = await link(room_id);
    await expectRefusal(revokeInviteLink(cleo.ctx, { room_id, link_id: revoked.id }), "SW_ROOM_FORBIDDEN");
    await revokeInviteLink(ana.ctx, { room_id, link_id: revoked.id });
    const used = await link(room_id, { max_uses: 1 });
    const dora = await world.person("dorothy");
    await joinByLink(dora.ctx, deps, { secret: used.secret });
    const ofCleo = await createInviteLink(cleo.ctx, deps, { room_id, expires_in_hours: null, max_uses: null });
    await kickFromRoom(ana.ctx, { room_id, participant_id: idOf(cleo) });
    const good = await link(room_id);
    const said = [
      await dead(expired.secret),
      await dead(revoked.secret),
      await dead(used.secret),
      await dead(ofCleo.secret),
      await dead(good.secret, stranger),
      await dead("a-secret-that-nobody-was-given"),
    ];
    expect(new Set(said).size).toBe(1);
    expect(await joinByLink(ben.ctx, deps, { secret: good.secret })).toMatchObject({ id: room_id });
  });

  test("gives its last use to one of those who come at once", async () => {
    const { id: room_id } = await groupWith();
    const { secret } = await link(room_id, { max_uses: 1 });
    const people = await Promise.all(["p1", "p2", "p3", "p4"].map((name) => world.person(name)));
    const outcomes = await Promise.allSettled(people.map((person) => joinByLink(person.ctx, deps, { secret })));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "SW_INVITE_LINK_INVALID" });
    }
    expect(await listMembers(ana.ctx, { room_id, ...page })).toHaveLength(2);
  });

  test("by mail: the answer is the same for somebody here and for nobody, and a mail goes to both", async () => {
    const { id: room_id } = await groupWith();
    const mails = () =>
      world.owner`select payload->>'to' as to, payload->>'text' as text from app.jobs where kind = 'mail.send' order by created_at, id`;
    expect(await holds(() => inviteByMail(ana.ctx, deps, { room_id, email: "ben@example.org" }))).toBeNull();
    expect(await inviteByMail(ana.ctx, deps, { room_id, email: "new@example.org" })).toBeNull();
    await expectRefusal(inviteByMail(ben.ctx, deps, { room_id, email: "x@example.org" }), "SW_ROOM_FORBIDDEN");
    await expectRefusal(inviteByMail(cleo.ctx, deps, { room_id, email: "x@example.org" }), "SW_ROOM_NOT_FOUND");
    expect(await getRoom(ben.ctx, { room_id })).toMatchObject({ membership: "invite" });
    const sent = await mails();
    expect(sent.map((mail) => mail.to)).toEqual(["ben@example.org", "new@example.org"]);
    const secret = /\/invite\/(\S+)/.exec(sent[1]!.text)![1]!;
    expect(await joinByLink(cleo.ctx, deps, { secret })).toMatchObject({ id: room_id });
    await leaveRoom(cleo.ctx, { room_id });
    await expectRefusal(joinByLink(cleo.ctx, deps, { secret }), "SW_INVITE_LINK_INVALID");
  });
});

describe("a restricted room", () => {
  test("is there for who holds one of its roles, and for nobody else, whatever way they try", async () => {
    const oncall = await world.person("olga");
    await groupNamed("Incident Response", ana, oncall);
    const make = { name: "War room", room_type: "public", visibility: "restricted", room_alias: "war-room" } as const;
    await expectRefusal(createRoom(ben.ctx, { ...make, read_role_slugs: ["incident-response"] }), "SW_BAD_REQUEST");
    const { id: room_id } = await createRoom(ana.ctx, { ...make, read_role_slugs: ["incident-response"] });
    const { secret } = await createInviteLink(ana.ctx, deps, { room_id, expires_in_hours: null, max_uses: null });

    expect((await directory(ben.ctx, page)).map((room) => room.id)).not.toContain(room_id);
    await expectRefusal(getRoom(ben.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(joinRoom(ben.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(roomByAlias(ben.ctx, { alias: "war-room" }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(joinByLink(ben.ctx, deps, { secret }), "SW_INVITE_LINK_INVALID");
    await expectRefusal(inviteToRoom(ana.ctx, { room_id, participant_id: idOf(ben) }), "SW_PARTICIPANT_NOT_FOUND");

    expect((await directory(oncall.ctx, page)).map((room) => room.id)).toContain(room_id);
    expect(await joinRoom(oncall.ctx, { room_id })).toMatchObject({ membership: "join" });
    // Who loses the role loses the room, although they are still listed in it.
    await world.owner`delete from app.group_members where participant_id = ${idOf(oncall)}`;
    await expectRefusal(getRoom(oncall.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
  });
});

async function groupNamed(name: string, ...people: Person[]): Promise<void> {
  const id = world.newId();
  await world.owner`insert into app.groups (tenant_id, id, external_id, name, synced_at) values (${world.tenantId}, ${id}, ${id}, ${name}, now())`;
  for (const person of people) {
    await world.owner`insert into app.group_members (tenant_id, group_id, participant_id) values (${world.tenantId}, ${id}, ${idOf(person)})`;
  }
}
