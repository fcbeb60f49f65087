import { describe, expect, test } from "vitest";
import { refreshTokens } from "#/server/identity/refresh-tokens.ts";
import { expectRefusal } from "../../../tests/support/refusal.ts";
import { ana, claimsOf, dayMs, door, foreign, home, prove, tokens, world } from "../../../tests/support/token-door.ts";

describe("a refresh token", () => {
  const refresh = (token: string, tenant = home) => refreshTokens(door, tenant, token, "192.0.2.1");
  const families = () => world.owner`select id from app.sessions where participant_id = ${ana.participant.id}`;

  test("gives new tokens once, and the session goes on", async () => {
    const first = await tokens();
    const second = await refresh(first.refresh_token);
    expect(second.refresh_token).toMatch(/^swr_[\w-]{43}$/);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    const sid = (await prove(first.access_token)).actor.sessionId;
    expect((await prove(second.access_token)).actor.sessionId).toBe(sid);
    await refresh(second.refresh_token);
  });

  test("that comes again later ends its family, tells the streams and is written down", async () => {
    const first = await tokens();
    const head = await world.head();
    const second = await refresh(first.refresh_token);
    world.clock.advance(10_000);
    await expectRefusal(refresh(first.refresh_token), "SW_AUTH_INVALID_TOKEN");
    await expectRefusal(prove(second.access_token), "SW_AUTH_INVALID_TOKEN");
    await expectRefusal(refresh(second.refresh_token), "SW_AUTH_INVALID_TOKEN");
    expect(await families()).toEqual([]);
    const sid = claimsOf(first.access_token).sid;
    expect((await world.log(head)).map(({ type, content }) => ({ type, content }))).toEqual([
      {
        type: "swp.session.ended",
        content: { session_ids: [sid], reason: "revoked", participant_id: ana.participant.id },
      },
    ]);
    expect(world.advanced).toContain(home.id);
    const lines = await world.owner`select target_id, address from app.audit_log where action = 'token.reuse_detected'`;
    expect(lines).toContainEqual({ target_id: sid, address: "192.0.2.1" });
  });

  test("sent twice within ten seconds gets nothing the second time and ends nothing", async () => {
    const first = await tokens();
    const second = await refresh(first.refresh_token);
    world.clock.advance(9_999);
    await expectRefusal(refresh(first.refresh_token), "SW_AUTH_INVALID_TOKEN");
    await prove(second.access_token);
    await refresh(second.refresh_token);
  });

  test("sent by ten at once gives tokens to exactly one", async () => {
    const first = await tokens();
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => refresh(first.refresh_token)));
    const won = answers.filter((answer) => answer.status === "fulfilled");
    expect(won).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === "rejected") expect(answer.reason.code).toBe("SW_AUTH_INVALID_TOKEN");
    await refresh(won[0]!.value.refresh_token);
  });

  test("lives 30 days from its last use, and its family 180 days", async () => {
    const idle = await tokens();
    world.clock.advance(30 * dayMs + 1);
    await expectRefusal(refresh(idle.refresh_token), "SW_AUTH_INVALID_TOKEN");
    let busy = await tokens();
    for (let days = 0; days < 174; days += 29) {
      world.clock.advance(29 * dayMs);
      busy = await refresh(busy.refresh_token);
    }
    world.clock.advance(6 * dayMs + 1);
    await expectRefusal(refresh(busy.refresh_token), "SW_AUTH_INVALID_TOKEN");
  });

  test("is worth nothing in another tenant, in another place, or made up", async () => {
    const { refresh_token, access_token } = await tokens();
    await expectRefusal(refresh(refresh_token, foreign), "SW_AUTH_INVALID_TOKEN");
    await expectRefusal(prove(refresh_token), "SW_AUTH_INVALID_TOKEN");
    for (const other of [
      access_token,
      "",
      "swr_",
      refresh_token.slice(4),
      `${refresh_token}x`,
      "swr_\u0000",
      "x".repeat(5_000),
    ]) {
      await expectRefusal(refresh(other), "SW_AUTH_INVALID_TOKEN");
    }
    await refresh(refresh_token);
  });

  test("is nowhere in the database, and neither is what it gave", async () => {
    const first = await tokens();
    const second = await refresh(first.refresh_token);
    const [{ text }] = (await world.owner`select (select jsonb_agg(s)::text from app.sessions s)
      || coalesce((select jsonb_agg(s)::text from app.spent_refresh_tokens s), '') as text`) as unknown as [
      { text: string },
    ];
    for (const secret of [first, second].flatMap((set) => [set.access_token, set.refresh_token])) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString("hex"));
    }
  });
});
