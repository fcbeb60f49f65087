import type { Construct, Effects, Extension, State, TokenizeContext } from "micromark-util-types";

const BANG = 33;
const OPEN = 91;
const CLOSE = 93;

/** A title longer than this is text: no note may have one (titles are 255 characters), with room for alias and anchor. */
const LONGEST = 600;

/** `[[target|alias]]` and `![[target]]` as tokens. Brackets and line ends inside make it text. */
export const wikiLinkSyntax: Extension = {
  text: { [BANG]: construct(true), [OPEN]: construct(false) },
};

function construct(embed: boolean): Construct {
  return { name: "wikiLink", tokenize: embed ? tokenizeEmbed : tokenizeLink };
}

function tokenizeEmbed(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  return tokenize(effects, ok, nok, 3);
}

function tokenizeLink(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  return tokenize(effects, ok, nok, 2);
}

function tokenize(effects: Effects, ok: State, nok: State, openers: number): State {
  let opened = 0;
  let length = 0;
  let closed = 0;
  return start;

  function start(code: number | null): State | undefined {
    effects.enter("wikiLink");
    effects.enter("wikiLinkMarker");
    return open(code);
  }

  function open(code: number | null): State | undefined {
    const expected = openers === 3 && opened === 0 ? BANG : OPEN;
    if (code !== expected) return nok(code);
    effects.consume(code);
    opened += 1;
    return opened === openers ? afterOpen : open;
  }

  function afterOpen(code: number | null): State | undefined {
    effects.exit("wikiLinkMarker");
    if (code === null || code < 0 || code === OPEN || code === CLOSE) return nok(code);
    effects.enter("wikiLinkValue");
    return value(code);
  }

  function value(code: number | null): State | undefined {
    if (code === CLOSE) {
      effects.exit("wikiLinkValue");
      effects.enter("wikiLinkMarker");
      return close(code);
    }
    if (code === null || code < 0 || code === OPEN || length === LONGEST) return nok(code);
    effects.consume(code);
    length += 1;
    return value;
  }

  function close(code: number | null): State | undefined {
    if (code !== CLOSE) return nok(code);
    effects.consume(code);
    closed += 1;
    if (closed < 2) return close;
    effects.exit("wikiLinkMarker");
    effects.exit("wikiLink");
    return ok;
  }
}
