import { afterAll, beforeAll, expect, test } from "vitest";
import { sampleIds } from "../../src/server/api/rest/samples.ts";
import { rateRules } from "../../src/server/limits/rules.ts";
import { type Doors, openDoors } from "../doors/support.ts";
import { absentId } from "../support/refusal.ts";
import { ask, cookieOf, read, type Stage, setStage } from "./support.ts";

let doors: Doors;
let stage: Stage;
let room: string;

beforeAll(async () => {
  doors = await openDoors();
  stage = await setStage(doors);
  room = stage.ids[sampleIds.room]!;
});
afterAll(() => doors.end());

const asks = (): [string, object][] => [
  [`/rooms/${room}/ai/engage`, { participant_id: absentId }],
  [`/rooms/${room}/ai/turns/${absentId}/retry`, {}],
  [`/rooms/${room}/ai/turns/${absentId}/regenerate`, {}],
  [`/rooms/${room}/ai/compact`, { participant_id: absentId }],
  [`/rooms/${room}/ai/title`, { participant_id: absentId }],
  [`/admin/participants/${absentId}/helper/playground`, { query: "What is 17 times 23?" }],
];

test("what makes a model speak is counted together for one person, and refused at the value for them alone", async () => {
  const { points } = rateRules.ai_ask;
  const cookie = await cookieOf(doors, stage.ana);
  const press = async ([path, json]: [string, object]) => {
    const { status, code } = await read(await ask("POST", path, { cookie, json }));
    return [path, status, code];
  };
  // Each of them counts, whatever becomes of it.
  for (const each of asks()) expect(await press(each)).toEqual([each[0], 404, expect.any(String)]);
  for (let spent = asks().length; spent < points - 1; spent += 1) {
    await doors.app.limits.consume("ai_ask", doors.world.tenantId, stage.ana.participant.id);
  }
  expect((await press(asks()[0]!))[1]).toBe(404);
  for (const each of asks()) expect(await press(each)).toEqual([each[0], 429, "SW_RATE_LIMIT_EXCEEDED"]);
  // Stopping, reading and saying something go on, and so does everybody else.
  expect((await ask("POST", `/rooms/${room}/ai/stop`, { cookie, json: {} })).status).toBe(200);
  expect((await ask("GET", `/rooms/${room}/ai/turns`, { cookie })).status).toBe(200);
  expect((await ask("POST", `/rooms/${room}/send`, { cookie, json: { content: { body: "hi" } } })).status).toBe(200);
  const ben = await cookieOf(doors, stage.ben);
  expect(
    (await ask("POST", `/rooms/${room}/ai/engage`, { cookie: ben, json: { participant_id: absentId } })).status,
  ).not.toBe(429);
});
