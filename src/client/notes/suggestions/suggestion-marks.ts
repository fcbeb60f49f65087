import { type EditorState, type Extension, Facet, type Range, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap } from "@codemirror/view";
import { addedAs, fits, type PlacedSuggestion } from "#/client/notes/suggestions/suggestion-place.ts";
import { AddedWords, type Decide, SuggestionRow, type Verb } from "#/client/notes/suggestions/suggestion-row.ts";

/** The suggestions to be shown, in the order of the text. */
export const setSuggestions = StateEffect.define<readonly PlacedSuggestion[]>();

type Shown = { readonly placed: readonly PlacedSuggestion[]; readonly decorations: DecorationSet };

const decider = Facet.define<Decide, Decide>({ combine: (given) => given[0] ?? (() => undefined) });

const none: Shown = { placed: [], decorations: Decoration.none };

/** In a field: what would come as lines changes how high the text is. */
const field = StateField.define<Shown>({
  create: () => none,
  update(shown, transaction) {
    const { state, startState, changes } = transaction;
    const told = transaction.effects.findLast((effect) => effect.is(setSuggestions));
    if (told) return draw(state, inside(told.value as readonly PlacedSuggestion[], state.doc.length));
    if (shown.placed.length === 0) return shown;
    const moved = transaction.docChanged
      ? shown.placed.map((each) => {
          const from = changes.mapPos(each.from, each.suggestion.before === "" ? -1 : 1);
          return { ...each, from, to: Math.max(from, changes.mapPos(each.to, -1)) };
        })
      : shown.placed;
    if (transaction.docChanged || state.readOnly !== startState.readOnly) return draw(state, moved);
    return shown;
  },
  provide: (own) => EditorView.decorations.from(own, ({ decorations }) => decorations),
});

const inside = (placed: readonly PlacedSuggestion[], length: number): PlacedSuggestion[] =>
  placed.filter(({ from, to }) => from <= to && to <= length);

/** The places that suggestions speak of: what is drawn there otherwise is shown as it is written. */
export function suggestedRanges(state: EditorState): readonly { readonly from: number; readonly to: number }[] {
  return state.field(field, false)?.placed ?? [];
}

function draw(state: EditorState, placed: readonly PlacedSuggestion[]): Shown {
  const out: Range<Decoration>[] = [];
  const signs = new Map<number, Set<"add" | "del">>();
  for (const each of placed) drawOne(state, each, { out, signs });
  for (const [at, kinds] of signs) {
    const name = [...kinds].map((kind) => `nt-line-${kind}`).join(" ");
    out.push(Decoration.line({ class: `nt-suggested ${name}` }).range(at));
  }
  return { placed, decorations: Decoration.set(out, true) };
}

type Into = { readonly out: Range<Decoration>[]; readonly signs: Map<number, Set<"add" | "del">> };

function drawOne(state: EditorState, each: PlacedSuggestion, { out, signs }: Into): void {
  const { doc } = state;
  const { suggestion, from, to } = each;
  const isThere = fits(state, each);
  const as = addedAs(state, each);
  const sign = (at: number, kind: "add" | "del") => signs.set(at, (signs.get(at) ?? new Set()).add(kind));
  if (isThere && from < to) {
    out.push(Decoration.mark({ class: "nt-removed", tagName: "del" }).range(from, to));
    for (let at = from; at < to; at = doc.lineAt(at).to + 1) sign(doc.lineAt(at).from, "del");
  }
  if (isThere && as === "words" && suggestion.after !== "") {
    out.push(Decoration.widget({ widget: new AddedWords(suggestion.after), side: 1 }).range(to));
    sign(doc.lineAt(to).from, "add");
  }
  const widget = new SuggestionRow({
    suggestion,
    fits: isThere,
    showsLines: as !== "words",
    mayDecide: !state.readOnly,
    decide: state.facet(decider),
  });
  const last = doc.lineAt(to > from ? to - 1 : to);
  const [at, side] = as === "above" ? [last.from, -1] : [last.to, 1];
  out.push(Decoration.widget({ widget, block: true, side }).range(at));
}

/** Suggestions in the text, with the keys that go from one to the next. */
export function suggestionMarks(decide: (id: string, verb: Verb) => Promise<boolean>): Extension {
  const decided: Decide = (view, id, verb) => {
    const row = rowOf(view, id);
    // Nothing is decided twice by an unsteady hand, and the focus stays on what it was given to.
    if (!row || row.getAttribute("aria-busy") === "true") return;
    row.setAttribute("aria-busy", "true");
    const hadFocus = row.contains(document.activeElement);
    void decide(id, verb).then((isDone) => {
      row.setAttribute("aria-busy", "false");
      if (isDone && hadFocus && !goToSuggestion(view, 1)) view.focus();
    });
  };
  return [
    field,
    decider.of(decided),
    keymap.of([{ key: "F8", run: (view) => goToSuggestion(view, 1), shift: (view) => goToSuggestion(view, -1) }]),
  ];
}

/** To the next suggestion behind the caret, or the one before it; around the ends. False when there is none. */
export function goToSuggestion(view: EditorView, step: 1 | -1): boolean {
  const placed = view.state.field(field, false)?.placed ?? [];
  if (placed.length === 0) return false;
  const here = focusedIn(view);
  const at = placed.findIndex(({ suggestion }) => suggestion.id === here);
  const { head } = view.state.selection.main;
  const beside =
    at >= 0
      ? placed[at + step]
      : step > 0
        ? placed.find(({ from }) => from >= head)
        : placed.findLast(({ to }) => to < head);
  const next = beside ?? (step > 0 ? placed[0]! : placed.at(-1)!);
  view.dispatch({
    selection: { anchor: next.from },
    effects: EditorView.scrollIntoView(next.from, { y: "center" }),
    userEvent: "select",
  });
  focusRow(view, next.suggestion.id, 8);
  return true;
}

function focusedIn(view: EditorView): string | undefined {
  const { activeElement } = document;
  return view.dom.contains(activeElement)
    ? activeElement?.closest<HTMLElement>("[data-suggestion]")?.dataset.suggestion
    : undefined;
}

function rowOf(view: EditorView, id: string): HTMLElement | null {
  const rows = view.dom.querySelectorAll<HTMLElement>("[data-suggestion]");
  return [...rows].find(({ dataset }) => dataset.suggestion === id) ?? null;
}

/** The row may only be drawn once the text was scrolled. */
function focusRow(view: EditorView, id: string, tries: number): void {
  const row = rowOf(view, id);
  const button = row?.querySelector("button");
  if (button) button.focus({ preventScroll: true });
  else if (row) view.focus();
  else if (tries > 0) requestAnimationFrame(() => focusRow(view, id, tries - 1));
}
