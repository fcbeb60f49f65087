import { generateCodeVerifier } from "arctic";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exchangeCode } from "../../src/server/identity/provider/exchange-code.ts";
import { providerOf } from "../../src/server/identity/provider/provider.ts";
import { authorizationUrl } from "../../src/server/identity/provider/redeem.ts";
import { readSession, type SignedIn } from "../../src/server/identity/sessions.ts";
import { type OpenIdProvider, type ProviderUser, startOpenIdProvider } from "../support/openid-provider.ts";
import { Browser, host, openProviderDoors, type ProviderDoors, redirectUri } from "../support/provider-doors.ts";
import { expectRefusal } from "../support/refusal.ts";

let provider: OpenIdProvider;
let doors: ProviderDoors;

beforeAll(async () => {
  provider = await startOpenIdProvider({ redirectUris: [redirectUri] });
  doors = await openProviderDoors(provider.environment);
});
afterAll(async () => {
  await doors.end();
  await provider.stop();
});

const password = "open sesame";

/** Someone new at the provider, by their short name. */
function known(login: string, more: Partial<ProviderUser> = {}): string {
  provider.addUser({ id: `usr_${login}`, login, password, email: `${login}@corp.test`, name: login, ...more });
  return login;
}

function cookieHeader(browser: Browser): string {
  return [...browser.cookies(host)].map(([name, value]) => `${name}=${value}`).join("; ");
}

const sessionOf = (browser: Browser): Promise<SignedIn | null> =>
  readSession(doors.app.sessions, doors.world.tenantId, cookieHeader(browser));

/** Signs in from end to end; where one lands, and who one is then. */
async function signIn(login: string, browser = new Browser()) {
  const back = await browser.signInAtProvider(login, password);
  const response = await browser.visit(back.href);
  return { location: response.headers.get("location"), session: await sessionOf(browser), browser, back };
}

async function rowOf(participantId: string | undefined) {
  const [row] = await doors.world.owner`
    select local_id, display_name, email, email_verified_at is not null as verified,
      personal_workspace_id is not null as home, to_jsonb(roles) as roles
    from app.participants where id = ${participantId ?? null}`;
  return row;
}

const tenant = () => doors.app.tenants.byHost(host);

describe("signing in by a real OpenID provider", () => {
  test("makes an account with a personal workspace at the first time, and finds it at the second", async () => {
    known("ana", { login: "ana@corp.test", name: "Ana de Vries", email: "ana@corp.test" });
    const browser = new Browser();
    const back = await browser.signInAtProvider("ana@corp.test", password, "/w/linden?x=1#y");
    const landed = await browser.visit(back.href);
    expect([landed.status, landed.headers.get("location")]).toEqual([303, "/w/linden?x=1#y"]);
    const session = await sessionOf(browser);
    expect(await rowOf(session!.participantId)).toEqual({
      local_id: "ana", display_name: "Ana de Vries", email: "ana@corp.test", verified: true, home: true, roles: [],
    }); // biome-ignore format: one row
    expect((await signIn("ana@corp.test")).session!.participantId).toBe(session!.participantId);
    expect([...browser.cookies(host).keys()].filter((name) => name.endsWith("_provider"))).toEqual([]);
  });

  test("keeps the attempt in a cookie of the host that scripts can't read", async () => {
    const begun = await new Browser().visit(`http://${host}/auth/provider`);
    const cookie = begun.headers.get("set-cookie")!;
    expect(cookie).toMatch(/_provider=[\w-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax$/);
    const url = new URL(begun.headers.get("location")!);
    expect(url.searchParams.get("code_challenge_method")).toBe("S256");
    expect(url.searchParams.get("redirect_uri")).toBe(redirectUri);
    expect(url.href).not.toContain(provider.clientSecret);
  });

  test("gives people of one name numbered short names, and a person without a Latin letter one all the same", async () => {
    const names = [];
    for (const [index, login] of ["lee", "lee.", "Lee"].entries()) {
      known(login, { id: `usr_lee${index}`, email: `lee${index}@corp.test`, name: "Lee" });
      names.push((await rowOf((await signIn(login)).session?.participantId))!.local_id);
    }
    expect(names).toEqual(["lee", "lee-2", "lee-3"]);
    known("李", { id: "usr_li", email: "李@corp.test", name: "李" });
    expect(await rowOf((await signIn("李")).session?.participantId)).toMatchObject({
      display_name: "李",
      local_id: "person",
    });
  });

  test("refreshes name, mail, groups and the admin's role, and never touches an owner", async () => {
    known("rob", { name: "Rob", groups: ["crew", "nine"], role: "tenant_admin" });
    const { session } = await signIn("rob");
    const id = session!.participantId;
    const groupsOf = async () =>
      (
        await doors.world.owner<{ name: string }[]>`
        select g.name from app.group_members m join app.groups g on g.id = m.group_id
        where m.participant_id = ${id} order by 1`
      ).map(({ name }) => name);
    expect([await rowOf(id), await groupsOf()]).toMatchObject([{ roles: ["admin"] }, ["crew", "nine"]]);
    await doors.world.owner`update app.participants set roles = '{owner,admin}' where id = ${id}`;
    known("rob", { name: "Robert", email: "robert@corp.test", groups: ["nine"] });
    await signIn("rob");
    expect(await rowOf(id)).toMatchObject({ display_name: "Robert", email: "robert@corp.test", roles: ["owner"] });
    expect(await groupsOf()).toEqual(["nine"]);
    const told = (await doors.world.log()).filter((event) => event.type === "swp.participant.roles");
    expect(told.at(-1)).toMatchObject({ content: { participant_id: id, roles: ["owner"] } });
  });

  test("keeps a name that the rule for names refuses out of the account", async () => {
    known("eve", { name: "Eve\u202Enimda" });
    expect(await rowOf((await signIn("eve")).session?.participantId)).toMatchObject({ display_name: "eve" });
  });

  test("makes one account of two first sign-ins at once", async () => {
    known("twin");
    const [one, two] = [new Browser(), new Browser()];
    const backs = [await one.signInAtProvider("twin", password), await two.signInAtProvider("twin", password)];
    await Promise.all([one.visit(backs[0]!.href), two.visit(backs[1]!.href)]);
    expect((await sessionOf(one))!.participantId).toBe((await sessionOf(two))!.participantId);
  });
});

describe("joining an account that is here already", () => {
  const person = (localId: string, proven: boolean) => async () => {
    const { participant } = await doors.world.person(localId, { email: `${localId}@corp.test` });
    if (proven)
      await doors.world.owner`update app.participants set email_verified_at = now() where id = ${participant.id}`;
    return participant.id;
  };

  test("happens by a mail address that both sides have proof of, and is audited", async () => {
    const id = await person("pia", true)();
    known("pia", { name: "Pia P" });
    expect((await signIn("pia")).session!.participantId).toBe(id);
    const lines = await doors.world.owner`
      select actor_id, details from app.audit_log where action = 'account.provider_linked' and target_id = ${id}`;
    expect(lines).toEqual([{ actor_id: null, details: { issuer: provider.issuer } }]);
  });

  test("never by one that the provider or we have no proof of: then the new account has no address", async () => {
    for (const [localId, ours, theirs] of [["quin", true, false], ["rhea", false, true], ["saul", false, false]] as const) {
      const id = await person(localId, ours)();
      known(localId, { emailVerified: theirs });
      const { session } = await signIn(localId);
      expect(session!.participantId).not.toBe(id);
      expect(await rowOf(session!.participantId)).toMatchObject({ local_id: `${localId}-2`, email: null, verified: false });
    } // biome-ignore format: cases
  });

  test("never twice: an address that passed to another person of the provider joins nobody", async () => {
    const id = await person("tess", true)();
    known("tess");
    expect((await signIn("tess")).session!.participantId).toBe(id);
    provider.removeUser("usr_tess");
    known("tess", { id: "usr_tess_the_second" });
    expect((await signIn("tess")).session!.participantId).not.toBe(id);
  });
});

describe("a sign-in that must fail", () => {
  const failed = "/sign-in?error=SW_AUTH_OIDC_FAILED";

  test("with another state, without one, or in a browser that did not begin it", async () => {
    known("mallory");
    const browser = new Browser();
    const back = await browser.signInAtProvider("mallory", password);
    const victim = new Browser();
    expect((await victim.visit(back.href)).headers.get("location")).toBe(failed);
    await victim.visit(`http://${host}/auth/provider`);
    expect((await victim.visit(back.href)).headers.get("location")).toBe(failed);
    expect(await sessionOf(victim)).toBeNull();
    for (const state of ["", "x", `${back.searchParams.get("state")}x`]) {
      const again = await browser.signInAtProvider("mallory", password);
      again.searchParams.set("state", state);
      expect((await browser.visit(again.href)).headers.get("location")).toBe(failed);
    }
    expect(await sessionOf(browser)).toBeNull();
  });

  test("with an answer that was used: neither the cookie nor the code works twice", async () => {
    known("olga");
    const browser = new Browser();
    const back = await browser.signInAtProvider("olga", password);
    const attempt = cookieHeader(browser);
    expect((await browser.visit(back.href)).headers.get("location")).toBe("/");
    expect((await browser.visit(back.href)).headers.get("location")).toBe(failed);
    const thief = new Browser();
    const [name = "", value = ""] = attempt.split(/=(.*)/s);
    thief.cookies(host).set(name, value);
    expect((await thief.visit(back.href)).headers.get("location")).toBe(failed);
  });

  test("with a verifier that is not the one of the request", async () => {
    known("vera");
    const browser = new Browser();
    const back = await browser.signInAtProvider("vera", password);
    const [name, value] = [...browser.cookies(host)].find(([each]) => each.endsWith("_provider"))!;
    const attempt = JSON.parse(Buffer.from(value, "base64url").toString());
    const bent = { ...attempt, verifier: generateCodeVerifier() };
    browser.cookies(host).set(name, Buffer.from(JSON.stringify(bent)).toString("base64url"));
    expect((await browser.visit(back.href)).headers.get("location")).toBe(failed);
  });

  test("with another nonce than the one asked for", async () => {
    known("nora");
    const browser = new Browser();
    const back = await browser.signInAtProvider("nora", password);
    const [name, value] = [...browser.cookies(host)].find(([each]) => each.endsWith("_provider"))!;
    const attempt = JSON.parse(Buffer.from(value, "base64url").toString());
    const bent = { ...attempt, nonce: "n".repeat(43) };
    browser.cookies(host).set(name, Buffer.from(JSON.stringify(bent)).toString("base64url"));
    expect((await browser.visit(back.href)).headers.get("location")).toBe(failed);
  });

  test("refused by the person, or answered by another provider", async () => {
    known("carl");
    const browser = new Browser();
    const begun = await browser.follow(`http://${host}/auth/provider?next=/you`);
    const back = await browser.follow(`${begun.url.href}/cancel`, (url) => url.host === host);
    expect(back.url.searchParams.get("error")).toBe("access_denied");
    const landed = await browser.visit(back.url.href);
    expect(landed.headers.get("location")).toBe(`${failed}&next=%2Fyou`);
    const mixed = await browser.signInAtProvider("carl", password);
    mixed.searchParams.set("iss", "https://other.example");
    expect((await browser.visit(mixed.href)).headers.get("location")).toBe(failed);
  });

  test("of someone deactivated, and of someone for whom there is no place", async () => {
    known("dora");
    const { session } = await signIn("dora");
    await doors.world.owner`update app.participants set deactivated_at = now() where id = ${session!.participantId}`;
    expect((await signIn("dora")).location).toBe("/sign-in?error=SW_AUTH_DEACTIVATED");
    await doors.world.owner`update app.tenants set limits = '{"max_participants": 0}'`;
    known("late");
    expect((await signIn("late")).location).toBe("/sign-in?error=SW_TENANT_CAPACITY");
    await doors.world.owner`update app.tenants set limits = '{}'`;
    expect((await signIn("late")).session).not.toBeNull();
  });

  test("of someone of another tenant of ScaiKey", async () => {
    const acme = await doors.world.tenant("beta");
    await doors.world
      .owner`update app.tenants set scaikey_tenant_id = 'tnt_home' where tenant_id = ${doors.world.tenantId}`;
    await doors.world.owner`update app.tenants set scaikey_tenant_id = 'tnt_beta' where tenant_id = ${acme.tenantId}`;
    try {
      for (const [tenantId, location] of [
        ["tnt_home", "/"],
        ["tnt_beta", "/sign-in?error=SW_AUTH_TENANT_MISMATCH"],
        [undefined, "/sign-in?error=SW_AUTH_TENANT_MISMATCH"],
        ["tnt_nowhere", "/sign-in?error=SW_TENANT_NOT_FOUND"],
      ] as const) {
        known("gust", tenantId === undefined ? {} : { tenantId });
        expect([tenantId, (await signIn("gust")).location]).toEqual([tenantId, location]);
      }
    } finally {
      await doors.world.owner`update app.tenants set scaikey_tenant_id = null`;
    }
  });

  test("never leads to another site", async () => {
    known("next");
    for (const next of ["//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nx: y", "/\t/evil.example", "javascript:1", "x".repeat(5_000), `/${"x".repeat(2_000)}`, "/\ud800"]) {
      const browser = new Browser();
      const back = await browser.signInAtProvider("next", password, next.isWellFormed() ? next : "/%ED%A0%80");
      const location = (await browser.visit(back.href)).headers.get("location")!;
      expect(new URL(location, `http://${host}`).host, next).toBe(host);
    } // biome-ignore format: attacks
    const browser = new Browser();
    const back = await browser.signInAtProvider("next", password, "/w/zoë");
    expect((await browser.visit(back.href)).headers.get("location")).toBe("/w/zo%C3%AB");
  });
});

describe("a program with a code of its own", () => {
  async function codeOf(login: string): Promise<{ code: string; code_verifier: string; redirect_uri: string }> {
    const code_verifier = generateCodeVerifier();
    const attempt = { state: "s", nonce: "its own", verifier: code_verifier };
    const url = await authorizationUrl(providerOf(doors.app)!, redirectUri, attempt);
    const browser = new Browser();
    const form = await browser.follow(url.href);
    const answered = await browser.visit(form.url.href, { login, password });
    const back = await browser.follow(
      new URL(answered.headers.get("location")!, form.url).href,
      (at) => at.host === host,
    );
    return { code: back.url.searchParams.get("code")!, code_verifier, redirect_uri: redirectUri };
  }

  test("is signed in once, with its own verifier, at our one redirect address", async () => {
    known("prog");
    const grant = await codeOf("prog");
    for (const redirect_uri of ["http://evil.example/v1/auth/login", `https://${host}/v1/auth/login`, `${redirectUri}/`, `${redirectUri}?x=1`, "http://user@localhost:3000/v1/auth/login", "nonsense", ""]) {
      const act = exchangeCode(doors.app, await tenant(), { ...grant, redirect_uri });
      await expectRefusal(act, "SW_AUTH_REDIRECT_MISMATCH");
    } // biome-ignore format: addresses
    const { participantId } = await exchangeCode(doors.app, await tenant(), grant);
    expect(await rowOf(participantId)).toMatchObject({ local_id: "prog" });
    await expectRefusal(exchangeCode(doors.app, await tenant(), grant), "SW_AUTH_OIDC_FAILED");
    const other = { ...(await codeOf("prog")), code_verifier: generateCodeVerifier() };
    await expectRefusal(exchangeCode(doors.app, await tenant(), other), "SW_AUTH_OIDC_FAILED");
  });
});
