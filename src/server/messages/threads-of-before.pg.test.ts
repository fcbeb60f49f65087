import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";
import { createRoom } from "../rooms/create-room.ts";
import { joinRoom, leaveRoom } from "../rooms/membership.ts";
import { editMessage } from "./edit-message.ts";
import { unfollowThread } from "./follow.ts";
import { listThreads } from "./list-threads.ts";
import { sendMessage } from "./send-message.ts";

let world: World;
let people: Person[];
let room_id: string;

beforeAll(async () => {
  world = await makeWorld();
  people = [];
  for (const name of ["ana", "ben", "cleo", "dora", "eve"]) people.push(await world.person(name));
  room_id = (await createRoom(people[0]!.ctx, { name: "Room", room_type: "public" })).id;
  for (const person of people.slice(1)) await joinRoom(person.ctx, { room_id });
});
afterAll(() => world.drop());

const idOf = (person: Person) => person.participant.id;
const say = (person: Person, body: string, more: object = {}) =>
  sendMessage(person.ctx, { room_id, content: { body, ...more } });
const threadsOf = async (person: Person) => (await listThreads(person.ctx, { limit: 50, offset: 0 })).items;

test("threads from before following was written down are followed by who took part, as read; and again changes nothing", async () => {
  const [ana, ben, cleo, dora, eve] = people as [Person, Person, Person, Person, Person];
  const root = await say(ana, "root");
  await say(ben, "a reply", { thread_root_id: root.id, mentions: [idOf(cleo)] });
  await say(eve, "one who goes", { thread_root_id: root.id });
  await leaveRoom(eve.ctx, { room_id });
  await joinRoom(eve.ctx, { room_id });
  const stopped = await say(ana, "another");
  await say(ben, "a reply", { thread_root_id: stopped.id });
  await unfollowThread(ben.ctx, { room_id, root_id: stopped.id });
  await world.owner`delete from app.thread_follows where root_id = ${root.id}`;
  expect(await threadsOf(cleo)).toEqual([]);

  const folder = new URL("../../../drizzle/", import.meta.url);
  const name = "0015_reports_that_are_resolved_marks_on_events_and_threads_of_before.sql";
  const sql = await readFile(new URL(name, folder), "utf8");
  const follows = () => world.owner`select participant_id, root_id, following from app.thread_follows order by 1, 2`;
  await world.owner.begin((tx) => tx.unsafe(sql));
  const once = await follows();
  await world.owner.begin((tx) => tx.unsafe(sql));
  expect(await follows()).toEqual(once);

  for (const person of [ana, ben, cleo]) {
    const thread = (await threadsOf(person)).find((each) => each.root.id === root.id);
    expect([person.participant.local_id, thread?.unread_count]).toEqual([person.participant.local_id, 0]);
  }
  for (const person of [dora, eve]) expect((await threadsOf(person)).map((each) => each.root.id)).toEqual([]);
  expect((await threadsOf(ben)).map((each) => each.root.id)).toEqual([root.id]);
  const forced = await world.owner<{ forced: boolean }[]>`
    select bool_and(relforcerowsecurity) as forced from pg_class where relnamespace = 'app'::regnamespace and relkind = 'r'`;
  expect(forced[0]!.forced).toBe(true);
});

test("an edit of a reply that names somebody makes them follow its thread; the words before, and of others, don't", async () => {
  const [ana, ben, cleo, dora] = people as [Person, Person, Person, Person];
  const root = await say(ana, "root");
  const reply = await say(ben, "reply", { thread_root_id: root.id, mentions: [idOf(cleo)] });
  await unfollowThread(cleo.ctx, { room_id, root_id: root.id });
  const content = { body: "reply to @dora", mentions: [idOf(cleo), idOf(dora)] };
  await editMessage(ben.ctx, { room_id, event_id: reply.id, content });
  const follows = async (person: Person) => (await threadsOf(person)).some((each) => each.root.id === root.id);
  expect(await Promise.all([ana, ben, cleo, dora].map(follows))).toEqual([true, true, false, true]);
});
