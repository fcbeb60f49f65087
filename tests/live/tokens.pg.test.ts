import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { TestClient } from "../../party/testing/client.ts";
import type { Scope } from "../../src/domain/identity/scopes.ts";
import { deactivate, endSessions } from "../../src/server/admin/account-status.ts";
import { createToken, revokeToken } from "../../src/server/identity/personal-tokens.ts";
import { refreshTokens, startProgramSession } from "../../src/server/identity/refresh-tokens.ts";
import { sendMessage } from "../../src/server/messages/send-message.ts";
import { createRoom } from "../../src/server/rooms/create-room.ts";
import type { Tenant } from "../../src/server/tenants/find-tenant.ts";
import { promisedMs } from "../support/promised.ts";
import { expectRefusal } from "../support/refusal.ts";
import type { Person } from "../support/world.ts";
import { acting, device, eventsOf, goLive, type Live } from "./support.ts";

let live: Live;
let home: Tenant;
let olga: Person;
let ana: Person;
let made = 0;

beforeAll(async () => {
  live = await goLive();
  home = await live.app.tenants.byHost("localhost");
  olga = await live.world.person("olga", { roles: ["owner"] });
});
afterAll(() => live.end());
beforeEach(async () => {
  made += 1;
  ana = await live.world.person(`ana${made}`);
});

async function stream(token: string): Promise<TestClient> {
  const client = new TestClient(live.party.connect(`?token=${token}`));
  await client.first("hello");
  return client;
}

const tokenOf = (scopes: Scope[]) => createToken(acting(live, ana), { name: "script", scopes, expires_in_days: null });
const tokensOf = (person = ana) => startProgramSession(live.app, home, person.participant.id, "a program");

/** How the stream ends, and that it does so in time. */
async function endOf(clients: TestClient[], act: () => Promise<unknown>): Promise<unknown[]> {
  const before = Date.now();
  await act();
  const ends = await Promise.all(clients.map((client) => client.end()));
  expect(Date.now() - before).toBeLessThan(promisedMs);
  return ends;
}

const closed = { code: 4001, reason: "SW_AUTH_INVALID_TOKEN" };

test("a token that is revoked while connected loses its stream, and the person's others go on", async () => {
  const [gone, stays] = [await tokenOf(["read"]), await tokenOf(["read", "write"])];
  const [first, second] = [await stream(gone.token), await stream(stays.token)];
  expect(await endOf([first], () => revokeToken(acting(live, ana), { token_id: gone.id }))).toEqual([closed]);
  const room = await createRoom(acting(live, ana), { name: "After" });
  await sendMessage(acting(live, ana), { room_id: room.id, content: { body: "still here" } });
  await second.first("swp.room.message");
  expect(eventsOf(first).map(({ type }) => type)).toEqual(["swp.session.ended"]);
  await expect(new TestClient(live.party.connect(`?token=${gone.token}`)).end()).resolves.toEqual(closed);
  second.socket.terminate();
});

test("a person who is deactivated loses every stream: browser, program and script", async () => {
  const browser = await device(live, ana);
  const program = await stream((await tokensOf()).access_token);
  const script = await stream((await tokenOf(["read"])).token);
  const bystander = await device(live, olga);
  const ends = await endOf([browser.client, program, script], () =>
    deactivate(acting(live, olga), { participant_id: ana.participant.id }),
  );
  expect(ends).toEqual([closed, closed, closed]);
  await bystander.client.first("swp.participant.deactivated");
  expect(bystander.client.closed).toBeNull();
  bystander.client.socket.terminate();
});

test("ending somebody's sessions ends every stream and leaves the account", async () => {
  const browser = await device(live, ana);
  const script = await stream((await tokenOf(["read"])).token);
  const ends = await endOf([browser.client, script], () =>
    endSessions(acting(live, olga), { participant_id: ana.participant.id }),
  );
  expect(ends).toEqual([closed, closed]);
  const again = await device(live, ana);
  again.client.socket.terminate();
});

test("a refresh token that comes twice ends the stream of its family", async () => {
  const moved = { ...live.app, now: () => new Date(Date.now() + later) };
  let later = 0;
  const first = await tokensOf();
  const second = await refreshTokens(moved, home, first.refresh_token, null);
  const client = await stream(second.access_token);
  later = 11_000;
  const ends = await endOf([client], () =>
    expectRefusal(refreshTokens(moved, home, first.refresh_token, null), "SW_AUTH_INVALID_TOKEN"),
  );
  expect(ends).toEqual([closed]);
});
