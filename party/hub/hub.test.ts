import { describe, expect, test } from "vitest";
import { id, logEvent, membership, message, person, room } from "../testing/facts.ts";
import { Hall } from "../testing/hall.ts";
import { ephemeral } from "./publish.ts";

const [ana, ben, eve] = [person(1), person(2), person(3)] as [string, string, string];
const inRoom = { room_ids: [room(1)] };

describe("a stream that lives", () => {
  test("a client that only listens is alive after 150 s and still gets messages", () => {
    const hall = new Hall();
    const wire = hall.enter(ana, inRoom);
    hall.pass(151_000);
    expect(wire.closed).toBeNull();
    expect(wire.of("ping")).toHaveLength(5);
    hall.publish(0, message(1, room(1), ben));
    expect(wire.positions).toEqual([1]);
  });

  test("pings carry the position that the hub has processed", () => {
    const hall = new Hall();
    const wire = hall.enter(ana, { ...inRoom, stream_position: 7 });
    hall.pass(31_000);
    hall.publish(7, message(8, room(2), ben));
    hall.pass(31_000);
    expect(wire.of("ping").map((ping) => ping.stream_position)).toEqual([7, 8]);
  });

  test("a client that answers pings lives; when it stops answering it is closed with ping_timeout", () => {
    const hall = new Hall();
    const wire = hall.enter(ana);
    let answered = 0;
    hall.pass(300_000, () => {
      if (wire.of("ping").length === answered) return;
      answered += 1;
      hall.say(wire, { type: "pong" });
    });
    expect(wire.closed).toBeNull();
    hall.pass(59_000);
    expect(wire.closed).toBeNull();
    hall.pass(2_000);
    expect(wire.closed).toEqual({ code: 4003, reason: "ping_timeout" });
  });

  test("an expired token is closed with 4001", () => {
    const hall = new Hall();
    const wire = hall.enter(ana, { expires_at: new Date(hall.now + 60_000).toISOString() });
    hall.pass(59_000);
    expect(wire.closed).toBeNull();
    hall.pass(2_000);
    expect(wire.closed).toEqual({ code: 4001, reason: "SW_AUTH_EXPIRED_TOKEN" });
  });
});

describe("a stream of a token that changes nothing", () => {
  test("listens like any other and answers pings", () => {
    const hall = new Hall();
    const wire = hall.enter(ana, { ...inRoom, read_only: true });
    hall.publish(0, message(1, room(1), ben));
    hall.pass(31_000);
    hall.say(wire, { type: "pong" });
    expect(wire.positions).toEqual([1]);
    expect(wire.of("error")).toEqual([]);
  });

  test("neither types nor appears, whatever it says", () => {
    const hall = new Hall();
    const other = hall.enter(ben, inRoom);
    const wire = hall.enter(ana, { ...inRoom, read_only: true });
    hall.say(wire, { type: "typing", room_id: room(1), typing: true });
    hall.say(wire, { type: "presence", status: "online" });
    hall.pass(3_000);
    expect(wire.of("error").map(({ code }) => code)).toEqual([
      "SW_AUTH_INSUFFICIENT_SCOPE",
      "SW_AUTH_INSUFFICIENT_SCOPE",
    ]);
    expect(other.of("typing")).toEqual([]);
    expect(other.of("presence").filter(({ participant_id }) => participant_id === ana)).toEqual([]);
  });

  test("takes nothing from the same person's other streams, and leaves nothing behind", () => {
    const hall = new Hall();
    const other = hall.enter(ben, inRoom);
    const reader = hall.enter(ana, { ...inRoom, read_only: true });
    const writer = hall.enter(ana, inRoom);
    hall.say(writer, { type: "typing", room_id: room(1), typing: true });
    hall.pass(3_000);
    expect(other.of("typing")).toHaveLength(1);
    expect(other.of("presence").at(-1)).toMatchObject({ participant_id: ana, status: "online" });
    hall.leave(writer);
    hall.leave(reader);
    hall.leave(other);
    hall.pass(60_000);
    expect(hall.hub.quiet).toBe(true);
    expect(hall.hub.scope.isMember(room(1), ana)).toBe(false);
    const alone = hall.enter(ana, { ...inRoom, read_only: true });
    hall.leave(alone);
    expect(hall.hub.scope.isMember(room(1), ana)).toBe(false);
  });

  test("is closed with 4001 when its token ends or is revoked", () => {
    const hall = new Hall();
    const some = { read_only: true, session_id: id("5e55", 1) };
    const ending = hall.enter(ana, { ...some, expires_at: new Date(hall.now + 60_000).toISOString() });
    hall.pass(62_000);
    expect(ending.closed).toEqual({ code: 4001, reason: "SW_AUTH_EXPIRED_TOKEN" });
    const revoked = hall.enter(ana, some);
    const content = { session_ids: [id("5e55", 1)], reason: "revoked" as const, participant_id: ana };
    hall.publish(0, logEvent(1, "swp.session.ended", content, { sender_id: ben }));
    expect(revoked.closed).toEqual({ code: 4001, reason: "SW_AUTH_INVALID_TOKEN" });
  });
});

describe("a closed account", () => {
  const closed = logEvent(1, "swp.participant.deactivated", { participant_id: ana }, { sender_id: ben });

  test("ends every stream of it, with a session or without, and tells the others", () => {
    const hall = new Hall();
    const [one, two, other] = [
      hall.enter(ana, { session_id: id("5e55", 1) }),
      hall.enter(ana, { session_id: null }),
      hall.enter(ben, { session_id: id("5e55", 2) }),
    ];
    hall.publish(0, closed);
    for (const wire of [one, two]) expect(wire.closed).toEqual({ code: 4001, reason: "SW_AUTH_INVALID_TOKEN" });
    expect(other.closed).toBeNull();
    expect(other.positions).toEqual([1]);
  });

  test("is not entered by a stream whose facts are older, and is by one of after its return", () => {
    const hall = new Hall();
    hall.enter(ben);
    hall.publish(0, closed);
    expect(hall.enter(ana, { session_id: null }).closed).toEqual({ code: 4001, reason: "SW_AUTH_INVALID_TOKEN" });
    expect(hall.enter(ana, { session_id: null, stream_position: 1 }).closed).toBeNull();
  });
});

describe("who receives what", () => {
  test("a batch whose event makes no sense is processed around it, loudly", () => {
    const hall = new Hall();
    const wire = hall.enter(ana, inRoom);
    const bad = { ...message(2, room(1), ben), audience: { kind: "everyone" } } as never;
    const foreign = { ...message(3, room(1), ben), audience: null } as never;
    expect(hall.publish(0, message(1, room(1), ben), bad, foreign, message(4, room(1), ben)).body).toEqual({
      position: 4,
    });
    expect(wire.positions).toEqual([1, 4]);
    expect(hall.logged.filter(({ event }) => event === "ws.fanout_failed")).toHaveLength(2);
  });

  test("someone invited hears of it without hearing the room", () => {
    const hall = new Hall();
    const wire = hall.enter(ana);
    hall.enter(ben, inRoom);
    hall.publish(
      0,
      membership(1, room(1), ana, "invite", ben),
      message(2, room(1), ben),
      membership(3, room(1), ana, "join"),
    );
    hall.publish(3, message(4, room(1), ben));
    expect(wire.positions).toEqual([1, 3, 4]);
  });

  test("events of one person go to their devices only, those of the tenant to all", () => {
    const hall = new Hall();
    const [phone, desk, other] = [hall.enter(ana, inRoom), hall.enter(ana, inRoom), hall.enter(ben, inRoom)];
    hall.publish(
      0,
      logEvent(1, "swp.room.read_marker", { event_id: null, read_position: 1 }, { sender_id: ana, room_id: room(1) }),
      logEvent(2, "swp.participant.updated", {} as never),
    );
    expect([phone, desk, other].map((wire) => wire.positions)).toEqual([[1, 2], [1, 2], [2]]);
  });

  test("a workspace's events follow its members", () => {
    const hall = new Hall();
    const space = id("cccc", 1);
    const wire = hall.enter(ana, { workspace_ids: [space] });
    const role = (position: number, participant: string, value: "editor" | null) =>
      logEvent(
        position,
        "swp.workspace.member",
        { participant_id: participant, role: value, changed_by: ben, workspace: { id: space } } as never,
        { workspace_id: space, sender_id: ben },
      );
    const late = hall.enter(ben);
    hall.publish(0, role(1, ben, "editor"), role(2, ana, null), role(3, eve, "editor"));
    expect(wire.positions).toEqual([1, 2]);
    expect(late.positions).toEqual([1, 2, 3]);
  });

  test("a membership whose words were forgotten changes nothing", () => {
    const hall = new Hall();
    const wire = hall.enter(ana, inRoom);
    const forgotten = { ...membership(1, room(1), ana, "leave"), content: {}, forgotten: true } as never;
    hall.publish(0, forgotten, message(2, room(1), ben));
    expect(wire.positions).toEqual([1, 2]);
  });
});

describe("typing", () => {
  test("it ends by itself after four seconds, and early with a message, a kick or a lost connection", () => {
    const hall = new Hall();
    const [a, b] = [hall.enter(ana, inRoom), hall.enter(ben, inRoom)];
    const heard = () => b.of("typing").map((frame) => frame.typing);
    const type = () => {
      hall.say(a, { type: "typing", room_id: room(1), typing: true });
      hall.pass(200);
    };
    type();
    expect(heard()).toEqual([true]);
    hall.pass(4_000);
    expect(heard()).toEqual([true, false]);
    type();
    hall.publish(0, message(1, room(1), ana));
    hall.pass(200);
    expect(heard()).toEqual([true, false, true, false]);
    type();
    hall.publish(1, membership(2, room(1), ana, "leave", ben), membership(3, room(1), ana, "join"));
    hall.pass(200);
    type();
    hall.leave(a);
    hall.pass(200);
    expect(heard()).toEqual([true, false, true, false, true, false, true, false]);
  });

  test("who goes on typing is told again before others would forget it", () => {
    const hall = new Hall();
    const [a, b] = [hall.enter(ana, inRoom), hall.enter(ben, inRoom)];
    hall.pass(8_000, () => hall.say(a, { type: "typing", room_id: room(1), typing: true }));
    const count = b.of("typing").length;
    expect(count).toBeGreaterThanOrEqual(3);
    expect(count).toBeLessThanOrEqual(5);
    expect(b.of("typing").every((frame) => frame.typing)).toBe(true);
  });

  test("typing by REST is told to the room and ends by itself", () => {
    const hall = new Hall();
    const b = hall.enter(ben, inRoom);
    const frame = { type: "typing", room_id: room(1), participant_id: ana, typing: true };
    const audience = { kind: "room", room_id: room(1), also: [] };
    expect(ephemeral(hall.hub, { frames: [{ audience, frame }] }).status).toBe(200);
    expect(ephemeral(hall.hub, { frames: [{ audience, frame: { type: "typing" } }] }).status).toBe(400);
    hall.pass(5_000);
    expect(b.of("typing").map((told) => told.typing)).toEqual([true, false]);
  });
});
