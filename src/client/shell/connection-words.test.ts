import { describe, expect, test } from "vitest";
import { chipWords, quietMs } from "#/client/shell/connection-words.ts";

const since = 10_000;
const later = since + quietMs;

describe("the connection chip", () => {
  test("says nothing while online, and nothing of trouble shorter than two seconds", () => {
    expect(chipWords({ is: "online" }, 3, later)).toBeUndefined();
    expect(chipWords({ is: "offline", since }, 3, later - 1)).toBeUndefined();
  });

  test("counts the seconds to the next try, and offers it now", () => {
    const told = chipWords({ is: "reconnecting", since, retryAt: later + 3_200, updating: false }, 0, later);
    expect(told).toEqual({ state: "reconnecting", text: "Reconnecting in 4 s", action: "Try now" });
  });

  test("never counts to zero or below", () => {
    const told = chipWords({ is: "reconnecting", since, retryAt: since, updating: false }, 0, later);
    expect(told?.text).toBe("Reconnecting in 1 s");
  });

  test("says how many messages wait while offline", () => {
    expect(chipWords({ is: "offline", since }, 0, later)?.text).toBe("Offline");
    expect(chipWords({ is: "offline", since }, 1, later)?.text).toBe("Offline. 1 message will send later");
    expect(chipWords({ is: "offline", since }, 3, later)?.text).toBe("Offline. 3 messages will send later");
  });

  test("tells an update of the server from trouble", () => {
    const told = chipWords({ is: "reconnecting", since, retryAt: later, updating: true }, 0, later);
    expect(told).toEqual({ state: "updating", text: "Server is updating" });
  });

  test("says at once that one is signed out, and how to come back", () => {
    expect(chipWords({ is: "signed_out", since }, 0, since)).toMatchObject({ state: "signed-out", action: "Sign in" });
  });

  test("says why the server ended it for good", () => {
    const told = chipWords({ is: "stopped", since, reason: "duplicate_connection" }, 0, later);
    expect(told?.text).toBe("Another copy of this page took over");
  });
});
