import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ErrorCode } from "../../src/domain/errors.ts";
import { answerScaiKeyWebhook } from "../../src/server/api/webhook-door.ts";
import { ensureAccount } from "../../src/server/identity/provider/exchange-code.ts";
import { startSession } from "../../src/server/identity/sessions.ts";
import { host, openProviderDoors, type ProviderDoors } from "../support/provider-doors.ts";
import { ScaiKeyApi, signedHeaders } from "../support/scaikey-api.ts";

const secrets = ["the old secret", "the new secret"] as const;
const now = () => Math.floor(Date.now() / 1000);

let api: ScaiKeyApi;
let doors: ProviderDoors;

beforeAll(async () => {
  api = await new ScaiKeyApi().start();
  doors = await openProviderDoors({ ...api.environment, SCAIWAVE_SCAIKEY_WEBHOOK_SECRET: secrets.join(",") });
  const { owner, tenantId } = doors.world;
  await owner`update app.tenants set scaikey_tenant_id = 'tnt_home' where tenant_id = ${tenantId}`;
});
afterAll(async () => {
  await doors.end();
  await api.stop();
});

let count = 0;

type Event = { type: string; id?: string; data?: object; tenant_id?: string; event_id?: string; timestamp?: string };

function bodyOf({ type, id, data = {}, ...more }: Event): string {
  count += 1;
  const resource = id ? { type: type.split(".")[0], id } : null;
  const facts = { event_id: `evt_${count}`, tenant_id: "tnt_home", timestamp: new Date().toISOString(), ...more };
  return JSON.stringify({ ...facts, event_type: type, resource, actor: null, data });
}

function post(body: string, headers: Record<string, string> = signedHeaders(body, [secrets[1]], now()), at = host) {
  const all = new Headers({ host: at, "content-type": "application/json", ...headers });
  return answerScaiKeyWebhook(new Request(`http://${at}/v1/webhooks/scaikey`, { method: "POST", headers: all, body }));
}

async function told(response: Response): Promise<string> {
  const answer = (await response.json()) as { data?: { outcome: string }; error?: { code: ErrorCode } };
  return answer.data?.outcome ?? `${response.status} ${answer.error?.code}`;
}

const send = async (event: Event) => told(await post(bodyOf(event)));

/** An account of the provider here, with a session. */
async function member(sub: string, more: object = {}): Promise<string> {
  const tenant = await doors.app.tenants.byHost(host);
  const token = await api.sign({ sub, scope: "openid", tenant_id: "tnt_home", name: sub, ...more });
  const { participantId } = await ensureAccount(doors.app, tenant, token);
  await startSession(doors.app.sessions, doors.world.tenantId, participantId, null);
  return participantId;
}

async function rowOf(id: string) {
  const [row] = await doors.world.owner`
    select display_name, to_jsonb(roles) as roles, deactivated_at is not null as closed,
      (select count(*)::int from app.sessions s where s.participant_id = p.id) as sessions
    from app.participants p where id = ${id}`;
  return row;
}

describe("a delivery that is not ScaiKey's", () => {
  test.each<[string, (body: string) => Record<string, string>]>([
    ["without a signature", () => ({})],
    ["signed with another secret", (body) => signedHeaders(body, ["guessed secret"], now())],
    ["signed over other bytes", (body) => signedHeaders(`${body} `, [secrets[1]], now())],
    ["a second too old", (body) => signedHeaders(body, [secrets[1]], now() - 302)],
    ["too far in the future", (body) => signedHeaders(body, [secrets[1]], now() + 302)],
    ["without its time", (body) => ({ "x-scaikey-signature": signedHeaders(body, [secrets[1]], now())["x-scaikey-signature"]! })],
    ["with another time in the header", (body) => ({ ...signedHeaders(body, [secrets[1]], now()), "x-scaikey-timestamp": String(now() - 5) })],
  ])("%s is refused and changes nothing", async (_what, headers) => {
    const id = await member("usr_safe");
    const body = bodyOf({ type: "user.deleted", id: "usr_safe" });
    expect(await told(await post(body, headers(body)))).toBe("401 SW_WEBHOOK_SIGNATURE");
    expect(await rowOf(id)).toMatchObject({ closed: false });
  }); // biome-ignore format: cases

  test("is refused with the header given twice", async () => {
    const body = bodyOf({ type: "user.deleted", id: "usr_safe" });
    const headers = new Headers({ host, ...signedHeaders(body, [secrets[1]], now()) });
    headers.append("x-scaikey-signature", headers.get("x-scaikey-signature")!);
    const request = new Request(`http://${host}/v1/webhooks/scaikey`, { method: "POST", headers, body });
    expect(await told(await answerScaiKeyWebhook(request))).toBe("401 SW_WEBHOOK_SIGNATURE");
  });

  test("is refused from a browser, over 256 KB, as no JSON, and with headers that contradict the body", async () => {
    const body = bodyOf({ type: "user.deleted", id: "usr_safe" });
    const signed = signedHeaders(body, [secrets[1]], now());
    expect(await told(await post(body, { ...signed, origin: `http://${host}` }))).toBe("403 SW_AUTH_BAD_ORIGIN");
    expect(await told(await post(body, { ...signed, "x-scaikey-event-id": "evt_other" }))).toBe("400 SW_BAD_REQUEST");
    expect(await told(await post(body, { ...signed, "x-scaikey-event-type": "user.created" }))).toBe(
      "400 SW_BAD_REQUEST",
    );
    expect(await told(await post("x".repeat(300_000)))).toBe("413 SW_BODY_TOO_LARGE");
    for (const wrong of ["", "{", "[]", "null", '{"event_id":1}', '{"event_id":"e","event_type":""}', `{"event_id":"\\u0000","event_type":"x","tenant_id":"tnt_home"}`]) {
      expect([wrong, await told(await post(wrong))]).toEqual([wrong, "400 SW_BAD_REQUEST"]);
    } // biome-ignore format: bodies
  });

  test("is refused for another tenant: by its claim, and at another tenant's host", async () => {
    const beta = await doors.world.tenant("beta");
    await doors.world.owner`update app.tenants set scaikey_tenant_id = 'tnt_beta' where tenant_id = ${beta.tenantId}`;
    const id = await member("usr_safe");
    for (const [tenant_id, answer] of [
      ["tnt_beta", "403 SW_AUTH_TENANT_MISMATCH"],
      ["tnt_nowhere", "404 SW_TENANT_NOT_FOUND"],
    ] as const) {
      expect(await send({ type: "user.deleted", id: "usr_safe", tenant_id })).toBe(answer);
    }
    const body = bodyOf({ type: "user.deleted", id: "usr_safe" });
    expect(await told(await post(body, undefined, "beta.localhost:3000"))).toBe("403 SW_AUTH_TENANT_MISMATCH");
    expect(await told(await post(body, undefined, "nobody.localhost"))).toBe("404 SW_TENANT_NOT_FOUND");
    expect(await rowOf(id)).toMatchObject({ closed: false });
  });

  test("finds no door where no webhook is configured", async () => {
    const shared = globalThis as { scaiwaveApp?: unknown };
    const before = shared.scaiwaveApp;
    const provider = { ...doors.app.config.provider!, webhookSecrets: [] };
    shared.scaiwaveApp = Promise.resolve({ ...doors.app, config: { ...doors.app.config, provider } });
    try {
      expect(await send({ type: "user.deleted", id: "usr_safe" })).toBe("404 SW_NOT_FOUND");
    } finally {
      shared.scaiwaveApp = before;
    }
  });
});

describe("a delivery of ScaiKey", () => {
  test("counts once by what its body is called, whichever secret signed it and whatever its headers say", async () => {
    await member("usr_once");
    const body = bodyOf({ type: "user.updated", id: "usr_once", data: { name: "Once" } });
    const head = await doors.world.head();
    const sent = (secret: string, more = {}) => post(body, { ...signedHeaders(body, [secret], now()), ...more });
    expect(await told(await sent(secrets[0]))).toBe("applied");
    expect(await doors.world.head()).toBe(head + 1);
    for (const again of [await sent(secrets[0]), await sent(secrets[1]), await sent(secrets[1], { "x-scaikey-webhook-id": "another" })]) {
      expect([again.status, await told(again)]).toEqual([200, "seen"]);
    } // biome-ignore format: deliveries
    const both = await Promise.all([1, 2, 3].map(() => sent(secrets[1])));
    expect(await Promise.all(both.map(told))).toEqual(["seen", "seen", "seen"]);
    expect(await doors.world.head()).toBe(head + 1);
  });

  test("of two copies at once has one effect", async () => {
    const id = await member("usr_race");
    const body = bodyOf({ type: "user.suspended", id: "usr_race" });
    const answers = await Promise.all([post(body), post(body), post(body)]);
    expect((await Promise.all(answers.map(told))).sort()).toEqual(["applied", "seen", "seen"]);
    const closings = (await doors.world.log()).filter((event) => event.type === "swp.participant.deactivated");
    expect(closings.filter((event) => event.content.participant_id === id)).toHaveLength(1);
  });

  test("that we have no use for is taken and ignored, as is one about somebody unknown", async () => {
    for (const event of [
      { type: "application.created", id: "app_1" },
      { type: "user.password_changed", id: "usr_once" },
      { type: "__proto__", id: "x" },
      { type: "user.deleted" },
      { type: "user.deleted", id: "usr_nobody" },
      { type: "user.created", id: "usr_nobody", data: { name: "Nobody", email: "n@corp.test" } },
    ]) {
      expect([event.type, await send(event)]).toEqual([event.type, "ignored"]);
    }
    const rows = await doors.world.owner`select 1 from app.participants where display_name = 'Nobody'`;
    expect(rows).toEqual([]);
  });

  test("closes an account with its sessions, and opens it again", async () => {
    const id = await member("usr_mo");
    expect(await rowOf(id)).toMatchObject({ closed: false, sessions: 1 });
    expect(await send({ type: "user.suspended", id: "usr_mo" })).toBe("applied");
    expect(await rowOf(id)).toMatchObject({ closed: true, sessions: 0 });
    const events = (await doors.world.log()).slice(-2).map((event) => event.type);
    expect(events).toEqual(["swp.session.ended", "swp.participant.deactivated"]);
    expect(await send({ type: "user.updated", id: "usr_mo", data: { name: "Changed" } })).toBe("ignored");
    expect(await send({ type: "user.activated", id: "usr_mo" })).toBe("applied");
    expect(await rowOf(id)).toMatchObject({ closed: false, sessions: 0, display_name: "usr_mo" });
    const actions = await doors.world.owner<{ action: string }[]>`
      select action from app.audit_log where target_id in (${id}, 'usr_mo') and action <> 'account.provider_linked'
      order by at, action`;
    expect(new Set(actions.map(({ action }) => action))).toEqual(
      new Set(["account.deactivated", "provider.webhook", "account.reactivated"]),
    );
  });

  test("opens nothing that an admin here closed, and nothing that was closed after it", async () => {
    const id = await member("usr_kit");
    await doors.world.owner`update app.participants set deactivated_at = now() where id = ${id}`;
    expect(await send({ type: "user.activated", id: "usr_kit" })).toBe("ignored");
    expect(await rowOf(id)).toMatchObject({ closed: true });
    await member("usr_lou");
    expect(await send({ type: "user.deleted", id: "usr_lou" })).toBe("applied");
    const before = new Date(Date.now() - 60_000).toISOString();
    expect(await send({ type: "user.activated", id: "usr_lou", timestamp: before })).toBe("ignored");
  });

  test("brings a person up to date, and no older news back", async () => {
    const id = await member("usr_ned");
    expect(
      await send({ type: "user.updated", id: "usr_ned", data: { display_name: "Ned", role: "tenant_admin" } }),
    ).toBe("applied");
    expect(await rowOf(id)).toMatchObject({ display_name: "Ned", roles: ["admin"] });
    const old = new Date(Date.now() - 600_000).toISOString();
    expect(await send({ type: "user.updated", id: "usr_ned", data: { name: "Old" }, timestamp: old })).toBe("ignored");
    expect(await send({ type: "user.updated", id: "usr_ned", data: { status: "SUSPENDED" } })).toBe("applied");
    expect(await rowOf(id)).toMatchObject({ display_name: "Ned", closed: true });
  });

  test("keeps groups and their members", async () => {
    await member("usr_oz");
    const members = () => doors.world.owner`
      select g.name, count(m.participant_id)::int as members from app.groups g
      left join app.group_members m on m.group_id = g.id where g.external_id = 'grp_1' group by g.name`;
    for (const [event, answer] of [
      [{ type: "group.created", id: "grp_1", data: { name: "Crew" } }, "applied"],
      [{ type: "group.member_added", id: "grp_1", data: { user_id: "usr_oz" } }, "applied"],
      [{ type: "group.member_added", id: "grp_1", data: { user_id: "usr_nobody" } }, "ignored"],
      [{ type: "group.updated", id: "grp_1", data: { name: "Deck crew" } }, "applied"],
      [{ type: "group.updated", id: "grp_1", data: { name: "Deck crew" } }, "ignored"],
    ] as const) {
      expect([event, await send(event)]).toEqual([event, answer]);
    }
    expect(await members()).toEqual([{ name: "Deck crew", members: 1 }]);
    expect(await send({ type: "group.member_removed", id: "grp_1", data: { user_id: "usr_oz" } })).toBe("applied");
    expect(await members()).toEqual([{ name: "Deck crew", members: 0 }]);
    expect(await send({ type: "group.deleted", id: "grp_1" })).toBe("applied");
    expect(await members()).toEqual([]);
  });

  test("that failed may come again", async () => {
    const id = await member("usr_pat");
    const body = bodyOf({ type: "user.suspended", id: "usr_pat" });
    await doors.world
      .owner`alter table app.audit_log add constraint refuse check (action <> 'account.deactivated') not valid`;
    try {
      expect(await told(await post(body))).toBe("500 SW_INTERNAL");
    } finally {
      await doors.world.owner`alter table app.audit_log drop constraint refuse`;
    }
    expect(await rowOf(id)).toMatchObject({ closed: false });
    expect(await told(await post(body))).toBe("applied");
  });

  test("suspends the tenant and resumes it, and never lifts the operator's own suspension", async () => {
    const suspended = async () => {
      const [row] = await doors.world.owner`
        select suspended_at is not null as suspended from app.tenants where tenant_id = ${doors.world.tenantId}`;
      return row!.suspended;
    };
    const status = (value: string) => send({ type: "tenant.updated", id: "tnt_home", data: { status: value } });
    expect([await status("SUSPENDED"), await suspended()]).toEqual(["applied", true]);
    expect([await status("SUSPENDED"), await suspended()]).toEqual(["ignored", true]);
    expect([await status("ACTIVE"), await suspended()]).toEqual(["applied", false]);
    await doors.world.owner`update app.tenants set suspended_at = now() where tenant_id = ${doors.world.tenantId}`;
    await doors.world.owner`
      insert into app.audit_log (tenant_id, id, at, action) values
      (${doors.world.tenantId}, ${doors.app.newId()}, now(), 'tenant.suspended')`;
    expect([await status("ACTIVE"), await suspended()]).toEqual(["ignored", true]);
  });
});
