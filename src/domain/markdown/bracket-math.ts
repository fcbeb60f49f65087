import type { Code, Construct, Effects, Extension, State, TokenizeContext } from "micromark-util-types";
import { isLineEnd, isSpaceOrEnd, nonLazyContinuation, one } from "#/domain/markdown/math.ts";

const BACKSLASH = 92;
const ROUND = { open: 40, close: 41 };
const SQUARE = { open: 91, close: 93 };
const LONGEST_INLINE = 2_000;
/** What may begin another fence: such a line belongs to no formula, so that every reader of lines sees the same fences. */
const FENCES = new Set<Code>([36, 96, 126]);

/**
 * `\(…\)` and `\[…\]` inside a paragraph, and `\[` on a line of its own up to a line that ends with `\]`. A formula holds no
 * other opening, so that many that are never closed are read once. What looks like a link with escaped brackets is none.
 */
export const bracketMathSyntax: Extension = {
  text: {
    [BACKSLASH]: [
      { name: "inlineMath", tokenize: tokenizeInline(ROUND) },
      { name: "inlineMath", tokenize: tokenizeInline(SQUARE) },
    ],
  },
  flow: { [BACKSLASH]: { name: "mathFlow", concrete: true, tokenize: tokenizeFlow } },
};

type Pair = typeof ROUND;

/** `\` and one character, as a mark of its own. */
function mark(character: number, type: "inlineMathMarker" | "mathFlowMarker"): Construct {
  return {
    partial: true,
    tokenize: (effects, ok, nok) => {
      const second: State = (code) => {
        if (code !== character) return nok(code);
        effects.consume(code);
        effects.exit(type);
        return ok;
      };
      return (code) => {
        effects.enter(type);
        effects.consume(code);
        return second;
      };
    },
  };
}

/** `\(` or `\[`. */
const opening: Construct = {
  partial: true,
  tokenize: (effects, ok, nok) => {
    const second: State = (code) => (code === ROUND.open || code === SQUARE.open ? ok(code) : nok(code));
    return (code) => {
      one(effects, "inlineMathMarker", code);
      return second;
    };
  },
};

const squareClose = mark(SQUARE.close, "mathFlowMarker");

/** `\]` and nothing after it but spaces. */
const closingEnd: Construct = {
  partial: true,
  tokenize(effects, ok, nok) {
    const rest: State = (code) => {
      if (code === null || isLineEnd(code)) return ok(code);
      if (!isSpaceOrEnd(code)) return nok(code);
      one(effects, "whitespace", code);
      return rest;
    };
    return effects.attempt(squareClose, rest, nok);
  },
};

function tokenizeInline(pair: Pair): Construct["tokenize"] {
  return (effects: Effects, ok: State, nok: State): State => {
    const close = mark(pair.close, "inlineMathMarker");
    let length = 0;
    let hasWords = false;

    const start: State = (code) => {
      effects.enter("inlineMath");
      return effects.attempt(mark(pair.open, "inlineMathMarker"), between, nok)(code);
    };

    function between(code: Code): State | undefined {
      if (code === null || length > LONGEST_INLINE) return nok(code);
      if (isLineEnd(code)) {
        one(effects, "lineEnding", code);
        return between;
      }
      // An escaped checkbox, `\\[ \\]`, is no formula.
      if (code === BACKSLASH && !hasWords) return effects.check(close, nok, opens)(code);
      if (code === BACKSLASH) return effects.attempt(close, after, opens)(code);
      return begin(code);
    }

    function opens(code: Code): State | undefined {
      return effects.check(opening, nok, begin)(code);
    }

    function begin(code: Code): State | undefined {
      effects.enter("inlineMathValue");
      return code === BACKSLASH ? escapeMark(code) : value(code);
    }

    function value(code: Code): State | undefined {
      if (code === null || isLineEnd(code) || code === BACKSLASH || length > LONGEST_INLINE) {
        effects.exit("inlineMathValue");
        return between(code);
      }
      effects.consume(code);
      length += 1;
      hasWords ||= code > 32;
      return value;
    }

    /** A backslash and what it stands before: in `\\)` the bracket closes nothing. */
    function escapeMark(code: Code): State | undefined {
      effects.consume(code);
      length += 1;
      hasWords = true;
      return escaped;
    }

    function escaped(code: Code): State | undefined {
      if (code !== BACKSLASH) return value(code);
      effects.consume(code);
      length += 1;
      return value;
    }

    function after(code: Code): State | undefined {
      if (pair === SQUARE && (code === 40 || code === 58 || code === 91)) return nok(code);
      effects.exit("inlineMath");
      return ok(code);
    }

    return start;
  };
}

/** Unclosed, it runs to the end of its container: an answer that is still streaming has no end yet. */
function tokenizeFlow(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  const interrupts = this.interrupt;

  const start: State = (code) => {
    effects.enter("mathFlow");
    effects.enter("mathFlowFence");
    return effects.attempt(mark(SQUARE.open, "mathFlowMarker"), afterOpen, nok)(code);
  };

  function afterOpen(code: Code): State | undefined {
    if (code === null || isLineEnd(code)) {
      effects.exit("mathFlowFence");
      return interrupts ? ok(code) : nextLine(code);
    }
    if (!isSpaceOrEnd(code)) return nok(code);
    one(effects, "whitespace", code);
    return afterOpen;
  }

  function nextLine(code: Code): State | undefined {
    return effects.check(nonLazyContinuation, lineEnd, after)(code);
  }

  function lineEnd(code: Code): State | undefined {
    one(effects, "lineEnding", code);
    return lineStart;
  }

  function lineStart(code: Code): State | undefined {
    if (FENCES.has(code)) return nok(code);
    return content(code);
  }

  function content(code: Code): State | undefined {
    if (code === null || isLineEnd(code)) return nextLine(code);
    if (code === BACKSLASH) return closeOr(code);
    effects.enter("mathFlowValue");
    return chunk(code);
  }

  function closeOr(code: Code): State | undefined {
    return effects.attempt(closingEnd, after, notClosed)(code);
  }

  /** With words after it, it is a formula of a paragraph. */
  function notClosed(code: Code): State | undefined {
    return effects.check(squareClose, nok, notOpened)(code);
  }

  function notOpened(code: Code): State | undefined {
    return effects.check(opening, nok, escapeMark)(code);
  }

  function escapeMark(code: Code): State | undefined {
    effects.enter("mathFlowValue");
    effects.consume(code);
    return escaped;
  }

  function escaped(code: Code): State | undefined {
    if (code !== BACKSLASH) return chunk(code);
    effects.consume(code);
    return chunk;
  }

  function chunk(code: Code): State | undefined {
    if (code === null || isLineEnd(code) || code === BACKSLASH) {
      effects.exit("mathFlowValue");
      return content(code);
    }
    effects.consume(code);
    return chunk;
  }

  function after(code: Code): State | undefined {
    effects.exit("mathFlow");
    return ok(code);
  }

  return start;
}
