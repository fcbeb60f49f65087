import { describe, expect, test } from "vitest";
import { maxTurnText } from "#/domain/ai/bounds.ts";

import { hear, type TurnText, textFrom } from "#/domain/ai/stream-text.ts";

const chunk = (offset: number, chunk_text: string) => ({ offset, content: { chunk_text, done: false } });

function heard(chunks: ReturnType<typeof chunk>[], from?: TurnText): TurnText | undefined {
  let known = from;
  for (const each of chunks) {
    const next = hear(known, each);
    if (next.kind === "text") known = next.text;
  }
  return known;
}

describe("The text of a turn", () => {
  const whole = "The launch is on Thursday. 🚀 Ana has the list.";
  const pieces = [0, 4, 11, 26, 27, 29, 33].map((at, index, all) => chunk(at, whole.slice(at, all[index + 1])));

  test("is the same whoever came when: at every boundary the prefix told anew and the rest make the whole", () => {
    for (let late = 0; late <= pieces.length; late += 1) {
      const prefix = pieces.slice(0, late).map((piece) => piece.content.chunk_text).join(""); // biome-ignore format: one prefix
      expect(heard([chunk(0, prefix), ...pieces.slice(late)])).toEqual({ offset: 0, text: whole });
    }
  });

  test("grows by each chunk once, though all of them come twice and the prefix comes between", () => {
    const twice = pieces.flatMap((piece) => [piece, chunk(0, whole.slice(0, piece.offset)), piece]);
    expect(heard(twice)).toEqual({ offset: 0, text: whole });
  });

  test("is never made shorter by what was sent before", () => {
    expect(heard([chunk(0, "The")], { offset: 0, text: whole })).toEqual({ offset: 0, text: whole });
    expect(heard([chunk(0, "The")], { offset: 4, text: whole.slice(4) })).toEqual({ offset: 4, text: whole.slice(4) });
  });

  test("has no holes: a chunk after something unheard is not taken", () => {
    expect(hear(undefined, chunk(4, "launch"))).toEqual({ kind: "gap" });
    expect(hear({ offset: 0, text: "The" }, chunk(4, "launch"))).toEqual({ kind: "gap" });
  });

  test("goes on from a view that holds only what is in no message yet", () => {
    const known = heard(pieces, { offset: 4, text: whole.slice(4, 11) });
    expect(known).toEqual({ offset: 4, text: whole.slice(4) });
    expect(textFrom(known!, 27)).toBe(whole.slice(27));
    expect(textFrom(known!, 0)).toBe(whole.slice(4));
  });

  test("takes a longer prefix from further back whole", () => {
    expect(heard([chunk(0, whole)], { offset: 4, text: whole.slice(4, 11) })).toEqual({ offset: 0, text: whole });
  });

  test("is bounded", () => {
    const known = heard([chunk(0, "x".repeat(maxTurnText)), chunk(maxTurnText, "more")]);
    expect(known?.text.length).toBe(maxTurnText);
  });
});
