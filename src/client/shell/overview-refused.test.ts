import { expect, test } from "vitest";
import { laterOf } from "#/client/shell/overview-refused.ts";
import { SwError } from "#/domain/errors.ts";

test("only who is signed out is sent to sign in", () => {
  expect(laterOf("SW_AUTH_INVALID_TOKEN", new SwError("SW_AUTH_INVALID_TOKEN"))).toBe("signed_out");
  expect(laterOf("SW_AUTH_DEACTIVATED", {})).toBe("signed_out");
});

test("who asked too often waits as long as the server says, whichever side asked", () => {
  const code = "SW_RATE_LIMIT_EXCEEDED";
  const refused = new SwError(code, undefined, { retryAfter: 8 });
  expect(laterOf(code, refused)).toEqual({ later: { code, seconds: 8 } });
  expect(laterOf(code, { cause: refused })).toEqual({ later: { code, seconds: 8 } });
  expect(laterOf(code, { data: { sw_code: code, retry_after: 0.2 } })).toEqual({ later: { code, seconds: 1 } });
  expect(laterOf("SW_UNAVAILABLE", {})).toEqual({ later: { code: "SW_UNAVAILABLE", seconds: 10 } });
});
