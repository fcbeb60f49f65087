import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../../src/server/config.ts";
import { ensureAccount } from "../../src/server/identity/provider/exchange-code.ts";
import { receiveWebhook } from "../../src/server/identity/provider/webhook.ts";
import { promisedMs } from "../support/promised.ts";
import { ScaiKeyApi, signedHeaders } from "../support/scaikey-api.ts";
import { device, goLive, type Live } from "./support.ts";

let api: ScaiKeyApi;
let live: Live;

beforeAll(async () => {
  api = await new ScaiKeyApi().start();
  live = await goLive();
});
afterAll(async () => {
  await live.end();
  await api.stop();
});

test("somebody whom ScaiKey suspends loses their live sockets within five seconds", async () => {
  const secret = "secret of the webhook";
  const { provider } = readConfig({
    ...api.environment,
    ...{ SCAIWAVE_AUTH_MODE: "scaikey", SCAIWAVE_SCAIKEY_WEBHOOK_SECRET: secret },
  });
  const app = { ...live.app, config: { ...live.app.config, provider } };
  const tenant = await app.tenants.byHost("localhost");
  const token = await api.sign({ sub: "usr_gone", scope: "openid", name: "Gone" });
  const { participantId } = await ensureAccount(app, tenant, token);
  const stays = await live.world.person("stays");
  const actor = { ...stays.ctx.actor, participantId };
  const gone = { ...stays, ctx: { ...stays.ctx, actor }, participant: { ...stays.participant, id: participantId } };
  const [one, two, other] = [await device(live, gone), await device(live, gone), await device(live, stays)];
  const facts = { event_id: "evt_1", event_type: "user.suspended", resource: { type: "user", id: "usr_gone" } };
  const body = JSON.stringify(facts);
  const headers = signedHeaders(body, [secret], Math.floor(Date.now() / 1000));
  const began = performance.now();
  const outcome = await receiveWebhook(app, tenant, {
    signature: headers["x-scaikey-signature"]!,
    timestamp: headers["x-scaikey-timestamp"]!,
    ...{ eventId: null, eventType: null, address: "test", body: new TextEncoder().encode(body) },
  });
  expect(outcome).toBe("applied");
  for (const { client } of [one, two]) expect((await client.end()).code).toBe(4001);
  expect(performance.now() - began).toBeLessThan(promisedMs);
  expect(other.client.closed).toBeNull();
});
