import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSession } from "../../src/server/identity/sessions.ts";
import { type OpenIdProvider, startOpenIdProvider } from "../support/openid-provider.ts";
import { Browser, host, openProviderDoors, type ProviderDoors, redirectUri } from "../support/provider-doors.ts";

let provider: OpenIdProvider;
let doors: ProviderDoors;

const ana = {
  id: "usr_ana",
  login: "ana@corp.test",
  password: "open sesame",
  name: "Ana de Vries",
  email: "ana@corp.test",
};

beforeAll(async () => {
  provider = await startOpenIdProvider({ redirectUris: [redirectUri], users: [ana] });
  doors = await openProviderDoors(provider.environment);
});
afterAll(async () => {
  await doors.end();
  await provider.stop();
});

const sessionOf = (browser: Browser) =>
  readSession(
    doors.app.sessions,
    doors.world.tenantId,
    [...browser.cookies(host)].map(([name, value]) => `${name}=${value}`).join("; "),
  );

describe("signing in by a real OpenID provider", () => {
  test("makes an account with a personal workspace at the first time, and finds it at the second", async () => {
    const browser = new Browser();
    const back = await browser.signInAtProvider("ana@corp.test", "open sesame", "/w/linden?x=1#y");
    const landed = await browser.visit(back.href);
    expect([landed.status, landed.headers.get("location")]).toEqual([303, "/w/linden?x=1#y"]);
    const session = await sessionOf(browser);
    const [row] = await doors.world.owner`
      select local_id, display_name, email, email_verified_at is not null as verified, personal_workspace_id is not null as home, roles
      from app.participants where id = ${session!.participantId}`;
    expect(row).toEqual({
      local_id: "ana", display_name: "Ana de Vries", email: "ana@corp.test", verified: true, home: true, roles: [],
    }); // biome-ignore format: one row
    const other = new Browser();
    await other.visit((await other.signInAtProvider("ana@corp.test", "open sesame")).href);
    expect((await sessionOf(other))!.participantId).toBe(session!.participantId);
    expect([...other.cookies(host).keys()].filter((name) => name.endsWith("_provider"))).toEqual([]);
  });
});
