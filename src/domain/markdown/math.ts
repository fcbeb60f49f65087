import type { Code, Construct, Effects, Extension, State, TokenizeContext, TokenType } from "micromark-util-types";

const DOLLAR = 36;
const BACKSLASH = 92;
const LONGEST_INLINE = 2_000;

export const nonLazyContinuation: Construct = { partial: true, tokenize: tokenizeNonLazyContinuation };
const closingFence: Construct = { partial: true, tokenize: tokenizeClosingFence };
const inlineMath: Construct = { name: "inlineMath", tokenize: tokenizeInline, previous: (code) => code !== DOLLAR };
const mathFlow: Construct = { name: "mathFlow", concrete: true, tokenize: tokenizeFlow };

/**
 * `$…$` by pandoc's rule (no space inside the dollars, no digit after either, so that "costs $5 and $6" is prose),
 * `$$…$$` inside a paragraph, and a `$$` fence on lines of its own.
 */
export const mathSyntax: Extension = { text: { [DOLLAR]: inlineMath }, flow: { [DOLLAR]: mathFlow } };

export function isSpaceOrEnd(code: Code): boolean {
  return code === null || code < 0 || code === 32;
}

export function isLineEnd(code: Code): boolean {
  return code !== null && code <= -3 && code >= -5;
}

/** A token of one character. */
export function one(effects: Effects, type: TokenType, code: Code): void {
  effects.enter(type);
  effects.consume(code);
  effects.exit(type);
}

function isDigit(code: Code): boolean {
  return code !== null && code >= 48 && code <= 57;
}

function tokenizeInline(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  let openers = 0;
  let closers = 0;
  let length = 0;
  let previous: Code = null;
  return start;

  function start(code: Code): State | undefined {
    effects.enter("inlineMath");
    effects.enter("inlineMathMarker");
    return open(code);
  }

  function open(code: Code): State | undefined {
    if (code === DOLLAR) {
      openers += 1;
      if (openers > 2) return nok(code);
      effects.consume(code);
      return open;
    }
    effects.exit("inlineMathMarker");
    if (code === null || (openers === 1 && (isSpaceOrEnd(code) || isDigit(code)))) return nok(code);
    return between(code);
  }

  function between(code: Code): State | undefined {
    if (code === null || length > LONGEST_INLINE) return nok(code);
    if (isLineEnd(code)) {
      if (openers === 1) return nok(code);
      one(effects, "lineEnding", code);
      return between;
    }
    if (code === DOLLAR) return beforeClose(code);
    effects.enter("inlineMathValue");
    return value(code);
  }

  function value(code: Code): State | undefined {
    if (code === null || isLineEnd(code) || length > LONGEST_INLINE || (code === DOLLAR && previous !== BACKSLASH)) {
      effects.exit("inlineMathValue");
      return between(code);
    }
    effects.consume(code);
    length += 1;
    previous = previous === BACKSLASH ? null : code;
    return value;
  }

  function beforeClose(code: Code): State | undefined {
    if (length === 0 || (openers === 1 && isSpaceOrEnd(previous) && previous !== null)) return nok(code);
    effects.enter("inlineMathMarker");
    return close(code);
  }

  function close(code: Code): State | undefined {
    if (code === DOLLAR && closers < openers) {
      effects.consume(code);
      closers += 1;
      return close;
    }
    if (closers < openers || code === DOLLAR || (openers === 1 && isDigit(code))) return nok(code);
    effects.exit("inlineMathMarker");
    effects.exit("inlineMath");
    return ok(code);
  }
}

/** Unclosed, it runs to the end of its container as a code fence does: an answer that is still streaming has no end yet. */
function tokenizeFlow(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  const interrupts = this.interrupt;
  let size = 0;
  return start;

  function start(code: Code): State | undefined {
    effects.enter("mathFlow");
    effects.enter("mathFlowFence");
    effects.enter("mathFlowMarker");
    return open(code);
  }

  function open(code: Code): State | undefined {
    if (code === DOLLAR) {
      effects.consume(code);
      size += 1;
      return open;
    }
    if (size !== 2) return nok(code);
    effects.exit("mathFlowMarker");
    return afterOpen(code);
  }

  function afterOpen(code: Code): State | undefined {
    if (code === null || isLineEnd(code)) {
      effects.exit("mathFlowFence");
      if (interrupts) return ok(code);
      return effects.check(nonLazyContinuation, atBreak, after)(code);
    }
    if (!isSpaceOrEnd(code)) return nok(code);
    one(effects, "whitespace", code);
    return afterOpen;
  }

  function atBreak(code: Code): State | undefined {
    return effects.attempt(closingFence, after, contentStart)(code);
  }

  function contentStart(code: Code): State | undefined {
    one(effects, "lineEnding", code);
    return content;
  }

  function content(code: Code): State | undefined {
    if (code === null || isLineEnd(code)) return effects.check(nonLazyContinuation, atBreak, after)(code);
    effects.enter("mathFlowValue");
    return chunk(code);
  }

  function chunk(code: Code): State | undefined {
    if (code === null || isLineEnd(code)) {
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
}

function tokenizeClosingFence(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  let size = 0;
  return start;

  function start(code: Code): State | undefined {
    one(effects, "lineEnding", code);
    return before;
  }

  function before(code: Code): State | undefined {
    effects.enter("mathFlowFence");
    return space(code);
  }

  function space(code: Code): State | undefined {
    if (code === null || isLineEnd(code)) {
      if (size !== 2) return nok(code);
      effects.exit("mathFlowFence");
      return ok(code);
    }
    if (isSpaceOrEnd(code)) {
      one(effects, "whitespace", code);
      return space;
    }
    if (code !== DOLLAR || size > 0) return nok(code);
    effects.enter("mathFlowMarker");
    return marker(code);
  }

  function marker(code: Code): State | undefined {
    if (code === DOLLAR) {
      effects.consume(code);
      size += 1;
      return marker;
    }
    effects.exit("mathFlowMarker");
    return size === 2 ? space(code) : nok(code);
  }
}

/** True when the next line still belongs to this container, and is not a lazy line of an outer one. */
function tokenizeNonLazyContinuation(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  return (code) => {
    if (code === null) return nok(code);
    one(effects, "lineEnding", code);
    return (next) => (this.parser.lazy[this.now().line] ? nok(next) : ok(next));
  };
}
