import { describe, expect, test } from "vitest";
import { heirOf, type MembershipAct, membershipActs, transition } from "#/domain/rooms/membership.ts";
import { type Membership, memberships, roomStates, roomTypes } from "#/domain/rooms/room.ts";

type From = Membership | "nobody";
const froms: From[] = ["nobody", ...memberships];

const room = "SW_ROOM_FORBIDDEN";
const person = "SW_PARTICIPANT_NOT_FOUND";
const outside = "SW_NOT_MEMBER";

/** act × membership of the subject, in an open room. `=` means that nothing changes. */
const expected: Record<string, Record<From, string>> = {
  //                        nobody           join     invite   leave            ban            knock
  "join, group": { nobody: room, join: "=", invite: "join", leave: room, ban: room, knock: room },
  "join, public": { nobody: "join", join: "=", invite: "join", leave: "join", ban: room, knock: "join" },
  "leave, group": { nobody: outside, join: "leave", invite: "leave", leave: "=", ban: outside, knock: "leave" },
  "leave, public": { nobody: outside, join: "leave", invite: "leave", leave: "=", ban: outside, knock: "leave" },
  "invite, group": { nobody: "invite", join: "=", invite: "=", leave: "invite", ban: room, knock: "invite" },
  "invite, public": { nobody: "invite", join: "=", invite: "=", leave: "invite", ban: room, knock: "invite" },
  "invite an AI, group": { nobody: "join", join: "=", invite: "=", leave: "join", ban: room, knock: "join" },
  "kick, group": { nobody: person, join: "leave", invite: "leave", leave: person, ban: person, knock: "leave" },
  "kick, public": { nobody: person, join: "leave", invite: "leave", leave: person, ban: person, knock: "leave" },
};

const say = (result: ReturnType<typeof transition>) =>
  "becomes" in result ? result.becomes : "refused" in result ? result.refused : "=";

const membershipOf = (from: From) => (from === "nobody" ? null : from);

describe("what becomes of a membership", () => {
  test.each(Object.entries(expected))("%s", (title, row) => {
    const [act, type] = title.replace(" an AI", "").split(", ") as [MembershipAct, "group" | "public"];
    const situation = { room: { room_type: type, state: "open" as const }, subjectIsAi: title.includes("AI") };
    const told = Object.fromEntries(froms.map((from) => [from, say(transition(act, membershipOf(from), situation))]));
    expect(told).toEqual(row);
  });

  test("nothing changes who is in a direct room, whatever its state", () => {
    for (const act of membershipActs) {
      for (const from of froms) {
        for (const state of roomStates) {
          const situation = { room: { room_type: "dm" as const, state }, subjectIsAi: false };
          expect(say(transition(act, membershipOf(from), situation))).toBe("SW_ROOM_TYPE_INVARIANT");
        }
      }
    }
  });

  test("an archived or closed room can be left, and nothing else", () => {
    for (const state of ["archived", "closed"] as const) {
      for (const room_type of roomTypes.filter((type) => type !== "dm")) {
        for (const act of membershipActs) {
          const result = say(transition(act, "join", { room: { room_type, state }, subjectIsAi: false }));
          const own = { leave: "leave", decline: "=", withdraw: "=" } as Record<string, string>;
          expect(result).toBe(own[act] ?? "SW_ROOM_FROZEN");
        }
      }
    }
  });
});

describe("who inherits a room", () => {
  const member = (participant_id: string, power_level: number, joined_at: string, isAi = false) => ({
    participant_id,
    power_level,
    joined_at,
    isAi,
  });

  test("nobody does while another administrator stays", () => {
    expect(heirOf([member("a", 100, "2026-01-02"), member("b", 50, "2026-01-01")])).toBeNull();
  });

  test("the strongest does, and of equals the one who was there first", () => {
    expect(heirOf([member("a", 0, "2026-01-01"), member("b", 50, "2026-01-03"), member("c", 50, "2026-01-02")])).toBe(
      "c",
    );
  });

  test("a person goes before an AI, and an AI never inherits", () => {
    expect(heirOf([member("ai", 50, "2026-01-01", true), member("a", 0, "2026-01-02")])).toBe("a");
    expect(heirOf([member("ai", 50, "2026-01-01", true)])).toBeNull();
    expect(heirOf([])).toBeNull();
  });
});
