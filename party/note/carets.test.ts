import { describe, expect, test } from "vitest";
import { flush, Mate } from "../testing/note-hall.ts";
import { uint } from "../testing/note-peer.ts";
import { two } from "../testing/two-writers.ts";

describe("a caret", () => {
  const userOf = (mate: Mate, of: Mate) => mate.awareness.getStates().get(of.document.clientID)?.user;

  test("bears the name, the colour and the kind that the server knows, whatever it says", async () => {
    const { hall, ana, ben } = await two();
    const { participant_id, display_name } = ana.who;
    const someone = { participant_id: ben.who.participant_id, display_name: "Ben", is_ai: true, colour: 1 };
    ana.show({ user: someone, cursor: { anchor: 1 }, name: "Ben", script: "<b>" });
    await flush();
    const colour = ana.of("access")[0]!.colour;
    expect(colour).not.toBe(ben.of("access")[0]!.colour);
    expect(ben.awareness.getStates().get(ana.document.clientID)).toEqual({
      user: { participant_id, display_name, is_ai: false, colour },
      cursor: { anchor: 1 },
    });
    const later = await hall.enter(3);
    expect(userOf(later, ana)).toMatchObject({ participant_id });
  });

  test("is nobody else's to move or to take away", async () => {
    const { ana, ben, hall } = await two();
    const cleo = await hall.enter(3);
    ben.show({ cursor: { anchor: 1 } });
    const spoof = (json: string, clock: number) => {
      const text = new TextEncoder().encode(json);
      const entry = [...uint(ben.document.clientID), clock, ...uint(text.length), ...text];
      ana.frame(1, Uint8Array.from([1, ...entry]));
    };
    spoof(JSON.stringify({ cursor: { anchor: 99 } }), 50);
    spoof("null", 51);
    await flush();
    expect(cleo.awareness.getStates().get(ben.document.clientID)).toMatchObject({ cursor: { anchor: 1 } });
  });

  test("goes with its connection, and follows its person to a new one", async () => {
    const { hall, ana, ben } = await two();
    ana.show({ cursor: { anchor: 1 } });
    const second = new Mate(ana.who, ana.document);
    await second.join(hall.note);
    second.awareness.setLocalState(null);
    second.show({ cursor: { anchor: 2 } });
    second.show({ cursor: { anchor: 3 } });
    await flush();
    ana.leave();
    await flush();
    expect(userOf(ben, ana)).toBeDefined();
    second.leave();
    await flush();
    expect(userOf(ben, ana)).toBeUndefined();
  });

  test("of more than two kilobytes, or in no JSON, is not told", async () => {
    const { ana, ben, unharmed } = await two();
    ana.show({ cursor: "x".repeat(3_000) });
    ana.frame(1, Uint8Array.from([1, ...uint(ana.document.clientID), 9, 1, 123]));
    ana.frame(1, Uint8Array.from([200, 1, 1, 1]));
    await flush();
    expect(ben.awareness.getStates().size).toBe(0);
    await unharmed();
  });
});
