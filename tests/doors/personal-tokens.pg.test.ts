import { describe, expect, test } from "vitest";
import type { Scope } from "../../src/domain/identity/scopes.ts";
import { transact } from "../../src/server/database/transact.ts";
import { deactivateParticipant } from "../../src/server/identity/deactivate-participant.ts";
import { openStream } from "../../src/server/identity/open-stream.ts";
import { verifyPersonalToken } from "../../src/server/identity/personal-tokens.ts";
import { absentId, expectRefusal } from "../support/refusal.ts";
import { call, codeOf, cookieOf, syncSince } from "./support.ts";
import { ana, cookie, doors, host, made, tokenOf, tokensOf } from "./token-stage.ts";

describe("a personal token", () => {
  const read = (bearer: string) => call("views.overview", "query", undefined, { bearer });
  const write = (bearer: string) => call("presence.set", "mutation", { presence: null }, { bearer });
  const admin = (bearer: string) => call("admin.settings", "query", undefined, { bearer });
  const change = (bearer: string) => call("admin.updateSettings", "mutation", {}, { bearer });

  test("does what its scopes say, whatever its owner may do", async () => {
    const olga = await doors.world.person(`olga${made}`, { roles: ["owner"] });
    const rows: [Scope[], number[]][] = [
      [["read"], [200, 403, 403, 403, 200]],
      [["write"], [403, 200, 403, 403, 403]],
      [
        ["read", "write"],
        [200, 200, 403, 403, 200],
      ],
      [
        ["read", "admin"],
        [200, 403, 200, 403, 200],
      ],
      [["admin"], [403, 403, 403, 403, 403]],
      [
        ["read", "write", "admin"],
        [200, 200, 200, 200, 200],
      ],
    ];
    for (const [scopes, statuses] of rows) {
      const { token } = await tokenOf(scopes, olga);
      const answers = [await read(token), await write(token), await admin(token), await change(token)];
      const sync = await syncSince("?since=0&timeout=0", { bearer: token });
      expect([scopes, ...answers.map(({ status }) => status), sync.status]).toEqual([scopes, ...statuses]);
    }
  });

  test("of the scope admin is given to admins alone and is worth nothing to who is none any more", async () => {
    await expectRefusal(tokenOf(["read", "admin"]), "SW_AUTH_INSUFFICIENT_PERMISSION");
    const adam = await doors.world.person(`adam${made}`, { roles: ["admin"] });
    const { token } = await tokenOf(["read", "admin"], adam);
    expect((await admin(token)).status).toBe(200);
    await doors.world.owner`update app.participants set roles = '{}' where id = ${adam.participant.id}`;
    expect(await codeOf(await admin(token))).toBe("SW_AUTH_INSUFFICIENT_PERMISSION");
  });

  test("is shown once, listed without its secret, and dead when it is revoked", async () => {
    const input = { name: "  Nightly   report ", scopes: ["read", "read"], expires_in_days: 30 };
    const asked = await call("identity.createToken", "mutation", input, { cookie });
    const { data: fresh } = (
      (await asked.json()) as { result: { data: { id: string; token: string; name: string; scopes: string[] } } }
    ).result;
    expect(fresh).toMatchObject({
      name: "Nightly report",
      scopes: ["read"],
      token: expect.stringMatching(/^swp_[\w-]{43}$/),
    });
    const list = await (await call("identity.tokens", "query", undefined, { cookie })).text();
    expect(list).toContain(fresh.id);
    expect(list).not.toContain(fresh.token);
    expect((await read(fresh.token)).status).toBe(200);
    const stranger = await cookieOf((await doors.world.person(`eve${made}`)).participant.id);
    const foreign = await call("identity.revokeToken", "mutation", { token_id: fresh.id }, { cookie: stranger });
    expect(await codeOf(foreign)).toBe("SW_TOKEN_NOT_FOUND");
    expect((await call("identity.revokeToken", "mutation", { token_id: fresh.id }, { cookie })).status).toBe(200);
    expect(await codeOf(await read(fresh.token))).toBe("SW_AUTH_INVALID_TOKEN");
    expect(await codeOf(await call("identity.revokeToken", "mutation", { token_id: fresh.id }, { cookie }))).toBe(
      "SW_TOKEN_NOT_FOUND",
    );
    const [stored] = await doors.world
      .owner`select count(*)::int as n from app.personal_tokens where name = 'Nightly report'`;
    expect(stored!.n).toBe(0);
    const lines = await doors.world.owner`select action from app.audit_log where target_id = ${fresh.id} order by id`;
    expect(lines.map(({ action }) => action)).toEqual(["token.created", "token.revoked"]);
  });

  test("takes nothing beside its name, scopes and days", async () => {
    const good = { name: "t", scopes: ["read"], expires_in_days: 1 };
    const bad = [
      { ...good, participant_id: absentId },
      { ...good, id: absentId },
      { ...good, secret_hash: "00" },
      { ...good, scopes: [] },
      { ...good, scopes: ["everything"] },
      { ...good, scopes: "read" },
      { ...good, expires_in_days: 0 },
      { ...good, expires_in_days: 3651 },
      { ...good, name: "" },
      { name: "t", scopes: ["read"] },
    ];
    for (const input of bad) {
      const response = await call("identity.createToken", "mutation", input, { cookie });
      expect([JSON.stringify(input), response.status]).toEqual([JSON.stringify(input), 400]);
    }
  });

  test("is one of at most fifty, also when many are made at once", async () => {
    const input = { name: "many", scopes: ["read"], expires_in_days: null };
    const answers = await Promise.all(
      Array.from({ length: 55 }, () => call("identity.createToken", "mutation", input, { cookie })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(50);
    for (const each of answers) if (each.status !== 200) expect(await codeOf(each)).toBe("SW_TENANT_CAPACITY");
  });

  test("is dead with its owner's account, in another tenant, and at its end", async () => {
    const { token, id } = await tokenOf(["read"]);
    const elsewhere = await doors.world.tenant(`other${made}`);
    const foreign = await call("views.overview", "query", undefined, {
      bearer: token,
      host: `${elsewhere.serverName}:3000`,
    });
    expect(await codeOf(foreign)).toBe("SW_AUTH_INVALID_TOKEN");
    await doors.world.owner`update app.personal_tokens set expires_at = now() + interval '1 minute' where id = ${id}`;
    expect((await read(token)).status).toBe(200);
    await doors.world.owner`update app.personal_tokens set expires_at = now() where id = ${id}`;
    expect(await codeOf(await read(token))).toBe("SW_AUTH_EXPIRED_TOKEN");

    const other = await tokenOf(["read"]);
    const by = { now: () => new Date(), newId: doors.app.newId, actorId: null, address: null };
    await transact(doors.app.database, doors.world.tenantId, new Date(), async (tx) =>
      tx.emit(await deactivateParticipant(tx, by, ana.participant.id), () => undefined),
    );
    expect(await codeOf(await read(other.token))).toBe("SW_AUTH_INVALID_TOKEN");
  });

  test("notes its use every five minutes at most", async () => {
    const { token, id } = await tokenOf(["read"]);
    const { clock, owner, database } = doors.world;
    const tenant = await doors.app.tenants.byHost("localhost");
    const used = async () =>
      (await owner`select last_used_at from app.personal_tokens where id = ${id}`)[0]!.last_used_at;
    const at: unknown[] = [await used()];
    for (const wait of [0, 299_000, 2_000]) {
      clock.advance(wait);
      await verifyPersonalToken({ database, now: clock.now }, tenant, token);
      at.push(await used());
    }
    expect(at[0]).toBeNull();
    expect(at[1]).toEqual(at[2]);
    expect(at[3]).not.toEqual(at[2]);
  });
});

describe("a stream opened by a token", () => {
  const open = (token: string) => openStream({ ...doors.app, scheme: "http" }, { token, origin: null, host });

  test("ends with the token, belongs to its session, and only listens without the scope to write", async () => {
    const { access_token } = await tokensOf();
    const byAccess = await open(access_token);
    expect(byAccess).toMatchObject({
      participant_id: ana.participant.id,
      session_id: expect.any(String),
      read_only: false,
    });
    expect(Date.parse(byAccess.expires_at!) - Date.now()).toBeGreaterThan(3_590_000);
    expect(Date.parse(byAccess.expires_at!) - Date.now()).toBeLessThanOrEqual(3_600_000);

    const reader = await tokenOf(["read"]);
    expect(await open(reader.token)).toMatchObject({ session_id: reader.id, expires_at: null, read_only: true });
    expect(await open((await tokenOf(["read", "write"])).token)).toMatchObject({ read_only: false });
    await expectRefusal(open((await tokenOf(["write"])).token), "SW_AUTH_INSUFFICIENT_SCOPE");
  });

  test("is not opened by a refresh token or a token that is over", async () => {
    const { refresh_token } = await tokensOf();
    await expectRefusal(open(refresh_token), "SW_AUTH_INVALID_TOKEN");
    const { token, id } = await tokenOf(["read"]);
    await doors.world.owner`update app.personal_tokens set expires_at = now() - interval '1 second' where id = ${id}`;
    await expectRefusal(open(token), "SW_AUTH_EXPIRED_TOKEN");
  });
});
