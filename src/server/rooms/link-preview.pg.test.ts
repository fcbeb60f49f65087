import { afterAll, beforeAll, expect, test } from "vitest";
import { RateLimits } from "#/server/limits/rate-limits.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { createInviteLink, joinByLink, revokeInviteLink } from "#/server/rooms/invite-links.ts";
import { previewLink } from "#/server/rooms/link-preview.ts";
import { banFromRoom } from "#/server/rooms/membership.ts";
import { expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let cleo: Person;
let stranger: Person;
let deps: Parameters<typeof joinByLink>[1];

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben, cleo] = [await world.person("ana"), await world.person("ben"), await world.person("cleo")];
  stranger = await (await world.tenant("acme")).person("sam");
  deps = { limits: new RateLimits(world.database.app), config: { mode: "demo", port: 3000 } };
});
afterAll(() => world.drop());

const idOf = (person: Person) => person.participant.id;
const link = (room_id: string, more: { expires_in_hours?: number | null; max_uses?: number | null } = {}) =>
  createInviteLink(ana.ctx, deps, { room_id, expires_in_hours: null, max_uses: null, ...more });

test("an invitation link tells its name, icon, size and maker before one comes in, and never more; what lets nobody in tells nothing", async () => {
  const secretRoom = { name: "Quiet", icon: "🦉", topic: "hidden topic", room_type: "incognito" } as const;
  const { id: room_id } = await createRoom(ana.ctx, secretRoom);
  const good = await link(room_id, { max_uses: 1 });
  const [revoked, expired] = [await link(room_id), await link(room_id, { expires_in_hours: 1 })];
  await revokeInviteLink(ana.ctx, { room_id, link_id: revoked.id });
  const preview = (person: Person, secret: string) => previewLink(person.ctx, deps, { secret });
  const before = await world.head();
  expect(await preview(cleo, good.secret)).toEqual({
    name: "Quiet",
    icon: "🦉",
    member_count: 1,
    invited_by: "Ana",
  });
  expect(await world.head()).toBe(before);
  world.clock.advance(3_600_001);
  const dora = await world.person("doreen");
  await banFromRoom(ana.ctx, { room_id, participant_id: idOf(dora) });
  const refused = async (person: Person, secret: string) =>
    (await expectRefusal(preview(person, secret), "SW_INVITE_LINK_INVALID")).message;
  const said = [
    await refused(cleo, revoked.secret),
    await refused(cleo, expired.secret),
    await refused(dora, good.secret),
    await refused(stranger, good.secret),
    await refused(cleo, "a-secret-that-nobody-was-given"),
  ];
  await joinByLink(cleo.ctx, deps, { secret: good.secret });
  said.push(await refused(ben, good.secret));
  expect(new Set(said).size).toBe(1);
  expect(await preview(cleo, good.secret)).toMatchObject({ member_count: 2 });
});
