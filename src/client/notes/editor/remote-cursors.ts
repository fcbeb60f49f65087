import { Annotation, type Extension, type Range } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from "@codemirror/view";
import type { Awareness } from "y-protocols/awareness";
import {
  compareRelativePositions,
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromJSON,
  createRelativePositionFromTypeIndex,
  type RelativePosition,
  type Text,
} from "yjs";
import { say } from "#/client/language/say.ts";
import { element } from "#/client/notes/editor/inline-widgets.ts";
import type { NoteEditorPerson } from "#/client/notes/editor/note-editor-types.ts";
import { userOf } from "#/client/notes/editor/note-session.ts";

/** How long a name stands above its caret after it moved. */
const flagMs = 2_000;
/** More carets than this in one note are not told apart by anyone. */
const maxCarets = 50;

const moved = Annotation.define<boolean>();

type Cursor = { readonly anchor: number; readonly head: number };
type Shared = { anchor: unknown; head: unknown };

/** A caret in the colour of its person, with the name above it. */
class Caret extends WidgetType {
  readonly person: NoteEditorPerson;
  readonly isFlagged: boolean;
  constructor(person: NoteEditorPerson, isFlagged: boolean) {
    super();
    this.person = person;
    this.isFlagged = isFlagged;
  }
  override eq(other: Caret): boolean {
    const { person, isFlagged } = other;
    return (
      person.participant_id === this.person.participant_id &&
      person.colour === this.person.colour &&
      person.display_name === this.person.display_name &&
      isFlagged === this.isFlagged
    );
  }
  override toDOM(): HTMLElement {
    const caret = element("span", "nt-caret");
    caret.style.setProperty("--nt-person", colourOf(this.person));
    if (this.isFlagged) caret.dataset.flag = "";
    // Whoever reads aloud hears of people in the header: a name in the middle of words would only be noise.
    caret.setAttribute("aria-hidden", "true");
    const flag = element("span", "nt-flag");
    flag.textContent = this.person.is_ai
      ? say("{name} · AI", { name: this.person.display_name })
      : this.person.display_name;
    caret.append("\u2060", flag, "\u2060");
    return caret;
  }
  override get estimatedHeight(): number {
    return -1;
  }
  override ignoreEvent(): boolean {
    return true;
  }
}

function colourOf(person: NoteEditorPerson): string {
  return person.is_ai ? "var(--ai)" : `var(--person-${person.colour})`;
}

/** Shows where others are, and tells them where one is oneself. */
export function remoteCursors(awareness: Awareness, text: Text): Extension {
  return ViewPlugin.define((view) => new RemoteCursors(view, { awareness, text }), {
    decorations: (plugin) => plugin.decorations,
  });
}

class RemoteCursors {
  decorations: DecorationSet = Decoration.none;
  readonly #view: EditorView;
  readonly #awareness: Awareness;
  readonly #text: Text;
  readonly #places = new Map<number, { key: string; at: number }>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isQueued = false;
  #isOver = false;

  constructor(view: EditorView, of: { awareness: Awareness; text: Text }) {
    this.#view = view;
    this.#awareness = of.awareness;
    this.#text = of.text;
    this.#awareness.on("change", this.#hear);
    this.#draw();
  }

  update(update: ViewUpdate): void {
    if (update.docChanged || update.selectionSet || update.focusChanged) this.#share();
    if (update.docChanged || update.viewportChanged || update.transactions.some((each) => each.annotation(moved)))
      this.#draw();
  }

  destroy(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#awareness.off("change", this.#hear);
  }

  /** What is heard while the view changes is drawn after it: a view must not be changed from within. */
  readonly #hear = ({ added, updated, removed }: Record<"added" | "updated" | "removed", number[]>): void => {
    const others = [...added, ...updated, ...removed].filter((client) => client !== this.#awareness.clientID);
    if (others.length > 0) this.#redraw();
  };

  #redraw(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    queueMicrotask(() => {
      this.#isQueued = false;
      if (!this.#isOver) this.#view.dispatch({ annotations: moved.of(true) });
    });
  }

  /** The text is written after the view has changed: a position in it is only right then. */
  #share(): void {
    queueMicrotask(() => {
      const state = this.#isOver ? null : this.#awareness.getLocalState();
      if (!state || !this.#view.hasFocus) return;
      const next = this.#own();
      const before = state.cursor as Shared | null | undefined;
      const isSame = (a: unknown, b: RelativePosition) =>
        compareRelativePositions(createRelativePositionFromJSON(a), b);
      if (before && isSame(before.anchor, next.anchor) && isSame(before.head, next.head)) return;
      this.#awareness.setLocalStateField("cursor", next);
    });
  }

  #own(): { anchor: RelativePosition; head: RelativePosition } {
    const { anchor, head } = this.#view.state.selection.main;
    return {
      anchor: createRelativePositionFromTypeIndex(this.#text, anchor),
      head: createRelativePositionFromTypeIndex(this.#text, head),
    };
  }

  #draw(): void {
    const out: Range<Decoration>[] = [];
    const now = Date.now();
    let next = Number.POSITIVE_INFINITY;
    for (const [client, state] of this.#awareness.getStates()) {
      if (client === this.#awareness.clientID || out.length > maxCarets * 2) continue;
      const person = userOf(state);
      const cursor = person && this.#cursorOf(state.cursor as Shared | null | undefined);
      if (!person || !cursor) {
        this.#places.delete(client);
        continue;
      }
      const left = this.#movedAt(client, state.cursor, now) + flagMs - now;
      if (left > 0) next = Math.min(next, left);
      out.push(...drawn(person, cursor, left > 0));
    }
    clearTimeout(this.#timer);
    if (next < Number.POSITIVE_INFINITY) this.#timer = setTimeout(() => this.#redraw(), next);
    this.decorations = Decoration.set(out, true);
  }

  /** When a caret was last put elsewhere by its person: words that come before it do not count. */
  #movedAt(client: number, cursor: unknown, now: number): number {
    const key = JSON.stringify(cursor);
    const known = this.#places.get(client);
    if (known?.key === key) return known.at;
    this.#places.set(client, { key, at: now });
    return now;
  }

  #cursorOf(shared: Shared | null | undefined): Cursor | null {
    if (!shared) return null;
    const anchor = this.#place(shared.anchor);
    const head = this.#place(shared.head);
    return anchor === null || head === null ? null : { anchor, head };
  }

  #place(relative: unknown): number | null {
    if (typeof relative !== "object" || relative === null) return null;
    try {
      const position = createRelativePositionFromJSON(relative);
      const found = this.#text.doc && createAbsolutePositionFromRelativePosition(position, this.#text.doc);
      if (!found || found.type !== this.#text) return null;
      return Math.min(found.index, this.#view.state.doc.length);
    } catch {
      return null;
    }
  }
}

function drawn(person: NoteEditorPerson, { anchor, head }: Cursor, isFlagged: boolean): Range<Decoration>[] {
  const caret = Decoration.widget({ widget: new Caret(person, isFlagged), side: head > anchor ? -1 : 1 }).range(head);
  if (anchor === head) return [caret];
  const attributes = { style: `--nt-person: ${colourOf(person)}` };
  const selection = Decoration.mark({ class: "nt-others", attributes });
  return [selection.range(Math.min(anchor, head), Math.max(anchor, head)), caret];
}
