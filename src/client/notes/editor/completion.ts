import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
  closeCompletion,
  completionKeymap,
  completionStatus,
  currentCompletions,
} from "@codemirror/autocomplete";
import { type Extension, Prec } from "@codemirror/state";
import { type Command, EditorView, keymap } from "@codemirror/view";
import { isInCode } from "#/client/notes/editor/commands.ts";
import { element } from "#/client/notes/editor/inline-widgets.ts";
import type { NoteCompletions, NoteOffer } from "#/client/notes/editor/note-editor-types.ts";
import { slashOffers } from "#/client/notes/editor/slash-menu.ts";

const shown = 8;

type Sign = {
  readonly source: keyof NoteCompletions;
  readonly form: RegExp;
  readonly sign: string;
  readonly closes: string;
};

const signs: readonly Sign[] = [
  { source: "notes", form: /!?\[\[[^[\]\n|]{0,120}$/, sign: "[[", closes: "]]" },
  { source: "people", form: /(?:^|[^\p{L}\p{N}@/._+-])@[\p{L}\p{N}._:-]{0,40}$/u, sign: "@", closes: "" },
  { source: "emoji", form: /(?:^|[\s(]):[\p{L}][\p{L}\p{N}_+-]{1,30}$/u, sign: ":", closes: "" },
];

/** A list that is only on its way is called off, and the key goes on to what it is for. */
const closeShown: Command = (view) => {
  const isShown = currentCompletions(view.state).length > 0;
  closeCompletion(view);
  return isShown;
};

const keys = [
  ...completionKeymap.filter(({ key }) => key !== "Escape"),
  { key: "Escape", run: closeShown },
  { key: "Tab", run: acceptCompletion },
];

/** `[[`, `@` and `:` ask the page, `/` at the beginning of a line offers what can be put there. */
export function completions(complete: () => NoteCompletions, label: () => string): Extension {
  return [
    Prec.highest(keymap.of(keys)),
    autocompletion({
      defaultKeymap: false,
      override: [...signs.map((sign) => asked(sign, complete)), slash],
      icons: false,
      maxRenderedOptions: shown,
      activateOnTypingDelay: 60,
      aboveCursor: false,
      interactionDelay: 0,
      optionClass: () => "nt-offer",
      tooltipClass: () => "nt-offers",
      addToOptions: [{ render: (completion) => shortcutOf(completion), position: 90 }],
    }),
    EditorView.updateListener.of((update) => {
      // The list is named for those who hear it; the library leaves it bare.
      if (completionStatus(update.state) === "active")
        update.view.dom.querySelector("[role=listbox]")?.setAttribute("aria-label", label());
    }),
  ];
}

function shortcutOf(completion: Completion): Node | null {
  const glyph = (completion as { glyph?: string }).glyph;
  if (!glyph) return null;
  const made = element("span", "nt-glyph");
  made.textContent = glyph;
  made.setAttribute("aria-hidden", "true");
  return made;
}

function asked({ source, form, sign, closes }: Sign, complete: () => NoteCompletions): CompletionSource {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const match = context.matchBefore(form);
    if (!match || isInCode(context.state, context.pos)) return null;
    const from = match.from + match.text.lastIndexOf(sign);
    const abort = new AbortController();
    context.addEventListener("abort", () => abort.abort());
    const query = context.state.sliceDoc(from + sign.length, context.pos);
    const offers = await complete()
      [source](query, abort.signal)
      .catch(() => []);
    if (offers.length === 0) return null;
    return { from, filter: false, options: offers.slice(0, shown).map((offer) => option(offer, closes)) };
  };
}

function option(offer: NoteOffer, closes: string): Completion {
  return {
    label: offer.label,
    ...(offer.detail === undefined ? {} : { detail: offer.detail }),
    apply(view, _completion, from, to) {
      // Brackets that were closed already are taken along; a word is followed by a space.
      const behind = view.state.sliceDoc(to, to + 2);
      const end = closes !== "" && behind === closes ? to + closes.length : to;
      const next = view.state.sliceDoc(end, end + 1);
      const insert = closes === "" && !/^[\s,.;:!?)]/.test(next) ? `${offer.insert} ` : offer.insert;
      view.dispatch({
        changes: { from, to: end, insert },
        selection: { anchor: from + insert.length },
        userEvent: "input.complete",
        scrollIntoView: true,
      });
    },
  };
}

const slash: CompletionSource = (context) => {
  const match = context.matchBefore(/^\s*\/[\p{L}\p{N} -]{0,24}$/u);
  if (!match || isInCode(context.state, context.pos)) return null;
  const from = match.from + match.text.indexOf("/");
  const query = match.text.slice(match.text.indexOf("/") + 1);
  const options = slashOffers(query);
  return options.length === 0 ? null : { from, filter: false, options };
};
