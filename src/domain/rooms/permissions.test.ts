import { describe, expect, test } from "vitest";
import { can, canClose, canGrant, type Standing } from "#/domain/rooms/permissions.ts";
import { adjustableActions, powerNeeded, type RequiredPowers, roomActions } from "#/domain/rooms/powers.ts";
import { memberships, roomStates, roomTypes } from "#/domain/rooms/room.ts";

const shown = [0, 9, 10, 49, 50, 99, 100];
const every = Array.from({ length: 101 }, (_, level) => level);
const overrides: [title: string, RequiredPowers][] = [
  ["the defaults", {}],
  ["everything adjustable at 0", Object.fromEntries(adjustableActions.map((action) => [action, 0]))],
  ["everything adjustable at 75", Object.fromEntries(adjustableActions.map((action) => [action, 75]))],
  ["everything adjustable at 100", Object.fromEntries(adjustableActions.map((action) => [action, 100]))],
];

function table(title: string, room: Standing["room"]): string {
  const row = (cells: string[]) =>
    [cells[0]!.padEnd(15), ...cells.slice(1).map((cell) => cell.padEnd(22))].join("").trimEnd();
  const said = (standing: Standing, action: (typeof roomActions)[number]) =>
    (can(standing, action) ?? "yes").replace("SW_", "");
  const lines = roomActions.map((action) =>
    row([
      action,
      ...shown.map((power_level) => said({ room, membership: "join", power_level }, action)),
      said({ room, membership: "leave", power_level: 100 }, action),
    ]),
  );
  return [title, row(["", ...shown.map(String), "not in the room"]), ...lines].join("\n");
}

const legend = `Who may do what: action × power level, by what the room asks for and by its type and state. "yes", or the code of the
refusal (without SW_). The tests beside it go through every level from 0 to 100. Written by \`vitest -u\`; a change here is
a change of the rules.
`;

test("every action at every power, with and without overrides, has the answer of permissions.table.txt", async () => {
  const byPower = overrides.map(([title, required_power]) =>
    table(`a group, open, with ${title}`, { room_type: "group", state: "open", required_power }),
  );
  const rest = roomTypes.flatMap((room_type) => roomStates.map((state) => ({ room_type, state })));
  const byRoom = rest
    .filter(({ room_type, state }) => room_type !== "group" || state !== "open")
    .map((room) => table(`${room.room_type}, ${room.state}`, room));
  await expect([legend, ...byPower, ...byRoom].join("\n\n")).toMatchFileSnapshot("./permissions.table.txt");
});

describe("a power level", () => {
  test("is asked exactly where the room says: below it never, from it on always", () => {
    for (const [title, required_power] of overrides) {
      const room = { room_type: "group", state: "open", required_power } as const;
      for (const action of roomActions) {
        for (const power_level of every) {
          const allowed = can({ room, membership: "join", power_level }, action) === null;
          expect([title, action, power_level, allowed]).toEqual([
            title, action, power_level, power_level >= powerNeeded(room, action),
          ]); // biome-ignore format: one line
        }
      }
    }
  });

  test("is of no use to one who is not in the room", () => {
    for (const room_type of roomTypes) {
      for (const state of roomStates) {
        for (const membership of [null, ...memberships.filter((each) => each !== "join")]) {
          for (const action of roomActions.filter((each) => each !== "read")) {
            expect(can({ room: { room_type, state }, membership, power_level: 100 }, action)).not.toBeNull();
          }
        }
      }
    }
  });

  test("nobody grants above their own, to an equal or higher one, or to themselves upwards", () => {
    const room = { room_type: "group", state: "open", required_power: { set_power: 0 } } as const;
    for (let own = 0; own <= 100; own += 5) {
      for (let other = 0; other <= 100; other += 5) {
        for (let level = 0; level <= 100; level += 5) {
          const actor = { id: "a", room, membership: "join", power_level: own } as const;
          const granted = canGrant(actor, { id: "b", power_level: other }, level) === null;
          expect(granted).toBe(level <= own && other < own);
          expect(canGrant(actor, { id: "a", power_level: own }, level) === null).toBe(level <= own);
        }
      }
    }
  });

  test("whoever made a room closes it, while they are in it", () => {
    const room = { room_type: "group", state: "open", creator_id: "a" } as const;
    expect(canClose({ room, membership: "join", power_level: 0 }, "a")).toBeNull();
    expect(canClose({ room, membership: "join", power_level: 0 }, "b")).toBe("SW_ROOM_FORBIDDEN");
    expect(canClose({ room, membership: "leave", power_level: 0 }, "a")).toBe("SW_ROOM_FORBIDDEN");
  });
});
