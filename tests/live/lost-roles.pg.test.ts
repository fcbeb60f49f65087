import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../../party/testing/until.ts";
import { setRoles } from "../../src/server/admin/set-roles.ts";
import { sendMessage } from "../../src/server/messages/send-message.ts";
import { createRoom } from "../../src/server/rooms/create-room.ts";
import { inviteToRoom, joinRoom } from "../../src/server/rooms/membership.ts";
import { promisedMs } from "../support/promised.ts";
import { acting, device, eventsOf, goLive, type Live } from "./support.ts";

let live: Live;

beforeAll(async () => {
  live = await goLive();
});
afterAll(() => live.end());

test("who loses the role of a restricted room hears nothing of it two seconds later; who keeps it hears on", async () => {
  const ana = await live.world.person("ana", { roles: ["owner"] });
  const [ben, cleo] = [
    await live.world.person("ben", { roles: ["admin"] }),
    await live.world.person("cleo", { roles: ["admin"] }),
  ];
  const by = acting(live, ana);
  const made = { name: "War room", visibility: "restricted" as const, read_role_slugs: ["admin", "owner"] };
  const { id: room_id } = await createRoom(by, made);
  for (const person of [ben, cleo]) {
    await inviteToRoom(by, { room_id, participant_id: person.participant.id });
    await joinRoom(acting(live, person), { room_id });
  }
  const [loses, keeps] = [await device(live, ben), await device(live, cleo)];
  const words = (from: typeof loses) =>
    eventsOf(from.client).flatMap(({ type, content }) => (type === "swp.room.message" ? [Object(content).body] : []));
  await sendMessage(by, { room_id, content: { body: "for both" } });
  for (const each of [loses, keeps]) await until(() => words(each), (said) => said.includes("for both")); // biome-ignore format: one wait

  const startedAt = performance.now();
  await setRoles(by, { participant_id: ben.participant.id, roles: [] });
  await until(
    () => eventsOf(loses.client),
    (events) =>
      events.some(({ type, content }) => type === "swp.room.member" && Object(content).membership === "leave"),
  );
  expect(performance.now() - startedAt).toBeLessThan(promisedMs);
  await sendMessage(by, { room_id, content: { body: "for who stays" } });
  await until(() => words(keeps), (said) => said.includes("for who stays")); // biome-ignore format: one wait
  const { id: open } = await createRoom(by, { name: "Open", room_type: "public" });
  await joinRoom(acting(live, ben), { room_id: open });
  await sendMessage(by, { room_id: open, content: { body: "in another room" } });
  await until(() => words(loses), (said) => said.includes("in another room")); // biome-ignore format: one wait
  expect(JSON.stringify(loses.client.frames)).not.toContain("for who stays");
  expect(loses.client.closed).toBeNull();
  for (const each of [loses, keeps]) each.client.socket.close();
});
