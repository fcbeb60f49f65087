import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  replaceAll,
  replaceNext,
  SearchQuery,
  search,
  setSearchQuery,
} from "@codemirror/search";
import type { Extension } from "@codemirror/state";
import { type EditorView, type Panel, runScopeHandlers, type ViewUpdate } from "@codemirror/view";
import { say, sayCount } from "#/client/language/say.ts";

/** Beyond this they are not counted: nobody reads the number. */
const mostCounted = 1_000;

export const findAndReplace: Extension = search({ top: true, createPanel: (view) => new FindPanel(view) });

/** Find and replace in the words of the product. */
class FindPanel implements Panel {
  readonly dom = document.createElement("div");
  readonly top = true;
  readonly #view: EditorView;
  readonly #find: HTMLInputElement;
  readonly #replace: HTMLInputElement;
  readonly #count = document.createElement("span");
  readonly #case: HTMLButtonElement;
  readonly #word: HTMLButtonElement;

  constructor(view: EditorView) {
    this.#view = view;
    const query = getSearchQuery(view.state);
    this.#find = field(say("Find"), query.search);
    this.#find.setAttribute("main-field", "true");
    this.#replace = field(say("Replace with"), query.replace);
    this.#case = toggle("Aa", say("Match capitals"), query.caseSensitive);
    this.#word = toggle("[ab]", say("Whole words"), query.wholeWord);
    this.#count.className = "nt-find-count";
    this.#count.setAttribute("role", "status");
    this.dom.className = "nt-find";
    this.dom.setAttribute("role", "search");
    this.dom.setAttribute("aria-label", say("Find and replace"));
    this.#fill();
    this.dom.addEventListener("keydown", (event) => this.#key(event));
    for (const input of [this.#find, this.#replace]) input.addEventListener("input", () => this.#commit());
    for (const button of [this.#case, this.#word])
      button.addEventListener("click", () => {
        button.ariaPressed = String(button.ariaPressed !== "true");
        this.#commit();
      });
    this.#tellCount();
  }

  mount(): void {
    this.#find.select();
  }

  update(update: ViewUpdate): void {
    const isNew = update.transactions.some((each) => each.effects.some((effect) => effect.is(setSearchQuery)));
    if (isNew) {
      const query = getSearchQuery(update.state);
      if (query.search !== this.#find.value) this.#find.value = query.search;
      if (query.replace !== this.#replace.value) this.#replace.value = query.replace;
    }
    if (isNew || update.docChanged || update.selectionSet) this.#tellCount();
  }

  #fill(): void {
    const view = this.#view;
    const first = row(
      this.#find,
      this.#count,
      button("↑", say("Previous"), () => findPrevious(view)),
      button("↓", say("Next"), () => findNext(view)),
      this.#case,
      this.#word,
      button("×", say("Close"), () => closeSearchPanel(view)),
    );
    this.dom.append(first);
    if (view.state.readOnly) return;
    this.dom.append(
      row(
        this.#replace,
        button(say("Replace"), say("Replace"), () => replaceNext(view)),
        button(say("Replace all"), say("Replace all"), () => replaceAll(view)),
      ),
    );
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Enter" && event.target === this.#find) (event.shiftKey ? findPrevious : findNext)(this.#view);
    else if (event.key === "Enter" && event.target === this.#replace) replaceNext(this.#view);
    else if (event.key === "Escape") {
      closeSearchPanel(this.#view);
      this.#view.focus();
    } else if (!runScopeHandlers(this.#view, event, "search-panel")) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #commit(): void {
    const query = new SearchQuery({
      search: this.#find.value,
      replace: this.#replace.value,
      caseSensitive: this.#case.ariaPressed === "true",
      wholeWord: this.#word.ariaPressed === "true",
      literal: true,
    });
    if (!query.eq(getSearchQuery(this.#view.state))) this.#view.dispatch({ effects: setSearchQuery.of(query) });
  }

  #tellCount(): void {
    const { state } = this.#view;
    const query = getSearchQuery(state);
    if (!query.valid) {
      this.#count.textContent = "";
      return;
    }
    let count = 0;
    let at = 0;
    const { from } = state.selection.main;
    const cursor = query.getCursor(state);
    for (let next = cursor.next(); !next.done && count <= mostCounted; next = cursor.next()) {
      count += 1;
      if (next.value.from === from) at = count;
    }
    if (count === 0) this.#count.textContent = say("Nothing found");
    else if (count > mostCounted) this.#count.textContent = say("More than {count}", { count: mostCounted });
    else
      this.#count.textContent =
        at > 0 ? say("{at} of {count}", { at, count }) : sayCount(count, "{count} place", "{count} places");
  }
}

function field(label: string, value: string): HTMLInputElement {
  const input = document.createElement("input");
  input.className = "nt-find-field";
  input.value = value;
  input.placeholder = label;
  input.setAttribute("aria-label", label);
  return input;
}

function button(words: string, label: string, press: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "nt-find-button";
  made.textContent = words;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", press);
  return made;
}

function toggle(words: string, label: string, isOn: boolean): HTMLButtonElement {
  const made = button(words, label, () => undefined);
  made.ariaPressed = String(isOn);
  return made;
}

function row(...parts: HTMLElement[]): HTMLElement {
  const made = document.createElement("div");
  made.className = "nt-find-row";
  made.append(...parts);
  return made;
}
