import { expect, test } from "vitest";
import { message, person, room } from "../testing/facts.ts";
import { Hall } from "../testing/hall.ts";
import { maxSockets } from "./limits.ts";

test("of ten thousand who come as many are in as one hub holds, each hears what is said, and the others come back later", () => {
  const hall = new Hall();
  const wires = Array.from({ length: 10_000 }, (_, number) =>
    // In rooms of fifty, so that telling who is there is not what is counted.
    hall.enter(person(number), { room_ids: [room(1 + Math.floor(number / 50))] }),
  );
  const inside = wires.filter(({ closed }) => closed === null);
  expect(inside).toHaveLength(maxSockets);
  for (const wire of wires.slice(maxSockets)) {
    expect(wire.closed).toEqual({ code: 1013, reason: "SW_TENANT_CAPACITY" });
  }
  hall.publish(0, ...Array.from({ length: 160 }, (_, index) => message(index + 1, room(index + 1), person(9_999))));
  for (const wire of inside) expect(wire.of("swp.room.message")).toHaveLength(1);
  for (const wire of inside) hall.leave(wire);
  hall.pass(60_000);
  expect(hall.hub.quiet).toBe(true);
});
