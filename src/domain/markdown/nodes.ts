import type { Literal } from "mdast";

/** `@handle` that resolved to a participant. `handle` is as typed, without the `@`. */
export interface Mention extends Literal {
  type: "mention";
  value: string;
  participantId: string;
}

/** `[[target|alias]]`; `![[target]]` is an embed. `target` keeps its `#heading` or `#^block` part. */
export interface WikiLink extends Literal {
  type: "wikiLink";
  /** What is shown: the alias, or the target. */
  value: string;
  target: string;
  embed: boolean;
}

/** `$…$` and `\(…\)`, or `$$…$$` and `\[…\]` inside a paragraph. */
export interface InlineMath extends Literal {
  type: "inlineMath";
  value: string;
  display: boolean;
}

/** A `$$` fence, or one of `\[` and `\]`. */
export interface MathBlock extends Literal {
  type: "math";
  value: string;
  /** Its end is not written, or not yet. */
  open?: true;
}

/** Why a text is shown as it was typed instead of being rendered. */
export type PlainReason = "too_deep" | "too_complex" | "too_many_nodes" | "only_definitions";

/** The whole text as typed: the fallback of everything that is over a bound. */
export interface PlainBlock extends Literal {
  type: "plain";
  value: string;
  reason: PlainReason;
}

declare module "mdast" {
  interface PhrasingContentMap {
    mention: Mention;
    wikiLink: WikiLink;
    inlineMath: InlineMath;
  }
  interface BlockContentMap {
    math: MathBlock;
    plain: PlainBlock;
  }
  interface RootContentMap {
    mention: Mention;
    wikiLink: WikiLink;
    inlineMath: InlineMath;
    math: MathBlock;
    plain: PlainBlock;
  }
}

declare module "micromark-util-types" {
  interface TokenTypeMap {
    wikiLink: "wikiLink";
    wikiLinkMarker: "wikiLinkMarker";
    wikiLinkValue: "wikiLinkValue";
    inlineMath: "inlineMath";
    inlineMathMarker: "inlineMathMarker";
    inlineMathValue: "inlineMathValue";
    mathFlow: "mathFlow";
    mathFlowFence: "mathFlowFence";
    mathFlowMarker: "mathFlowMarker";
    mathFlowValue: "mathFlowValue";
  }
}

declare module "mdast-util-from-markdown" {
  interface CompileData {
    /** Line of the last piece of math that was read. */
    mathLine?: number | undefined;
  }
}
