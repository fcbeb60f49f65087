import type { ElementContent } from "hast";
import { createComputed, createMemo, createSignal, For, Index, type JSX, onCleanup, untrack } from "solid-js";
import { isServer } from "solid-js/web";
import type { NotePiece } from "#/client/markdown/read-note.ts";
import type { Reader } from "#/client/markdown/reader.ts";
import { reuse } from "#/client/markdown/reuse.ts";
import type { ViewerClock } from "#/client/messages/viewer-clock.ts";
import type { EmbedPlace } from "#/client/notes/reading/embeds.ts";
import { drawNoteElement } from "#/client/notes/reading/note-elements.tsx";
import type { NoteReadingProps } from "#/client/notes/reading/note-reading.tsx";
import type { ReadingPeople } from "#/client/notes/reading/people.ts";
import type { WikiTarget } from "#/client/notes/reading/wiki.ts";
import type { TodoWords } from "#/domain/markdown/note-marks.ts";
import type { Todo } from "#/domain/todos/read-todos.ts";

/** What of a note is read at once, in milliseconds: then others get their turn, or the server shows the rest as it was typed. */
const atOnceMs = 60;
const atATimeMs = 12;

export type PiecesProps = {
  readonly reader: Reader;
  readonly note: NoteReadingProps;
  readonly body: string;
  readonly firstLine: number;
  readonly targets: (target: string) => WikiTarget | undefined;
  readonly todos: ReadonlyMap<number, Todo>;
  readonly people: ReadingPeople;
  readonly clock: ViewerClock;
  readonly place: EmbedPlace;
};

/** The blocks of a note. Of a long one the first come at once, and the rest as the browser has time. */
export function NotePieces(props: PiecesProps): JSX.Element {
  const [pieces, setPieces] = createSignal<readonly NotePiece[]>([]);
  const [typed, setTyped] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));

  createComputed(() => {
    const { people, targets, todos, note, body, firstLine } = props;
    const run = props.reader.readNote(body, {
      firstLine,
      me: people.me,
      host: isServer ? undefined : location.host,
      handles: body.includes("@") ? people.handles() : undefined,
      wikiHref: (target) => targets(target)?.href,
      todoAt: (line) => wordsOf(todos.get(line), note.markdown),
    });
    clearTimeout(timer);
    untrack(() => go(run, [], atOnceMs));
  });

  /** Pieces of before stay in their places until what replaces them is read, so that nothing moves. */
  function go(run: ReturnType<Reader["readNote"]>, found: NotePiece[], forMs: number): void {
    const until = performance.now() + forMs;
    for (;;) {
      const late = performance.now() > until;
      if (late && !isServer && found.length > 0) {
        setPieces((before) => [...found, ...before.slice(found.length)]);
        timer = setTimeout(() => go(run, found, atATimeMs));
        return;
      }
      const next = run.next(late);
      if (next.done) break;
      found.push(next.value);
      if (late) setTyped(true);
    }
    setPieces(found);
    props.note.headings?.(found.flatMap(({ headings }) => headings));
  }

  return (
    <>
      <Index each={pieces()}>{(piece) => <Piece nodes={piece().nodes} pieces={props} />}</Index>
      {typed() && isServer ? <span data-live="" hidden /> : null}
    </>
  );
}

function Piece(props: { readonly nodes: readonly ElementContent[]; readonly pieces: PiecesProps }): JSX.Element {
  const { HastNodes } = props.pieces.reader;
  const blocks = createMemo<readonly ElementContent[]>((previous) => reuse(previous, props.nodes), []);
  const context = {
    mentionsAreButtons: () => false,
    onCopy: (text: string) => navigator.clipboard.writeText(text),
    drawn: drawNoteElement(props.pieces),
  };
  return <For each={blocks()}>{(block) => <HastNodes nodes={[block]} context={context} />}</For>;
}

/** What of a todo's line is shown as chips, as it is written. */
function wordsOf(todo: Todo | undefined, markdown: string): TodoWords | undefined {
  if (!todo) return undefined;
  const { priority, due, assignee } = todo.spans;
  const written = [priority, due, assignee].flatMap((span) => (span ? [markdown.slice(span.from, span.to)] : []));
  return {
    ordinal: todo.ordinal,
    blockId: todo.hasId ? todo.blockId : null,
    words: [...written, ...todo.tags.map((tag) => `#${tag}`)],
  };
}
