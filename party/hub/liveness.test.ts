import { expect, test } from "vitest";
import { judge, type Signs } from "./liveness.ts";

const signs = (some: Partial<Signs> = {}): Signs => ({
  activeAt: 0,
  pingedAt: 0,
  answersPings: false,
  unanswered: 0,
  bufferedBytes: 0,
  stuckSince: null,
  expiresAt: null,
  ...some,
});

test("a connection is pinged every thirty seconds", () => {
  expect(judge(signs(), 29_999)).toBe("wait");
  expect(judge(signs(), 30_000)).toBe("ping");
});

test("a minute without traffic in either direction is idle; traffic in one is not", () => {
  expect(judge(signs({ pingedAt: 50_000 }), 60_000)).toEqual({ close: 4008, reason: "idle" });
  expect(judge(signs({ activeAt: 50_000, pingedAt: 50_000 }), 60_000)).toBe("wait");
});

test("only who has answered pings can miss them", () => {
  const silent = { activeAt: 60_000, pingedAt: 30_000, unanswered: 2 };
  expect(judge(signs(silent), 60_000)).toBe("ping");
  expect(judge(signs({ ...silent, answersPings: true }), 60_000)).toEqual({ close: 4003, reason: "ping_timeout" });
  expect(judge(signs({ ...silent, answersPings: true, unanswered: 1 }), 60_000)).toBe("ping");
});

test("too much unread, or anything unread for ten seconds, is too slow", () => {
  expect(judge(signs({ bufferedBytes: 1_048_576 }), 1)).toBe("wait");
  expect(judge(signs({ bufferedBytes: 1_048_577 }), 1)).toEqual({ close: 4009, reason: "too_slow" });
  expect(judge(signs({ bufferedBytes: 1, stuckSince: 0 }), 9_999)).toBe("wait");
  expect(judge(signs({ bufferedBytes: 1, stuckSince: 0 }), 10_000)).toEqual({ close: 4009, reason: "too_slow" });
});

test("an expired token ends everything", () => {
  expect(judge(signs({ expiresAt: 10 }), 9)).toBe("wait");
  expect(judge(signs({ expiresAt: 10 }), 10)).toEqual({ close: 4001, reason: "SW_AUTH_EXPIRED_TOKEN" });
});
