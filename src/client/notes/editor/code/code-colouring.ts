import { syntaxTree } from "@codemirror/language";
import { type Extension, type Range, StateEffect } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type { Root } from "hast";
import { type CodeColour, type ColouredRange, colouredRanges } from "#/client/markdown/code-colours.ts";
import { type CodeBlock, codeBlocks, placesOf } from "#/client/notes/editor/code/code-blocks.ts";

/** Tokens of code, or undefined when there are none in reasonable time. */
export type Highlight = (code: string, language: string) => Promise<Root | undefined>;

/** Colours follow once typing rests. */
const restMs = 200;
/** Blocks that are remembered: more than a screen shows, and little to keep. */
const mostKept = 60;
/** So many that could not be coloured in time are enough: what is written here would only keep a processor busy. */
const mostFailures = 3;

const marks: Readonly<Record<CodeColour, Decoration>> = {
  keyword: Decoration.mark({ class: "nt-code-keyword" }),
  string: Decoration.mark({ class: "nt-code-string" }),
  number: Decoration.mark({ class: "nt-code-number" }),
  function: Decoration.mark({ class: "nt-code-function" }),
  comment: Decoration.mark({ class: "nt-code-comment" }),
};

const coloured = StateEffect.define<null>();

/**
 * Colours in the fenced blocks that are on the screen. They are found beside the page, one block after the other, and what
 * was coloured keeps its colours while one types in it.
 */
export function codeColouring(highlight: Highlight = aside): Extension {
  return ViewPlugin.define((view) => new Colouring(view, highlight), { decorations: (plugin) => plugin.decorations });
}

/** Loaded with the first block. Offline, code stays readable without colours. */
const aside: Highlight = async (code, language) =>
  (await import("#/client/markdown/highlight-aside.ts")).highlightAside(code, language);

class Colouring {
  decorations: DecorationSet = Decoration.none;
  readonly #view: EditorView;
  readonly #highlight: Highlight;
  readonly #known = new Map<string, readonly ColouredRange[]>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #isAsking = false;
  #isOver = false;

  constructor(view: EditorView, highlight: Highlight) {
    this.#view = view;
    this.#highlight = highlight;
    this.#draw();
  }

  update(update: ViewUpdate): void {
    const isTold = update.transactions.some(({ effects }) => effects.some((effect) => effect.is(coloured)));
    const isOther = update.viewportChanged || syntaxTree(update.state) !== syntaxTree(update.startState);
    if (update.docChanged) this.decorations = this.decorations.map(update.changes);
    if (isTold || isOther) this.#draw();
  }

  destroy(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  /** A block that is not known as it is now keeps the colours that it had, moved along with its words. */
  #draw(): void {
    const { state, visibleRanges } = this.#view;
    const out: Range<Decoration>[] = [];
    let isMissing = false;
    for (const block of visibleRanges.flatMap((range) => codeBlocks(state, range))) {
      const known = this.#known.get(keyOf(block));
      if (known) out.push(...known.flatMap((range) => markOf(block, range)));
      else {
        isMissing = true;
        const [first, last] = [block.parts[0]!.from, block.parts.at(-1)!.to];
        this.decorations.between(first, last, (from, to, value) => {
          if (from < to) out.push(value.range(from, to));
        });
      }
    }
    this.decorations = Decoration.set(out, true);
    if (isMissing) this.#soon();
  }

  #soon(): void {
    if (this.#isAsking || this.#failures >= mostFailures) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), restMs);
  }

  async #ask(): Promise<void> {
    const { state, visibleRanges } = this.#view;
    const block = visibleRanges
      .flatMap((range) => codeBlocks(state, range))
      .find((each) => !this.#known.has(keyOf(each)));
    if (!block) return;
    this.#isAsking = true;
    const tokens = await this.#highlight(block.code, block.language).catch(() => undefined);
    this.#isAsking = false;
    if (!tokens) this.#failures += 1;
    this.#keep(keyOf(block), tokens ? colouredRanges(tokens) : []);
    if (!this.#isOver) this.#view.dispatch({ effects: coloured.of(null) });
  }

  #keep(key: string, ranges: readonly ColouredRange[]): void {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= mostKept && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(key, ranges);
  }
}

const keyOf = ({ language, code }: CodeBlock): string => `${language}\n${code}`;

function markOf(block: CodeBlock, { from, to, colour }: ColouredRange): Range<Decoration>[] {
  return placesOf(block, from, to).map((place) => marks[colour].range(place.from, place.to));
}
