import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { tablesWithoutRows } from "../../src/cli/backup/manifest.ts";
import { updateAiSettingsInput } from "../../src/domain/ai/inputs.ts";
import { sealWith } from "../../src/server/ai/gateway-facts.ts";
import { PersonTokens } from "../../src/server/ai/person-tokens.ts";
import { updateAiSettings } from "../../src/server/ai/tenant-settings.ts";
import { transact } from "../../src/server/database/transact.ts";
import { deactivateParticipant } from "../../src/server/identity/deactivate-participant.ts";
import { HeldTokens } from "../../src/server/identity/provider/held-tokens.ts";
import { readSession, signOut } from "../../src/server/identity/sessions.ts";
import { type OpenIdProvider, startOpenIdProvider } from "../support/openid-provider.ts";
import { Browser, host, openProviderDoors, type ProviderDoors, redirectUri } from "../support/provider-doors.ts";
import type { Person } from "../support/world.ts";

let provider: OpenIdProvider;
let doors: ProviderDoors;
let admin: Person;
const people = ["una", "ben", "cas", "dee", "eli", "fay", "gus", "hal"];

beforeAll(async () => {
  provider = await startOpenIdProvider({
    ...{ redirectUris: [redirectUri], style: "plain" },
    users: people.map((login) => ({
      id: `u-${login}`,
      login,
      password: "p",
      name: login,
      email: `${login}@corp.test`,
    })),
  });
  const { SCAIWAVE_SCAIKEY_URL: _url, SCAIWAVE_SCAIKEY_TENANT: _tenant, ...credentials } = provider.environment;
  doors = await openProviderDoors({
    ...credentials,
    SCAIWAVE_SCAIKEY_DISCOVERY: provider.discoveryUrl,
    SCAIWAVE_SECRET_KEY: "only for tests, and as long as one has to be",
  });
  admin = await doors.world.person("admin", { roles: ["admin"] });
});
afterAll(async () => {
  await doors.end();
  await provider.stop();
});
beforeEach(() => asksAs("person"));

/** In whose name the AI gateway is asked in this tenant. */
async function asksAs(credentials: "person" | "tenant"): Promise<void> {
  const { world, app } = doors;
  const settings = updateAiSettingsInput.parse({ gateway_url: "https://grid.example/oai/v1", credentials });
  await updateAiSettings(admin.ctx, { instanceGateway: false, seal: sealWith(app) }, settings);
  app.gateways.changed(world.tenantId);
}

async function signIn(login: string, browser = new Browser()) {
  const back = await browser.signInAtProvider(login, "p");
  expect((await browser.visit(back.href)).headers.get("location")).toBe("/");
  const cookie = [...browser.cookies(host)].map(([name, value]) => `${name}=${value}`).join("; ");
  const session = (await readSession(doors.app.sessions, doors.world.tenantId, cookie))!;
  return { ...session, who: { tenantId: doors.world.tenantId, participantId: session.participantId } };
}

const held = (participantId: string) => doors.world.owner`
  select session_id, sealed, refreshing_until from app.provider_tokens where participant_id = ${participantId}`;

/** Another process, whose clock says that so much time passed. */
function later(minutes: number): HeldTokens {
  const { database, config, sealer } = doors.app;
  return new HeldTokens({
    ...{ database, config, sealer, wanted: async () => true },
    now: () => new Date(Date.now() + minutes * 60_000),
  });
}

async function personTokens(tokens: HeldTokens = doors.app.heldTokens) {
  const { config, now } = doors.app;
  return new PersonTokens({ config, now }, (who) => tokens.tokenOf(who));
}
const never = new AbortController().signal;
const grid = "https://grid.example/oai/v1";

describe("the provider's tokens of a person", () => {
  test("are kept sealed at the sign-in, and exchanged by the provider for one for the AI gateway", async () => {
    const una = await signIn("una");
    const [row] = await held(una.participantId);
    const token = await doors.app.heldTokens.tokenOf(una.who);
    expect(token).toMatch(/^[\x21-\x7e]{20,}$/);
    expect(Buffer.from(row!.sealed).toString("latin1")).not.toContain(token);
    const exchanged = await (await personTokens()).tokenFor({ ...una.who, resource: grid }, never);
    expect(exchanged).toMatch(/^[\x21-\x7e]{20,}$/);
    expect(exchanged).not.toBe(token);
    expect(tablesWithoutRows, "what no backup holds").toContain("app.provider_tokens");
  });

  test("are refreshed shortly before their end, once, however many ask in however many processes", async () => {
    const ben = await signIn("ben");
    const first = await doors.app.heldTokens.tokenOf(ben.who);
    const [one, other] = [later(60), later(60)];
    const all = await Promise.all([one.tokenOf(ben.who), one.tokenOf(ben.who), other.tokenOf(ben.who)]);
    expect(new Set(all).size).toBe(1);
    expect(all[0]).not.toBe(first);
    expect(await (await personTokens(one)).tokenFor({ ...ben.who, resource: grid }, never)).toBeTruthy();
    // The refresh token of before is spent: only who kept the one that came with the last refresh gets on.
    expect(await later(130).tokenOf(ben.who)).not.toBe(all[0]);
    expect((await held(ben.participantId)).map(({ refreshing_until }) => refreshing_until)).toEqual([null]);
  });

  test("go with the session at a sign-out, and nothing that came of them counts for us after it", async () => {
    const cas = await signIn("cas");
    const tokens = await personTokens();
    await tokens.tokenFor({ ...cas.who, resource: grid }, never);
    const { sessionId, participantId } = cas;
    await signOut({ ...admin.ctx, actor: { ...admin.ctx.actor, sessionId, participantId } });
    expect(await held(cas.participantId)).toEqual([]);
    await expect(tokens.tokenFor({ ...cas.who, resource: grid }, never)).rejects.toMatchObject({
      code: "SW_AI_NO_TOKEN",
    });
  });

  test("go when the account is closed", async () => {
    const dee = await signIn("dee");
    const { app, world } = doors;
    const by = { newId: app.newId, now: app.now, actorId: null, address: null };
    await transact(app.database, world.tenantId, app.now(), async (tx) =>
      tx.emit(await deactivateParticipant(tx, by, dee.participantId), () => undefined),
    );
    expect(await held(dee.participantId)).toEqual([]);
  });

  test("go when the provider takes them back, and the person is told to sign in again", async () => {
    const eli = await signIn("eli");
    provider.removeUser("u-eli");
    expect(await later(60).tokenOf(eli.who)).toBeNull();
    expect(await held(eli.participantId)).toEqual([]);
    const act = (await personTokens()).tokenFor({ ...eli.who, resource: grid }, never);
    await expect(act).rejects.toMatchObject({
      code: "SW_AI_NO_TOKEN",
      message: expect.stringContaining("sign in again"),
    });
  });

  test("stay while the provider is out of reach", async () => {
    const fay = await signIn("fay");
    const { config, database, sealer } = doors.app;
    const nowhere = { ...config.provider!, discoveryUrl: "http://127.0.0.1:9/discovery" };
    const cut = new HeldTokens({
      ...{ database, sealer, config: { ...config, provider: nowhere }, wanted: async () => true },
      now: () => new Date(Date.now() + 3_600_000),
    });
    await expect(cut.tokenOf(fay.who)).rejects.toMatchObject({ kind: "unreachable" });
    expect(await later(60).tokenOf(fay.who)).toBeTruthy();
  });

  test("of another session are no use in this one's row", async () => {
    const [gus, hal] = [await signIn("gus"), await signIn("hal")];
    await doors.world.owner`
      update app.provider_tokens set sealed = (
        select sealed from app.provider_tokens where participant_id = ${gus.participantId})
      where participant_id = ${hal.participantId}`;
    expect(await doors.app.heldTokens.tokenOf(hal.who)).toBeNull();
    expect(await doors.app.heldTokens.tokenOf(gus.who)).toBeTruthy();
  });

  test("are neither asked for nor kept where the gateway is asked by one key, and go when that is chosen", async () => {
    const before = await signIn("una");
    expect(await held(before.participantId)).not.toEqual([]);
    await asksAs("tenant");
    expect(await held(before.participantId)).toEqual([]);
    const begun = await new Browser().visit(`http://${host}/auth/provider`);
    expect(new URL(begun.headers.get("location")!).searchParams.get("scope")).not.toContain("offline_access");
    await signIn("una");
    expect(await held(before.participantId)).toEqual([]);
  });
});
