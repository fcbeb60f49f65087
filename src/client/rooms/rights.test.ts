import { expect, test } from "vitest";
import { actionWords } from "#/client/rooms/action-words.ts";
import { roleName, roleTag } from "#/client/rooms/power-words.ts";
import { whyNot, whyNotTo } from "#/client/rooms/rights.ts";
import type { Standing } from "#/domain/rooms/permissions.ts";
import { roomActions } from "#/domain/rooms/powers.ts";

const standing = (power_level: number, room: Partial<Standing["room"]> = {}): Standing => ({
  room: { room_type: "group", state: "open", ...room },
  membership: "join",
  power_level,
});

test("who may is told nothing, and who may not is told what they lack", () => {
  expect(whyNot(standing(50), "kick")).toBeUndefined();
  expect(whyNot(standing(10), "kick")).toBe("Needs power level 50. You have 10.");
});

test("the reason tells the level that this room asks for, not the usual one", () => {
  expect(whyNot(standing(10, { required_power: { topic: 60 } }), "topic")).toBe("Needs power level 60. You have 10.");
});

test("in an archived room the reason is that it is archived", () => {
  expect(whyNot(standing(100, { state: "archived" }), "name")).toBe("This room is archived or closed.");
  expect(whyNot(standing(100, { state: "archived" }), "archive")).toBeUndefined();
});

test("nobody acts on an equal, and is told both levels", () => {
  expect(whyNotTo(standing(50), { power_level: 50 }, "ban")).toBe(
    "Their power level is 50. Yours is 50, and has to be higher.",
  );
  expect(whyNotTo(standing(51), { power_level: 50 }, "ban")).toBeUndefined();
});

test("a level has the name of the highest role that it reaches", () => {
  expect([0, 9, 10, 49, 50, 99, 100].map(roleName)).toEqual([
    "Member",
    "Member",
    "Contributor",
    "Contributor",
    "Moderator",
    "Moderator",
    "Admin",
  ]);
  expect(roleTag(0, false)).toBeUndefined();
  expect(roleTag(100, true)).toBe("You, admin");
});

test("every act that a room decides about is in the table, but reading and taking back one's own words", () => {
  const told = actionWords().map(([action]) => action);
  expect([...told, "read", "redact_own"].toSorted()).toEqual([...roomActions].toSorted());
});
