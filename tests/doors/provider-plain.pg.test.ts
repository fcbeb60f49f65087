import { afterAll, beforeAll, expect, test } from "vitest";
import { accountOf } from "../../src/server/identity/provider/account.ts";
import { identityOf } from "../../src/server/identity/provider/claims.ts";
import { type OpenIdProvider, startOpenIdProvider } from "../support/openid-provider.ts";
import { Browser, openProviderDoors, type ProviderDoors, redirectUri } from "../support/provider-doors.ts";
import { expectRefusal } from "../support/refusal.ts";

let provider: OpenIdProvider;
let doors: ProviderDoors;

beforeAll(async () => {
  provider = await startOpenIdProvider({
    ...{ redirectUris: [redirectUri], style: "plain" },
    users: [{ id: "u1", login: "una", password: "p", name: "Una", email: "una@corp.test", groups: ["crew"] }],
  });
  const { SCAIWAVE_SCAIKEY_URL: _url, SCAIWAVE_SCAIKEY_TENANT: _tenant, ...credentials } = provider.environment;
  doors = await openProviderDoors({ ...credentials, SCAIWAVE_SCAIKEY_DISCOVERY: provider.discoveryUrl });
});
afterAll(async () => {
  await doors.end();
  await provider.stop();
});

test("a provider by the letter, with opaque tokens, is asked for what its ID token leaves out", async () => {
  const browser = new Browser();
  const back = await browser.signInAtProvider("una", "p", "/");
  expect((await browser.visit(back.href)).headers.get("location")).toBe("/");
  const [row] = await doors.world.owner`
    select p.local_id, p.display_name, p.email, p.email_verified_at is not null as verified, g.name as group
    from app.participants p join app.group_members m on m.participant_id = p.id join app.groups g on g.id = m.group_id`;
  expect(row).toEqual({ local_id: "una", display_name: "Una", email: "una@corp.test", verified: true, group: "crew" });
});

test("its people come into the first tenant alone, as it names no tenants", async () => {
  const { tenantId: id, serverName } = await doors.world.tenant("beta");
  const who = identityOf(provider.issuer, "u1", { name: "Una" }, { roleTold: false });
  const act = accountOf(doors.app, { id, slug: "beta", name: "beta", serverName }, who, null);
  await expectRefusal(act, "SW_AUTH_TENANT_MISMATCH");
});
