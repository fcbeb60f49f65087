import { expect, test } from "vitest";
import { stickyStates } from "#/domain/presence/events.ts";
import { autoState, presenceLastsMs, shownState } from "#/domain/presence/rules.ts";

test("the most awake device that still speaks decides", () => {
  const online = { state: "online", heardAt: 0 } as const;
  const idle = { state: "idle", heardAt: 50_000 } as const;
  expect(autoState([], 0)).toBe("offline");
  expect(autoState([idle, online], 60_000)).toBe("online");
  expect(autoState([idle, online], presenceLastsMs)).toBe("idle");
  expect(autoState([idle, online], 50_000 + presenceLastsMs)).toBe("offline");
});

test("nobody is there without a device, whatever they chose", () => {
  for (const sticky of [...stickyStates, null]) {
    for (const viewer of ["self", "trusted", "other"] as const) {
      expect(shownState("offline", sticky, viewer)).toBe("offline");
    }
  }
});

test("a choice lies over the devices for everyone", () => {
  expect(shownState("idle", null, "other")).toBe("idle");
  for (const viewer of ["self", "trusted", "other"] as const) {
    expect(shownState("idle", "busy", viewer)).toBe("busy");
    expect(shownState("idle", "online", viewer)).toBe("online");
    expect(shownState("online", "idle", viewer)).toBe("idle");
  }
});

test("who appears offline is seen by themselves and by those they trust", () => {
  expect(shownState("online", "appear_offline", "self")).toBe("appear_offline");
  expect(shownState("online", "appear_offline", "trusted")).toBe("online");
  expect(shownState("online", "appear_offline", "other")).toBe("offline");
});
