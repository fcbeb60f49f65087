import { createHmac, generateKeyPairSync } from "node:crypto";
import { exportJWK, importJWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { expectRefusal } from "../../../tests/support/refusal.ts";
import {
  ana,
  claimsOf,
  dayMs,
  door,
  encode,
  foreign,
  forged,
  headerOf,
  home,
  prove,
  tokens,
  world,
} from "../../../tests/support/token-door.ts";
import { readConfig } from "../config.ts";
import { transact } from "../database/transact.ts";
import { issuerOf } from "./access-tokens.ts";
import { proveBearer } from "./bearer.ts";
import { deactivateParticipant, reactivateParticipant } from "./deactivate-participant.ts";
import { refreshTokens, startProgramSession } from "./refresh-tokens.ts";
import { SigningKeys } from "./signing-keys.ts";

describe("an access token", () => {
  test("names its owner in the session it belongs to, for an hour", async () => {
    const { access_token, expires_in, token_type } = await tokens();
    const { actor, expiresAt } = await prove(access_token);
    expect({ expires_in, token_type }).toEqual({ expires_in: 3600, token_type: "Bearer" });
    expect(actor).toMatchObject({ participantId: ana.participant.id, tenantId: home.id, credential: "access_token" });
    expect(actor.scopes).toEqual(["read", "write", "admin"]);
    expect(expiresAt!.getTime() - world.clock.now().getTime()).toBe(3_600_000);
    expect(headerOf(access_token)).toEqual({ alg: "EdDSA", typ: "at+jwt", kid: expect.any(String) });
    expect(claimsOf(access_token)).toMatchObject({
      iss: "http://localhost:3000",
      aud: "localhost",
      sub: ana.participant.id,
      sid: actor.sessionId,
      tenant_id: home.id,
      jti: expect.any(String),
    });
  });

  test("is told as expired after an hour and a minute of skew, not before", async () => {
    const { access_token } = await tokens();
    world.clock.advance(3_600_000 + 59_000);
    await prove(access_token);
    world.clock.advance(2_000);
    await expectRefusal(prove(access_token), "SW_AUTH_EXPIRED_TOKEN");
  });

  test("of another tenant is a mismatch, even for a person and a session that this tenant does not have", async () => {
    const { access_token } = await tokens();
    await expectRefusal(prove(access_token, foreign), "SW_AUTH_TENANT_MISMATCH");
  });

  test("is dead at once when its session ended", async () => {
    const { access_token } = await tokens();
    const { actor } = await prove(access_token);
    await world.owner`delete from app.sessions where id = ${actor.sessionId}`;
    await expectRefusal(prove(access_token), "SW_AUTH_INVALID_TOKEN");
  });

  test("is dead at once when its owner is deactivated, and stays dead when they come back", async () => {
    const { access_token, refresh_token } = await tokens();
    const by = { now: world.clock.now, newId: world.newId, actorId: null, address: null };
    const act = (work: typeof deactivateParticipant) =>
      transact(world.database, home.id, world.clock.now(), async (tx) =>
        tx.emit(await work(tx, by, ana.participant.id), (events) => events),
      );
    const events = await act(deactivateParticipant);
    expect(events.map(({ type }) => type)).toEqual(["swp.session.ended", "swp.participant.deactivated"]);
    expect(events[0]!.content).toMatchObject({ participant_id: ana.participant.id, reason: "revoked" });
    expect(await act(deactivateParticipant)).toEqual([]);
    await expectRefusal(prove(access_token), "SW_AUTH_INVALID_TOKEN");
    await expectRefusal(startProgramSession(door, home, ana.participant.id, null), "SW_AUTH_INVALID_TOKEN");
    expect((await act(reactivateParticipant)).map(({ type }) => type)).toEqual(["swp.participant.updated"]);
    expect(await act(reactivateParticipant)).toEqual([]);
    await expectRefusal(prove(access_token), "SW_AUTH_INVALID_TOKEN");
    await expectRefusal(refreshTokens(door, home, refresh_token, null), "SW_AUTH_INVALID_TOKEN");
  });

  const changed: [string, JWTPayload][] = [
    ["another issuer", { iss: "https://evil.example" }],
    ["no issuer", { iss: undefined as never }],
    ["another audience", { aud: "acme.localhost" }],
    ["several audiences", { aud: ["localhost", "evil.example"] }],
    ["no audience", { aud: undefined as never }],
    ["no end", { exp: undefined as never }],
    ["an end that is no number", { exp: "9999999999" as never }],
    ["a subject that is no id", { sub: "../admin" }],
    ["a session that is no id", { sid: "' or true --" }],
    ["another person's id beside its own session", { sub: "0199aaaa-0000-7000-8000-00000000dead" }],
    ["not before tomorrow", { nbf: 4_000_000_000 }],
  ];
  for (const [what, claims] of changed) {
    test(`signed by us with ${what} is refused`, async () => {
      await expectRefusal(prove(await forged(claims)), "SW_AUTH_INVALID_TOKEN");
    });
  }

  test("of a type of its own: another JWT of ours is none", async () => {
    await prove(await forged());
    for (const typ of ["JWT", "id+jwt", "vapid"]) {
      await expectRefusal(prove(await forged({}, { typ })), "SW_AUTH_INVALID_TOKEN");
    }
  });

  test("without a signature is refused, whatever its header calls that", async () => {
    const [header, payload, signature] = (await tokens()).access_token.split(".") as [string, string, string];
    const { kid } = headerOf(`${header}.`);
    for (const alg of ["none", "None", "NONE", "nOnE", ""]) {
      await expectRefusal(prove(`${encode({ alg, typ: "at+jwt", kid })}.${payload}.`), "SW_AUTH_INVALID_TOKEN");
    }
    await expectRefusal(prove(`${header}.${payload}.`), "SW_AUTH_INVALID_TOKEN");
    const other = encode({ ...claimsOf(`.${payload}`), sub: "0199aaaa-0000-7000-8000-00000000dead" });
    await expectRefusal(prove(`${header}.${other}.${signature}`), "SW_AUTH_INVALID_TOKEN");
  });

  test("signed by HS256 with our public key as the secret is refused", async () => {
    const { access_token } = await tokens();
    const [jwk] = (await door.keys.jwks()).keys;
    const payload = access_token.split(".")[1]!;
    for (const secret of [jwk!.x!, JSON.stringify(jwk), Buffer.from(jwk!.x!, "base64url")]) {
      for (const alg of ["HS256", "HS512"]) {
        const head = `${encode({ alg, typ: "at+jwt", kid: jwk!.kid })}.${payload}`;
        const mac = createHmac(alg === "HS256" ? "sha256" : "sha512", secret)
          .update(head)
          .digest("base64url");
        await expectRefusal(prove(`${head}.${mac}`), "SW_AUTH_INVALID_TOKEN");
      }
    }
  });

  test("signed by a key of the attacker's is refused, wherever its header says that the key is", async () => {
    const pair = generateKeyPairSync("ed25519");
    const key = await importJWK(await exportJWK(pair.privateKey), "EdDSA");
    const jwk = (await exportJWK(pair.publicKey)) as never;
    const { kid } = await door.keys.signing();
    const claims = claimsOf((await tokens()).access_token);
    const headers: Partial<JWTHeaderParameters>[] = [
      { kid },
      { kid, jwk },
      { jwk },
      { kid, jku: "https://evil.example/jwks.json" },
      { kid, x5u: "https://evil.example/cert" },
      { kid: "../../../../dev/null" },
      { kid: "' union select 'x" },
      { kid: "__proto__" },
      { kid: "k".repeat(2_000) },
    ];
    for (const header of headers) {
      const token = await new SignJWT(claims).setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", ...header }).sign(key);
      await expectRefusal(prove(token), "SW_AUTH_INVALID_TOKEN");
    }
  });

  test("that is none but has its form is never a mock bearer", async () => {
    for (const token of ["a.b.c", "..", "e30.e30.e30", `${encode([])}.${encode({})}.x`]) {
      await expectRefusal(prove(token), "SW_AUTH_INVALID_TOKEN");
    }
    expect((await prove("mock-dev-token")).actor.credential).toBe("mock");
    for (const token of ["swp_unknown", "swr_unknown", "swt_unknown"]) {
      await expectRefusal(prove(token), "SW_AUTH_INVALID_TOKEN");
    }
  });

  test("of production is issued by the https address of its tenant", () => {
    expect(issuerOf(readConfig({ SCAIWAVE_SERVER_NAME: "chat.example.com" }), foreign)).toBe("https://acme.localhost");
  });
});

describe("a signing key", () => {
  test("is made once, however many processes start at once", async () => {
    await world.owner`delete from instance.signing_keys`;
    const processes = Array.from({ length: 6 }, () => new SigningKeys(world.database.app, world.clock.now));
    const kids = await Promise.all(processes.map(async (keys) => (await keys.signing()).kid));
    expect(new Set(kids).size).toBe(1);
    expect(await world.owner`select kid from instance.signing_keys`).toHaveLength(1);
  });

  test("is published without its private part", async () => {
    const { keys } = await door.keys.jwks();
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(Object.keys(key).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x"]);
  });

  test("that was retired verifies for 24 hours more, in every process, and signs no more", async () => {
    const elsewhere = { ...door, keys: new SigningKeys(world.database.app, world.clock.now) };
    const old = await tokens();
    await proveBearer(elsewhere, home, old.access_token);
    const kid = await door.keys.rotate();
    expect((await door.keys.signing()).kid).toBe(kid);
    const fresh = await tokens();
    expect(headerOf(fresh.access_token).kid).toBe(kid);
    for (const verifier of [door, elsewhere]) {
      for (const { access_token } of [old, fresh]) await proveBearer(verifier, home, access_token);
    }
    world.clock.advance(61_000);
    expect((await elsewhere.keys.signing()).kid).toBe(kid);
    expect((await door.keys.jwks()).keys.length).toBe(2);
    const kidOfOld = headerOf(old.access_token).kid as string;
    world.clock.advance(dayMs - 62_000);
    expect(await door.keys.verifying(kidOfOld)).not.toBeNull();
    world.clock.advance(2_000);
    expect(await door.keys.verifying(kidOfOld)).toBeNull();
    expect((await door.keys.jwks()).keys.map((key) => key.kid)).toEqual([kid]);
    await door.keys.rotate();
    expect(await world.owner`select kid from instance.signing_keys where kid = ${kidOfOld}`).toEqual([]);
  });

  test("that got out can be dropped at once", async () => {
    const { access_token } = await tokens();
    await door.keys.rotate({ dropOld: true });
    await expectRefusal(prove(access_token), "SW_AUTH_INVALID_TOKEN");
    expect(await world.owner`select kid from instance.signing_keys`).toHaveLength(1);
  });
});
